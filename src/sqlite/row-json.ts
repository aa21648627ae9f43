// The JSON of one wide row, as the quarantine table holds its values: long values in slices, one after the other, the
// others by their expressions, so that no more than one long value is in memory.
import { digitSlices, jsonSlices } from '../codec/json-slices.ts'
import type { SourceEncoding } from '../codec/slices.ts'
import { isCleanBytes } from '../codec/well-formed.ts'
import type { ValueCell } from '../model/plan.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from './reader.ts'
import type { Condition } from './row-range.ts'

export interface RowSource {
  readonly reader: Pick<SourceReader, 'raw'>
  readonly encoding: SourceEncoding
  /** The table's name, quoted. */
  readonly table: SqliteSql
  /** True for the one row. */
  readonly place: Condition
}

/** Values beyond are read by themselves. */
const SHORT_VALUE_BYTES = 16_384
const CELLS_AT_ONCE = 64

/** Byte for byte what the expression of all values is. */
export function* rowJson(row: RowSource, cells: readonly ValueCell[]): Generator<Buffer> {
  yield Buffer.from('{')
  for (let from = 0; from < cells.length; from += CELLS_AT_ONCE) {
    const group = cells.slice(from, from + CELLS_AT_ONCE)
    const short = oneRow(row, group.map(shortJson))
    for (const [i, cell] of group.entries()) {
      yield Buffer.from(`${from + i === 0 ? '' : ','}${cell.label}`)
      const json = short[i] ?? null
      if (json === null) yield* longJson(row, cell)
      else yield Buffer.from(String(json))
    }
  }
  yield Buffer.from('}')
}

/** NULL for a long value. */
function shortJson({ value, json }: ValueCell): SqliteSql {
  return sqlite`CASE WHEN typeof(${value}) NOT IN ('text', 'blob') OR octet_length(${value}) <= ${SHORT_VALUE_BYTES} THEN ${json} END`
}

function* longJson(row: RowSource, { value }: ValueCell): Generator<Buffer> {
  const [storageClass, bytes] = oneRow(row, [sqlite`typeof(${value})`, sqlite`CAST(${value} AS BLOB)`])
  if (!(bytes instanceof Uint8Array)) throw new Error('a long value was not read as its bytes')
  const isText = storageClass === 'text' && isCleanBytes(bytes, LETTERS[row.encoding])
  yield Buffer.from(`{"class":"${storageClass}","${isText ? 'value' : 'hex'}":"`)
  yield* isText ? jsonSlices([bytes], row.encoding) : digitSlices([bytes])
  yield Buffer.from('"}')
}

/** hex('A') in each encoding. */
const LETTERS: Readonly<Record<SourceEncoding, string>> = {
  'UTF-8': '41',
  'UTF-16le': '4100',
  'UTF-16be': '0041',
}

function oneRow({ reader, table, place }: RowSource, columns: readonly SqliteSql[]): readonly SqliteValue[] {
  const [row, ...others] = reader.raw<SqliteValue[]>(
    sqlite`SELECT ${columns} FROM ${table} NOT INDEXED WHERE ${place.sql}`,
    place.params,
  )
  if (row === undefined || others.length > 0) throw new Error(`no single row of ${table} was named`)
  return row
}
