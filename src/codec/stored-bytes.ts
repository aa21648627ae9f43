// How many bytes a value takes in a row of a btree, never too few: a row of more than 2,704 bytes is refused.
// PostgreSQL compresses values beyond 508 bytes there, by pglz unless the server is set otherwise.
// https://github.com/postgres/postgres/blob/master/src/backend/access/common/indextuple.c
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { pglzSize } from './pglz.ts'

export const LONGEST_KEY_BYTES = 2704
/** Header of an index row, with the map of its NULLs. */
export const KEY_HEADER_BYTES = 16
/** Length before a value, and what aligns it. */
const LENGTH_BYTES = 4 + 3
/** The same where the value is compressed, which has its length before compression too. */
const COMPRESSED_LENGTH_BYTES = 8 + 3
const COMPRESSED_BEYOND_BYTES = 508

/** Counts no further than just beyond what a key may have. */
export function storedBytes(value: Uint8Array, isCompressed: boolean): number {
  const plain = value.length + LENGTH_BYTES
  if (!isCompressed || value.length + 4 <= COMPRESSED_BEYOND_BYTES) return plain
  const compressed = pglzSize(value, LONGEST_KEY_BYTES)
  return compressed === null ? plain : Math.min(plain, compressed + COMPRESSED_LENGTH_BYTES)
}

/** What is longer fits no key: 273 repeated bytes take three at least, and in UTF-16 a text is twice as long at most. */
const LONGEST_COMPRESSED_BYTES = 600_000

/** SQLite expression for the same number of a text or a blob, 0 for NULL; a very long value is not looked at. */
export function storedBytesOf(value: SqliteSql, isCompressed: boolean): SqliteSql {
  return sqlite`CASE WHEN octet_length(${value}) > ${LONGEST_COMPRESSED_BYTES} THEN ${LONGEST_KEY_BYTES + 1} ELSE coalesce(sqlite2pg_stored_bytes(${value}, ${isCompressed ? 1 : 0}), 0) END`
}
