// Finds texts that are not valid UTF-8 or hold a NUL. The driver would decode them to U+FFFD without a word, so bytes are
// judged: many values at once, and one by one only in a table where something was found.
import { isUtf8 } from 'node:buffer'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isChangedBySqlite } from '../codec/utf16.ts'
import type { CensusExample, TextCensus } from '../model/census.ts'
import type { SourceDatabase } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { readLines } from '../sqlite/chunks.ts'
import { type BadTexts, NO_BAD_TEXTS } from './bad-texts.ts'
import { batches } from './census-classes.ts'
import type { TableScan } from './table-scan.ts'

const BYTES_AT_ONCE = 4_000_000
/** Beyond that the texts of a row together may be longer than a value of SQLite can be. */
const MOST_BYTES_OF_A_LINE = 900_000_000n

/** A column whose texts are judged, and the expression that reads it. */
export interface JudgedTexts {
  readonly column: string
  readonly name: SqliteSql
  readonly census: TextCensus
}

/** By column name; columns without any bad text are absent. */
export async function findBadTexts(
  scan: TableScan,
  encoding: SourceDatabase['encoding'],
  texts: readonly JudgedTexts[],
): Promise<ReadonlyMap<string, BadTexts>> {
  if (texts.length === 0 || (encoding === 'UTF-8' && (await everythingIsGood(scan, texts)))) return new Map()
  scan.reader.defineFunction('sqlite2pg_is_valid', value =>
    value instanceof Uint8Array && !isValid(value, encoding) ? 0n : 1n,
  )
  return new Map(texts.map(({ column, name }) => [column, countBad(scan, name)] as const))
}

async function everythingIsGood(
  { reader, table, name }: TableScan,
  texts: readonly JudgedTexts[],
): Promise<boolean> {
  const widest = texts.reduce((sum, { census }) => sum + census.maxBytes, 1n)
  // Each value ends in a line feed, so that two halves of a character in neighbouring values cannot mend each other.
  const line = sqlite`${joinByLineFeeds(texts.map(({ name }) => textOnly(name)))} || char(10)`
  if (widest > MOST_BYTES_OF_A_LINE) return false
  const rowsPerChunk = Math.min(10_000, Math.max(1, Math.floor(BYTES_AT_ONCE / Number(widest))))
  const query = {
    table: name,
    rowidName: table.rowidName,
    line,
    rowsPerChunk,
    encoding: 'UTF-8',
  } as const
  for (const { bytes } of readLines(reader, query)) {
    if (!isUtf8(bytes) || bytes.includes(0)) return false
    await nextTurn()
  }
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

function countBad(scan: TableScan, name: SqliteSql): BadTexts {
  const isBad = sqlite`(instr(${name}, char(0)) > 0 OR NOT sqlite2pg_is_valid(CAST(${name} AS BLOB)))`
  const counts = [
    sqlite`coalesce(sum(instr(${name}, char(0)) > 0), 0) AS withNul`,
    sqlite`coalesce(sum(NOT sqlite2pg_is_valid(CAST(${name} AS BLOB))), 0) AS invalidUtf8`,
    sqlite`coalesce(sum(${isChangedBySqlite(name)}), 0) AS nonCharacters`,
  ]
  const row = scan.reader.get<Omit<BadTexts, 'badExample'>>(
    sqlite`SELECT ${counts} FROM ${scan.name} NOT INDEXED WHERE typeof(${name}) = 'text'`,
  )
  if (row === undefined) return NO_BAD_TEXTS
  if (row.withNul + row.invalidUtf8 === 0n) return { ...row, badExample: null }
  return { ...row, badExample: findBad(scan, name, isBad) }
}

/** The first bad text by its bytes, cut to 60 characters as examples are. */
function findBad(
  { reader, table, name: from }: TableScan,
  name: SqliteSql,
  isBad: SqliteSql,
): CensusExample | null {
  const rowid = table.rowidName === null ? sqlite`NULL` : sqlite`CAST(${sqliteName(table.rowidName)} AS TEXT)`
  const found = reader.get<CensusExample>(
    sqlite`SELECT ${rowid} AS rowid, quote(substr(CAST(${name} AS BLOB), 1, 28)) AS value, 'text' AS storageClass FROM ${from} NOT INDEXED WHERE typeof(${name}) = 'text' AND ${isBad} LIMIT 1`,
  )
  return found ?? null
}
