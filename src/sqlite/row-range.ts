// A part of a table by the order it is stored in: between two rowids, or between two keys of a table without rowid.
// A key is taken from the table and given back exactly as it is: texts travel as bytes, since the driver would mend
// invalid UTF-8, and without an affinity, so that nothing is converted when it is compared. A column's own
// collation compares it; a collation written out would keep SQLite from using the index for several columns.
// https://www.sqlite.org/rowvalue.html https://www.sqlite.org/datatype3.html#affinity
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite, trustSqlite } from '../sql/text.ts'
import type { SqliteValue } from './reader.ts'

/** Both ends belong to a range of rowids; of keys, the rows after `after` up to and with `until`. */
export type RowRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'rowids'; readonly from: bigint; readonly to: bigint }
  | { readonly kind: 'keys'; readonly after: Key | null; readonly until: Key | null }

/** One row's key, value by value. */
export type Key = readonly KeyValue[]

export interface KeyValue {
  readonly isText: boolean
  /** A text is given as its bytes in the encoding of the database. */
  readonly value: SqliteValue
}

/** A condition with what its question marks stand for. */
export interface Condition {
  readonly sql: SqliteSql
  readonly params: readonly SqliteValue[]
}

export const WHOLE: RowRange = { kind: 'whole' }
export const LOWEST_ROWID = -(2n ** 63n)
export const HIGHEST_ROWID = 2n ** 63n - 1n

export function rowidBounds(range: RowRange): readonly [from: bigint, to: bigint] {
  return range.kind === 'rowids' ? [range.from, range.to] : [LOWEST_ROWID, HIGHEST_ROWID]
}

/** Rows after a key or up to it; all rows where there is none. */
export function compareKey(
  columns: readonly string[],
  operator: '>' | '<=' | '=',
  key: Key | null,
): Condition {
  if (key === null) return { sql: sqlite`1`, params: [] }
  const values = key.map(({ isText }) => (isText ? sqlite`+CAST(? AS TEXT)` : sqlite`?`))
  return {
    sql: sqlite`(${columns.map(name => sqliteName(name))}) ${trustSqlite(operator)} (${values})`,
    params: key.map(({ value }) => value),
  }
}

/** Two result columns for each column of the key, for `readKey`. */
export function keyResult(columns: readonly string[]): SqliteSql {
  return sqlite`${columns.flatMap(name => {
    const column = sqliteName(name)
    return [
      sqlite`typeof(${column})`,
      sqlite`CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`,
    ]
  })}`
}

/** The key in a row that begins with what `keyResult` asks for. */
export function readKey(columns: readonly string[], row: readonly SqliteValue[]): Key {
  return columns.map((_, i) => ({ isText: row[2 * i] === 'text', value: row[2 * i + 1] ?? null }))
}
