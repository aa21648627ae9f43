// How the values of a column are sent: as a part of their line, which SQLite writes for thousands of rows at once, and
// a long value in slices, since as an expression of SQLite's it would be in memory several times.
import type { PlannedColumn } from '../model/plan.ts'
import type { DraftColumn } from './draft.ts'

/** Values up to this length are sent as part of their line. */
const SHORT_VALUE_BYTES = 16_384n

export function planSending({
  candidate: { reading },
  value,
  census,
}: DraftColumn): Pick<PlannedColumn, 'copy' | 'slices'> {
  const isLong = census.texts.maxBytes > SHORT_VALUE_BYTES || census.blobs.maxBytes > SHORT_VALUE_BYTES
  return {
    copy: reading.copy(value, census),
    slices: isLong ? (reading.slices?.(value, census) ?? null) : null,
  }
}
