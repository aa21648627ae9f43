// Finds texts that are not valid UTF-8 or hold a NUL. The driver would decode them to U+FFFD without a word, so bytes are
// judged: many values at once, and one by one only in a table where something was found.
import { isUtf8 } from 'node:buffer'
import type { TextCensus } from '../model/census.ts'
import type { SourceDatabase, SourceTable } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { readLines } from '../sqlite/chunks.ts'
import type { SourceReader } from '../sqlite/reader.ts'

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
  reader.defineFunction('sqlite2pg_is_utf8', value =>
    value instanceof Uint8Array && !isUtf8(value) ? 0n : 1n,
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
  const line = texts
    .map(({ column }) => sqlite`${textOnly(sqliteName(column))} || char(10)`)
    .reduce((all, one) => sqlite`${all} || ${one}`)
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

function textOnly(name: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${name}) WHEN 'text' THEN ${name} ELSE '' END`
}

/** In a UTF-16 database a cast would yield UTF-16, so the bytes are taken through hex(), which converts first. */
function countBad(reader: SourceReader, table: SourceTable, name: SqliteSql): BadTexts {
  const row = reader.get<BadTexts>(
    sqlite`SELECT coalesce(sum(instr(${name}, char(0)) > 0), 0) AS withNul, coalesce(sum(NOT sqlite2pg_is_utf8(unhex(hex(${name})))), 0) AS invalidUtf8 FROM ${sqliteName(table.name)} NOT INDEXED WHERE typeof(${name}) = 'text'`,
  )
  return row ?? NONE
}
