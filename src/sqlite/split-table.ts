// Cuts a big table into parts of about the same size, so that several workers copy it at once. Dense rowids are cut by
// arithmetic; where a few of them lie far out, and in tables without rowid, the table is walked once for the cuts.
import type { PlannedTable } from '../model/plan.ts'
import { sqliteName } from '../sql/quote.ts'
import { sqlite } from '../sql/text.ts'
import { isOrderedByKey, keySteps } from './key-chunks.ts'
import type { SourceReader } from './reader.ts'
import { HIGHEST_ROWID, LOWEST_ROWID, type RowRange, WHOLE } from './row-range.ts'

/** Rows that one part holds so that its share of the COPY stream is about `partBytes`. */
function rowsPerPart({ reading, sourceRows }: PlannedTable, partBytes: bigint): bigint {
  const parts = reading.estimatedBytes / partBytes + 1n
  return sourceRows / parts + 1n
}

/** Ranges that hold every row of the table once. */
export function splitTable(
  reader: SourceReader,
  table: PlannedTable,
  partBytes: bigint,
): readonly RowRange[] {
  return splitRows(reader, table, rowsPerPart(table, partBytes))
}

/** Ranges of about so many rows that hold every row of the table once. */
export function splitRows(reader: SourceReader, table: PlannedTable, rows: bigint): readonly RowRange[] {
  if (rows > table.sourceRows) return [WHOLE]
  const { rowidName, key } = table.reading
  const name = sqliteName(table.source)
  if (rowidName !== null) return splitRowids(reader, table, rows)
  if (!isOrderedByKey(reader, { table: name, key })) return [WHOLE]
  const whole = { after: null, until: null }
  return [...keySteps(reader, { table: name, key }, whole, Number(rows))].map(
    range => ({ kind: 'keys', ...range }) as const,
  )
}

/** A table of rowids with gaps is cut by arithmetic still, up to this share of gaps. */
const DENSE = 2n

function splitRowids(reader: SourceReader, table: PlannedTable, rows: bigint): readonly RowRange[] {
  const [first, last] = [endOfRowids(reader, table, 'min'), endOfRowids(reader, table, 'max')]
  const span = last - first + 1n
  const cuts =
    span <= table.sourceRows * DENSE
      ? evenCuts(first, last, (rows * span) / table.sourceRows)
      : walkedCuts(reader, table, rows)
  const starts = [LOWEST_ROWID, ...cuts.map(cut => cut + 1n)]
  return starts.map((from, i) => ({ kind: 'rowids', from, to: cuts[i] ?? HIGHEST_ROWID }))
}

function endOfRowids(reader: SourceReader, { source, reading }: PlannedTable, end: 'min' | 'max'): bigint {
  const rowid = sqliteName(reading.rowidName ?? 'rowid')
  const value = end === 'min' ? sqlite`min(${rowid})` : sqlite`max(${rowid})`
  return reader.value<bigint | null>(sqlite`SELECT ${value} FROM ${sqliteName(source)} NOT INDEXED`) ?? 0n
}

/** The last rowid of each part but the last. */
function evenCuts(first: bigint, last: bigint, width: bigint): readonly bigint[] {
  const cuts: bigint[] = []
  for (let cut = first + width; cut < last; cut += width) cuts.push(cut - 1n)
  return cuts
}

function walkedCuts(
  reader: SourceReader,
  { source, reading }: PlannedTable,
  rows: bigint,
): readonly bigint[] {
  const rowid = sqliteName(reading.rowidName ?? 'rowid')
  const next = sqlite`SELECT ${rowid} FROM ${sqliteName(source)} NOT INDEXED WHERE ${rowid} > ? ORDER BY ${rowid} LIMIT 1 OFFSET ?`
  const cuts: bigint[] = []
  const step = (): bigint | undefined =>
    cuts.length === 0
      ? reader.value<bigint>(
          sqlite`SELECT ${rowid} FROM ${sqliteName(source)} NOT INDEXED ORDER BY ${rowid} LIMIT 1 OFFSET ?`,
          [rows - 1n],
        )
      : reader.value<bigint>(next, [cuts[cuts.length - 1] ?? 0n, rows - 1n])
  for (let cut = step(); cut !== undefined && cut < HIGHEST_ROWID; cut = step()) cuts.push(cut)
  return cuts
}
