// The rows of the source whose digests differ: listed in the order that the target lists its own, and read one by one by
// their places. SQLite sorts on disk where the order is that of digests.
import { DIGEST_DIGITS, sourceDigests } from '../../../codec/digest/row-text.ts'
import { sqliteName } from '../../../sql/quote.ts'
import { type SqliteSql, sqlite, trustSqlite } from '../../../sql/text.ts'
import type { SourceReader, SqliteValue } from '../../../sqlite/reader.ts'
import { type Condition, type Key, keyResult, readKey } from '../../../sqlite/row-range.ts'
import { bucketDigits } from '../buckets.ts'
import type { TableProof } from '../table-proof.ts'
import type { ListedRow, SourcePlace } from './finding.ts'

export type OpenedSource = Pick<SourceReader, 'raw' | 'iterateRaw'>

export interface KeyRange {
  readonly from: bigint
  readonly to: bigint
}

/** By the rowid. */
export function* rangeRows(
  { source, encoding }: TableProof,
  { from, to }: KeyRange,
  reader: OpenedSource,
): Generator<ListedRow<SourcePlace>> {
  const { table, row, rowidName, kept } = source
  const rowid = trustSqlite(rowidName ?? 'rowid')
  const sql = sqlite`SELECT ${sourceDigests(null, row, encoding)}, ${rowid} FROM ${table} NOT INDEXED WHERE ${rowid} BETWEEN ? AND ? AND ${kept ?? sqlite`1`} ORDER BY ${rowid}`
  for (const [digests, id] of reader.iterateRaw<[string, bigint]>(sql, [from, to]))
    yield {
      key: integerKey(id),
      row: digests.slice(DIGEST_DIGITS),
      place: { kind: 'rowid', rowid: id },
    }
}

/** As text that is ordered as the integers are. */
export function integerKey(id: bigint): string {
  return (id + 2n ** 63n).toString(16).padStart(16, '0')
}

/** By the digests of their keys, or of the rows where nothing is a key. */
export function* bucketRows(
  proof: TableProof,
  digits: number,
  buckets: readonly number[],
  reader: OpenedSource,
): Generator<ListedRow<SourcePlace>> {
  const { source, encoding } = proof
  const { key, row, kept } = source
  const bucket = sqlite`substr(${sourceDigests(null, key ?? row, encoding)}, 1, ${digits})`
  const isOpened = sqlite`${bucket} IN (SELECT value FROM json_each(?))`
  const names = buckets.map(number => bucketDigits(number, digits))
  const sql = sqlite`SELECT ${sourceDigests(key, row, encoding)} AS digests, ${placeResult(source)} FROM ${numbered(source)} WHERE ${isOpened} AND ${kept ?? sqlite`1`} ORDER BY digests`
  for (const [digests, ...place] of reader.iterateRaw<[string, ...SqliteValue[]]>(sql, [
    JSON.stringify(names),
  ]))
    yield {
      key: digests.slice(0, DIGEST_DIGITS),
      row: digests.slice(DIGEST_DIGITS),
      place: readPlace(source, place),
    }
}

function placeResult({ rowidName, keyColumns }: TableProof['source']): SqliteSql {
  if (rowidName !== null) return trustSqlite(rowidName)
  return keyColumns.length > 0 ? keyResult(keyColumns) : NUMBER
}

const NUMBER = sqliteName('sqlite2pg_number')

/** The table; where only their numbers name its rows, with those. */
function numbered({ table, rowidName, keyColumns, kept }: TableProof['source']): SqliteSql {
  if (rowidName !== null || keyColumns.length > 0) return sqlite`${table} NOT INDEXED`
  return sqlite`(SELECT *, row_number() OVER () - 1 AS ${NUMBER} FROM ${table} NOT INDEXED WHERE ${kept ?? sqlite`1`})`
}

function readPlace(
  { rowidName, keyColumns }: TableProof['source'],
  values: readonly SqliteValue[],
): SourcePlace {
  if (rowidName === null && keyColumns.length > 0) return { kind: 'key', key: readKey(keyColumns, values) }
  const [number] = values
  if (typeof number !== 'bigint') throw new Error('a row was listed without its place')
  return rowidName === null ? { kind: 'number', skipped: number } : { kind: 'rowid', rowid: number }
}

/** Expressions of rows, in the order of their places. */
export function sourceRows(
  { source }: TableProof,
  places: readonly SourcePlace[],
  expressions: readonly SqliteSql[],
  reader: OpenedSource,
): readonly (readonly SqliteValue[])[] {
  const select = sqlite`SELECT ${expressions} FROM ${source.table} NOT INDEXED WHERE`
  return places.map(place => {
    const { sql, params } = placeCondition(source, place)
    const [row] = reader.raw<SqliteValue[]>(sqlite`${select} ${sql}`, params)
    if (row === undefined) throw new Error(`a row of ${source.table} that was listed is not there`)
    return row
  })
}

function placeCondition(
  { rowidName, keyColumns, kept }: TableProof['source'],
  place: SourcePlace,
): Condition {
  switch (place.kind) {
    case 'rowid':
      return { sql: sqlite`${trustSqlite(rowidName ?? 'rowid')} = ?`, params: [place.rowid] }
    case 'key':
      return isKey(keyColumns, place.key)
    case 'number':
      return { sql: sqlite`${kept ?? sqlite`1`} LIMIT 1 OFFSET ?`, params: [place.skipped] }
  }
}

/** By the index first, whose collation may take other keys for this one. */
function isKey(columns: readonly string[], key: Key): Condition {
  const conditions = columns.map((name, i) => {
    const [column, value] = [sqliteName(name), key[i]?.isText ? sqlite`+CAST(? AS TEXT)` : sqlite`?`]
    return sqlite`${column} IS ${value} AND ${column} COLLATE BINARY IS ${value}`
  })
  return {
    sql: trustSqlite(conditions.join(' AND ')),
    params: key.flatMap(({ value }) => [value, value]),
  }
}
