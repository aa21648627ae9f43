// Finds texts that are not valid UTF-8 or hold a NUL. The driver would decode them to U+FFFD without a word, so bytes are
// judged: many values at once, and one by one only in a table where something was found.
import { isUtf8 } from 'node:buffer'
import type { TextCensus } from '../model/census.ts'
import type { SourceDatabase, SourceTable } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { readLines } from '../sqlite/chunks.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { batches } from './census-classes.ts'

const BYTES_AT_ONCE = 4_000_000

/** What stands between a column's texts and PostgreSQL's `text`. */
export interface BadTexts {
  readonly withNul: bigint
  readonly invalidUtf8: bigint
}

const NONE: BadTexts = { withNul: 0n, invalidUtf8: 0n }

/** By column name; columns without any bad text are absent. */
export function findBadTexts(
  reader: SourceReader,
  table: SourceTable,
  encoding: SourceDatabase['encoding'],
  texts: readonly { readonly column: string; readonly census: TextCensus }[],
): ReadonlyMap<string, BadTexts> {
  if (texts.length === 0 || (encoding === 'UTF-8' && everythingIsGood(reader, table, texts))) return new Map()
  reader.defineFunction('sqlite2pg_is_valid', value =>
    value instanceof Uint8Array && !isValid(value, encoding) ? 0n : 1n,
  )
  return new Map(texts.map(({ column }) => [column, countBad(reader, table, sqliteName(column))] as const))
}

function everythingIsGood(
  reader: SourceReader,
  table: SourceTable,
  texts: readonly { readonly column: string; readonly census: TextCensus }[],
): boolean {
  const widest = texts.reduce((sum, { census }) => sum + census.maxBytes, 1n)
  // Each value ends in a line feed, so that two halves of a character in neighbouring values cannot mend each other.
  const line = sqlite`${joinByLineFeeds(texts.map(({ column }) => textOnly(sqliteName(column))))} || char(10)`
  const rowsPerChunk = Math.min(10_000, Math.max(1, Math.floor(BYTES_AT_ONCE / Number(widest))))
  const query = {
    table: sqliteName(table.name),
    rowidName: table.rowidName,
    line,
    rowsPerChunk,
    encoding: 'UTF-8',
  } as const
  for (const { bytes } of readLines(reader, query)) if (!isUtf8(bytes) || bytes.includes(0)) return false
  return true
}

/** SQLite takes at most 1,000 arguments a function call, and an expression no deeper than 1,000. */
function joinByLineFeeds(values: readonly SqliteSql[]): SqliteSql {
  const groups = batches(values, 900).map(group => sqlite`concat_ws(char(10), ${group})`)
  return groups.reduce((all, one) => sqlite`${all} || char(10) || ${one}`)
}

function textOnly(name: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${name}) WHEN 'text' THEN ${name} ELSE '' END`
}

/** Bytes in the encoding of the database. */
function isValid(bytes: Uint8Array, encoding: SourceDatabase['encoding']): boolean {
  if (encoding === 'UTF-8') return isUtf8(bytes)
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function countBad(reader: SourceReader, table: SourceTable, name: SqliteSql): BadTexts {
  const row = reader.get<BadTexts>(
    sqlite`SELECT coalesce(sum(instr(${name}, char(0)) > 0), 0) AS withNul, coalesce(sum(NOT sqlite2pg_is_valid(CAST(${name} AS BLOB))), 0) AS invalidUtf8 FROM ${sqliteName(table.name)} NOT INDEXED WHERE typeof(${name}) = 'text'`,
  )
  return row ?? NONE
}
