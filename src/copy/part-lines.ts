// The lines of a part of a table, as buffers for COPY: chunks of many rows, then the few rows that are sent alone.
import type { PlannedTable } from '../model/plan.ts'
import type { SourceDatabase } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type LineChunk, readLines } from '../sqlite/chunks.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { byWidth, type RowSearch, rowPlaces } from '../sqlite/row-places.ts'
import type { Condition, RowRange } from '../sqlite/row-range.ts'
import { copyLine } from './copy-line.ts'
import { wideRow } from './wide-rows.ts'

export function* partLines(
  reader: SourceReader,
  planned: PlannedTable,
  range: RowRange,
  encoding: SourceDatabase['encoding'],
): Generator<LineChunk> {
  const { source, reading } = planned
  const table = sqliteName(source)
  const { narrow, wide } = byWidth(reading.kept, reading.wide)
  yield* readLines(reader, { ...reading, table, line: copyLine(planned), condition: narrow, encoding }, range)
  if (wide === null) return
  const line = (place: Condition) => wideRow(reader, planned, place, encoding)
  yield* wideLines(reader, { ...reading, table, condition: wide }, range, line)
}

/** Rows one after the other, each in pieces; a row is counted with an empty last one. */
export function* wideLines(
  reader: SourceReader,
  search: RowSearch,
  range: RowRange,
  line: (place: Condition) => Iterable<Buffer>,
): Generator<LineChunk> {
  for (const place of rowPlaces(reader, search, range)) {
    for (const bytes of line(place)) yield { bytes, rows: 0 }
    yield { bytes: NOTHING, rows: 1 }
  }
}

const NOTHING = Buffer.alloc(0)
