// How a table is read: how many rows make a chunk, so that a chunk stays within its bytes on average and at worst.
// The few rows that are wider than others are sent alone, so they do not make the chunks of the others small.
import type { ColumnCensus } from '../model/census.ts'
import type { Reading } from '../model/plan.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { DraftColumn, DraftTable } from './draft.ts'
import { sumOf } from './rows/row-width.ts'

/** Texts and blobs of a row together; a row beyond is sent alone. */
const WIDE_ROW_BYTES = 262_144n
/** What a row may hold in columns that are too short to be measured. */
const UNMEASURED_BYTES = 65_536n
const CHUNK_BYTES = 500_000
const CHUNK_BYTES_AT_WORST = 64_000_000
const MOST_ROWS = 5000
/** A digest is asked of the server each time: bigger chunks are asked for less often. */
const DIGEST_BYTES = 1_000_000
const MOST_DIGESTED_ROWS = 20_000
/** Bytes a number, a date or a NULL takes on the wire, roughly. */
const SMALL_VALUE_BYTES = 12n
/** The longest of them. */
const LONGEST_SMALL_BYTES = 32n

export function planReading(table: DraftTable): Reading {
  const { rows, columns } = table.census
  const estimatedBytes = columns.reduce((sum, column) => sum + bytesOf(column, rows), 0n)
  const alone = columns.reduce((sum, column) => sum + sentAlone(column), 0n)
  const average = rows === 0n ? 1 : Number((estimatedBytes - alone) / rows) + 1
  const atWorst = CHUNK_BYTES_AT_WORST / widestOf(columns)
  return {
    rowidName: table.source.rowidName,
    rowidAlias: table.source.rowidAlias,
    key: table.source.rowidName === null ? (table.source.primaryKey?.columns ?? []) : [],
    rowsPerChunk: wholeRows(MOST_ROWS, CHUNK_BYTES / average, atWorst),
    rowsPerDigest: wholeRows(MOST_DIGESTED_ROWS, DIGEST_BYTES / average, atWorst),
    wide: wideRows(table),
    estimatedBytes,
    kept: null,
  }
}

function wholeRows(...limits: readonly number[]): number {
  return Math.max(1, Math.floor(Math.min(...limits)))
}

function bytesOf(column: ColumnCensus, rows: bigint): bigint {
  const texts = column.texts.totalBytes + column.texts.count
  const blobs = column.blobs.totalBytes * 2n
  return texts + blobs + (rows - column.texts.count - column.blobs.count) * SMALL_VALUE_BYTES
}

/** Of the values in wide rows the census knows one each: the longest. */
function sentAlone({ texts, blobs }: ColumnCensus): bigint {
  const text = texts.maxBytes > WIDE_ROW_BYTES ? texts.maxBytes : 0n
  return blobs.maxBytes > WIDE_ROW_BYTES ? text + blobs.maxBytes * 2n : text
}

/** A blob is written as hexadecimal, a text may be escaped or become hexadecimal. */
function widestOf(columns: readonly ColumnCensus[]): number {
  const longest = columns.reduce((sum, column) => sum + longestOf(column), 0n)
  const narrow = WIDE_ROW_BYTES + UNMEASURED_BYTES
  const values = longest < narrow ? longest : narrow
  return Number(values * 2n + BigInt(columns.length) * LONGEST_SMALL_BYTES + 1n)
}

function longestOf({ texts, blobs }: ColumnCensus): bigint {
  if (texts.maxBytes > blobs.maxBytes) return texts.maxBytes
  return blobs.maxBytes
}

/**
 * True for wide rows. The length of a plain column is in the header of its row, so that no long value is read for it; of a
 * column behind a COLLATE it is not.
 */
function wideRows({ columns }: DraftTable): SqliteSql | null {
  const longest = columns.reduce((sum, { census }) => sum + longestOf(census), 0n)
  if (longest <= WIDE_ROW_BYTES) return null
  const lengths = measured(columns).map(
    ({ source }) => sqlite`coalesce(octet_length(${sqliteName(source.name)}), 0)`,
  )
  return sqlite`(${sumOf(lengths)} > ${WIDE_ROW_BYTES})`
}

/** The columns but for those whose values can never add up to much. */
function measured(columns: readonly DraftColumn[]): readonly DraftColumn[] {
  const byLength = columns.toSorted((a, b) => Number(longestOf(a.census) - longestOf(b.census)))
  let unmeasured = 0n
  return byLength.filter(({ census }) => {
    unmeasured += longestOf(census)
    return unmeasured > UNMEASURED_BYTES
  })
}
