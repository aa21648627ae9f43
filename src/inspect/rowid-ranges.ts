// Cuts a table into ranges of rowids, of at most so many rows each, wherever its rowids lie between the two ends of
// 64 bits. Ends are looked for as they are needed.
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'
import { HIGHEST_ROWID } from '../sqlite/row-range.ts'

export interface ScanRange {
  /** Condition on a row, with parameters for `bounds`. */
  readonly within: SqliteSql
  readonly bounds: readonly SqliteValue[]
}

export const WHOLE: ScanRange = { within: sqlite`1`, bounds: [] }

export interface RowidTable {
  /** The table's name and that of its rowid, quoted. */
  readonly table: SqliteSql
  readonly rowid: SqliteSql
}

/** So many ranges are taken by arithmetic before it is looked again how close rowids lie. */
const LONGEST_STREAK = 64

export function* rowidRanges(
  reader: SourceReader,
  { table, rowid }: RowidTable,
  mostRows: number,
): Generator<ScanRange> {
  const width = BigInt(mostRows)
  let from = nextFrom(sqlite`1`, [], mostRows)
  yield from === undefined ? WHOLE : { within: sqlite`${rowid} < ?`, bounds: [from] }
  let [streak, left] = [1, 0]
  while (from !== undefined) {
    const start: bigint = from
    from = left > 0 ? firstFrom(start + width) : nextFrom(sqlite`${rowid} >= ?`, [start], mostRows)
    if (left > 0) left--
    else {
      const isDense = from !== undefined && from - start < 2n * width
      streak = isDense ? Math.min(2 * streak, LONGEST_STREAK) : 1
      left = isDense ? streak : 0
    }
    yield from === undefined
      ? { within: sqlite`${rowid} >= ?`, bounds: [start] }
      : { within: sqlite`${rowid} >= ? AND ${rowid} < ?`, bounds: [start, from] }
  }

  /** A seek, where rowids lie so close that a range as wide as it may have rows is nearly full. */
  function firstFrom(least: bigint): bigint | undefined {
    return least > HIGHEST_ROWID ? undefined : nextFrom(sqlite`${rowid} >= ?`, [least], 0)
  }

  /** Steps over rows, of which SQLite reads no value, but every page. */
  function nextFrom(within: SqliteSql, bounds: readonly SqliteValue[], rows: number): bigint | undefined {
    return reader.value<bigint>(
      sqlite`SELECT ${rowid} FROM ${table} NOT INDEXED WHERE ${within} ORDER BY ${rowid} LIMIT 1 OFFSET ${rows}`,
      bounds,
    )
  }
}
