// Reads a table, or a part of it, as buffers of finished lines: SQLite joins thousands of rows into one value, so
// that no row becomes a JavaScript object. A chunk is a range of rowids or of keys, bounded in rows by what the
// census knows of their width; a table without either is read in one pass, line by line, and gathered.
import { type SqliteSql, sqlite, trustSqlite } from '../sql/text.ts'
import { isOrderedByKey, keySteps } from './key-chunks.ts'
import type { SourceReader, SqliteValue } from './reader.ts'
import { compareKey, type RowRange, rowidBounds, WHOLE } from './row-range.ts'

export interface LineQuery {
  /** The table's name, quoted. */
  readonly table: SqliteSql
  /** A name of the hidden rowid, or null where there is none. */
  readonly rowidName: string | null
  /** The key that a table without rowid is stored by. */
  readonly key?: readonly string[]
  /** Expression for one row's line, with its line feed, never NULL. */
  readonly line: SqliteSql
  readonly rowsPerChunk: number
  /** True for the rows that are read; all are read where there is none. */
  readonly condition?: SqliteSql | null
  /** In a UTF-16 database a cast to BLOB would yield UTF-16, so lines go through a string there. */
  readonly encoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be'
}

export interface LineChunk {
  readonly bytes: Buffer
  readonly rows: number
  /** The highest rowid of a chunk that is a range of rowids. */
  readonly lastRowid?: bigint
}

/** Every line of the range, or of those rows of it that are asked for, in chunks; none is left out or read twice. */
export function readLines(
  reader: SourceReader,
  query: LineQuery,
  range: RowRange = WHOLE,
): Generator<LineChunk> {
  const { rowidName, key = [], table } = query
  if (rowidName !== null) return readRowids(reader, query, rowidName, range)
  return isOrderedByKey(reader, { table, key })
    ? readKeys(reader, query, key, range)
    : gatherLines(reader, query)
}

function* readRowids(
  reader: SourceReader,
  query: LineQuery,
  rowidName: string,
  range: RowRange,
): Generator<LineChunk> {
  const rowid = trustSqlite(rowidName)
  const lines = sqlite`SELECT ${query.line} AS line, ${rowid} AS id FROM ${query.table} NOT INDEXED WHERE ${rowid} BETWEEN ? AND ? AND ${conditionOf(query)} ORDER BY ${rowid} LIMIT ?`
  const statement = sqlite`SELECT ${asBytes(sqlite`group_concat(line, '')`, query)}, max(id), count(*) FROM (${lines})`
  const [from, to] = rowidBounds(range)
  for (let next = from; ; ) {
    const [row] = reader.raw<[SqliteValue, bigint | null, bigint]>(statement, [
      next,
      to,
      BigInt(query.rowsPerChunk),
    ])
    if (row === undefined || row[1] === null) return
    yield { bytes: toBuffer(row[0]), rows: Number(row[2]), lastRowid: row[1] }
    if (row[1] === to) return
    next = row[1] + 1n
  }
}

function* readKeys(
  reader: SourceReader,
  query: LineQuery,
  key: readonly string[],
  range: RowRange,
): Generator<LineChunk> {
  const { table, rowsPerChunk } = query
  const ends = range.kind === 'keys' ? range : { after: null, until: null }
  for (const step of keySteps(reader, { table, key }, ends, rowsPerChunk)) {
    const [after, until] = [compareKey(key, '>', step.after), compareKey(key, '<=', step.until)]
    const lines = sqlite`SELECT ${query.line} AS line FROM ${table} NOT INDEXED WHERE ${after.sql} AND ${until.sql} AND ${conditionOf(query)}`
    const [row] = reader.raw<[SqliteValue, bigint]>(
      sqlite`SELECT ${asBytes(sqlite`group_concat(line, '')`, query)}, count(*) FROM (${lines})`,
      [...after.params, ...until.params],
    )
    if (row !== undefined && row[1] > 0n) yield { bytes: toBuffer(row[0]), rows: Number(row[1]) }
  }
}

function* gatherLines(reader: SourceReader, query: LineQuery): Generator<LineChunk> {
  let gathered: Buffer[] = []
  const statement = sqlite`SELECT ${asBytes(query.line, query)} FROM ${query.table} NOT INDEXED WHERE ${conditionOf(query)}`
  for (const [line] of reader.iterateRaw<[SqliteValue]>(statement)) {
    gathered.push(toBuffer(line))
    if (gathered.length < query.rowsPerChunk) continue
    yield { bytes: Buffer.concat(gathered), rows: gathered.length }
    gathered = []
  }
  if (gathered.length > 0) yield { bytes: Buffer.concat(gathered), rows: gathered.length }
}

const conditionOf = ({ condition }: LineQuery): SqliteSql => condition ?? sqlite`1`

function asBytes(expression: SqliteSql, query: LineQuery): SqliteSql {
  return query.encoding === 'UTF-8' ? sqlite`CAST(${expression} AS BLOB)` : expression
}

function toBuffer(value: SqliteValue): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return Buffer.from(String(value ?? ''), 'utf8')
}
