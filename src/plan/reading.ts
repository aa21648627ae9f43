// How a table is read: how many rows make a chunk, so that a chunk stays within its bytes on average and
// within SQLite's limit for one value at worst.
import type { ColumnCensus } from '../model/census.ts'
import type { Reading } from '../model/plan.ts'
import type { DraftTable } from './draft.ts'

const CHUNK_BYTES = 2_000_000
const CHUNK_BYTES_AT_WORST = 200_000_000
const MOST_ROWS = 5000
/** Bytes a number, a date or a NULL takes on the wire, roughly. */
const SMALL_VALUE_BYTES = 12n

export function planReading(table: DraftTable): Reading {
  const { rows, columns } = table.census
  const estimatedBytes = columns.reduce((sum, column) => sum + bytesOf(column, rows), 0n)
  const widest = Number(columns.reduce((sum, column) => sum + widestOf(column), 1n))
  const average = rows === 0n ? 1 : Number(estimatedBytes / rows) + 1
  const rowsPerChunk = Math.min(MOST_ROWS, CHUNK_BYTES / average, CHUNK_BYTES_AT_WORST / widest)
  return {
    rowidName: table.source.rowidName,
    rowsPerChunk: Math.max(1, Math.floor(rowsPerChunk)),
    estimatedBytes,
    kept: null,
  }
}

function bytesOf(column: ColumnCensus, rows: bigint): bigint {
  const texts = column.texts.totalBytes + column.texts.count
  const blobs = column.blobs.totalBytes * 2n
  return texts + blobs + (rows - column.texts.count - column.blobs.count) * SMALL_VALUE_BYTES
}

/** A blob is written as hexadecimal, a text may be escaped or become hexadecimal. */
function widestOf(column: ColumnCensus): bigint {
  return column.texts.maxBytes * 2n + column.blobs.maxBytes * 2n + 32n
}
