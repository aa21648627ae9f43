// Names single rows to SQLite, for those that are read alone: by the rowid, by the key of a table without rowid, and
// where a table has neither by their position among the rows that are looked for, which nothing moves while the
// reader holds its moment. https://www.sqlite.org/withoutrowid.html
import type { SourceEncoding } from '../codec/slices.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite, trustSqlite } from '../sql/text.ts'
import { isOrderedByKey } from './key-chunks.ts'
import type { SourceReader, SqliteValue } from './reader.ts'
import {
  type Condition,
  compareKey,
  keyResult,
  type RowRange,
  readKey,
  rowidBounds,
  WHOLE,
} from './row-range.ts'

type PlaceReader = Pick<SourceReader, 'all' | 'raw' | 'value' | 'values'>

export interface RowSearch {
  /** The table's name, quoted. */
  readonly table: SqliteSql
  readonly rowidName: string | null
  /** The key that a table without rowid is stored by. */
  readonly key: readonly string[]
  /** True for the rows that are looked for. */
  readonly condition: SqliteSql
}

/** Which rows go in chunks and which alone; `rows` is true for all of them, null where that is every row. */
export interface Widths {
  readonly narrow: SqliteSql | null
  /** Null where no row is wide. */
  readonly wide: SqliteSql | null
}

export function byWidth(rows: SqliteSql | null, wide: SqliteSql | null): Widths {
  if (wide === null) return { narrow: rows, wide }
  const all = rows ?? sqlite`1`
  return { narrow: sqlite`NOT ${wide} AND ${all}`, wide: sqlite`${wide} AND ${all}` }
}

/** Places that are found at once. */
const PAGE = 1000

/** What follows WHERE for each of the rows, in their order: it is true for that row alone. */
export function rowPlaces(
  reader: PlaceReader,
  search: RowSearch,
  range: RowRange = WHOLE,
): Generator<Condition> {
  const { table, rowidName, key } = search
  if (rowidName !== null) return byRowid(reader, search, trustSqlite(rowidName), range)
  return isOrderedByKey(reader, { table, key }) ? byKey(reader, search, range) : byPosition(reader, search)
}

function* byRowid(
  reader: PlaceReader,
  { table, condition }: RowSearch,
  rowid: SqliteSql,
  range: RowRange,
): Generator<Condition> {
  const [from, to] = rowidBounds(range)
  const sql = sqlite`SELECT ${rowid} FROM ${table} NOT INDEXED WHERE ${rowid} BETWEEN ? AND ? AND ${condition} ORDER BY ${rowid} LIMIT ${PAGE}`
  for (let next = from; ; ) {
    const found = reader.values<bigint>(sql, [next, to])
    for (const id of found) yield { sql: sqlite`${rowid} = ?`, params: [id] }
    const last = found.at(-1)
    if (last === undefined || last === to || found.length < PAGE) return
    next = last + 1n
  }
}

function* byKey(
  reader: PlaceReader,
  { table, key, condition }: RowSearch,
  range: RowRange,
): Generator<Condition> {
  const ends = range.kind === 'keys' ? range : { after: null, until: null }
  const until = compareKey(key, '<=', ends.until)
  for (let after = ends.after; ; ) {
    const beyond = compareKey(key, '>', after)
    const rows = reader.raw<SqliteValue[]>(
      sqlite`SELECT ${keyResult(key)} FROM ${table} NOT INDEXED WHERE ${beyond.sql} AND ${until.sql} AND ${condition} ORDER BY ${key.map(name => sqliteName(name))} LIMIT ${PAGE}`,
      [...beyond.params, ...until.params],
    )
    for (const row of rows) {
      after = readKey(key, row)
      yield compareKey(key, '=', after)
    }
    if (rows.length < PAGE) return
  }
}

function* byPosition(reader: PlaceReader, { table, condition }: RowSearch): Generator<Condition> {
  const rows =
    reader.value<bigint>(sqlite`SELECT count(*) FROM ${table} NOT INDEXED WHERE ${condition}`) ?? 0n
  for (let skipped = 0n; skipped < rows; skipped++)
    yield { sql: sqlite`${condition} LIMIT 1 OFFSET ?`, params: [skipped] }
}

/** The encoding of the database's texts. */
export function encodingOf(reader: Pick<SourceReader, 'value'>): SourceEncoding {
  const letter = reader.value<string>(sqlite`SELECT hex('A')`)
  if (letter === '41') return 'UTF-8'
  return letter === '4100' ? 'UTF-16le' : 'UTF-16be'
}
