// The texts that COPY would be sent of some columns of a table, each combination once with the number of its rows, so that
// the server can be asked about them before any is sent.
import type { TableCensus } from '../../model/census.ts'
import type { LoadReadings } from '../../plan/load/draft-columns.ts'
import type { MatchedColumn } from '../../plan/load/match-load.ts'
import type { ProjectedTable } from '../../plan/load/project.ts'
import { sqliteColumn, sqliteName, sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'

export interface TriedTables {
  readonly tables: readonly ProjectedTable[]
  readonly census: ReadonlyMap<string, TableCensus>
  readonly readings: LoadReadings
}

export interface SentTexts {
  readonly columns: readonly MatchedColumn[]
  /** SELECT of the texts of each combination, and its rows; without values that do not fit their types. */
  readonly sql: SqliteSql
  /** The texts of a row. */
  readonly texts: readonly SqliteSql[]
}

/** A combination that the server refuses. */
export interface RefusedTuple {
  readonly copies: readonly string[]
  readonly rows: bigint
}

export function sentTexts(
  tried: TriedTables,
  table: ProjectedTable,
  columns: readonly MatchedColumn[],
): SentTexts {
  const parts = columns.map(column => partOf(tried, table, column))
  const texts = parts.map(({ text }) => text)
  const fits = parts.map(part => part.fits).reduce((all, one) => sqlite`${all} AND ${one}`)
  const places = texts.map((_, i) => sqlite`${i + 1}`)
  const sql = sqlite`SELECT ${texts}, count(*) FROM ${sqliteName(table.source.name)} NOT INDEXED WHERE ${fits} GROUP BY ${places}`
  return { columns, sql, texts }
}

/** The texts of each row as COPY has them, without its line feed; only of rows whose values fit their types. */
export function sentLine(
  tried: TriedTables,
  table: ProjectedTable,
  columns: readonly MatchedColumn[],
): { readonly line: SqliteSql; readonly fits: SqliteSql } {
  const texts = columns.map(column => partOf(tried, table, column).text)
  const fits = table.columns.map(column => partOf(tried, table, column).fits)
  return {
    line: texts.reduce((all, one) => sqlite`${all} || char(9) || ${one}`),
    fits: fits.reduce((all, one) => sqlite`${all} AND ${one}`),
  }
}

function partOf({ census, readings }: TriedTables, { source: table }: ProjectedTable, column: MatchedColumn) {
  const { source } = column
  const reading = readings.get(source)
  const of = census.get(table.name)?.columns[table.columns.indexOf(source)]
  const candidates = reading?.cast.candidates ?? []
  const candidate =
    candidates.find(one => of !== undefined && one.objection(of) === null) ?? candidates.at(-1)
  if (reading === undefined || of === undefined || candidate === undefined)
    throw new Error(`no reading of ${source.name}`)
  const value = reading.cast.value(sqliteColumn(source))
  return {
    text: sqlite`CAST(${candidate.reading.copy(value, of)} AS TEXT) COLLATE BINARY`,
    fits: sqlite`(typeof(${value}) = 'null' OR ${candidate.accepts(value)})`,
  }
}

/** True for a row with one of these combinations. */
export function isOneOf({ texts }: SentTexts, tuples: readonly RefusedTuple[]): SqliteSql {
  const values = tuples.map(({ copies }) => sqlite`(${copies.map(sqliteString)})`)
  return sqlite`(${texts}) IN (VALUES ${values})`
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v' }

/** The value that COPY reads from a text. https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS */
export function uncopied(text: string): string | null {
  return text === '\\N' ? null : text.replace(/\\(.)/gs, (_, one: string) => ESCAPES[one] ?? one)
}
