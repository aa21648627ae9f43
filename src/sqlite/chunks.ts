// Reads a table as buffers of finished lines: SQLite joins thousands of rows into one value, so that no row
// becomes a JavaScript object. A chunk is a range of rowids, bounded in rows by what the census knows of
// their width; tables without a rowid are read in one pass, line by line, and gathered.
import { type SqliteSql, sqlite, trustSqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from './reader.ts'

export interface LineQuery {
  /** The table's name, quoted. */
  readonly table: SqliteSql
  /** A name of the hidden rowid, or null where there is none. */
  readonly rowidName: string | null
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
}

const LOWEST_ROWID = -(2n ** 63n)
const HIGHEST_ROWID = 2n ** 63n - 1n

/** Every line of the table, or of the rows that are asked for, in chunks; none is left out or read twice. */
export function readLines(reader: SourceReader, query: LineQuery): Generator<LineChunk> {
  return query.rowidName === null ? gatherLines(reader, query) : readRanges(reader, query, query.rowidName)
}

function* readRanges(reader: SourceReader, query: LineQuery, rowidName: string): Generator<LineChunk> {
  const rowid = trustSqlite(rowidName)
  const lines = sqlite`SELECT ${query.line} AS line, ${rowid} AS id FROM ${query.table} NOT INDEXED WHERE ${rowid} >= ? AND ${conditionOf(query)} ORDER BY ${rowid} LIMIT ?`
  const statement = sqlite`SELECT ${asBytes(sqlite`group_concat(line, '')`, query)}, max(id), count(*) FROM (${lines})`
  let next = LOWEST_ROWID
  while (true) {
    const [row] = reader.raw<[SqliteValue, bigint | null, bigint]>(statement, [
      next,
      BigInt(query.rowsPerChunk),
    ])
    if (row === undefined || row[1] === null) return
    yield { bytes: toBuffer(row[0]), rows: Number(row[2]) }
    if (row[1] === HIGHEST_ROWID) return
    next = row[1] + 1n
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
