// Cuts a table without rowid into ranges of its key, of at most so many rows each; where SQLite cannot follow the
// key's order, the table is one range.
import { sqlite } from '../sql/text.ts'
import { isOrderedByKey, type KeyedTable, keySteps } from '../sqlite/key-chunks.ts'
import type { SourceReader } from '../sqlite/reader.ts'
import { compareKey } from '../sqlite/row-range.ts'
import { type ScanRange, WHOLE } from './rowid-ranges.ts'

export function* keyRanges(reader: SourceReader, table: KeyedTable, mostRows: number): Generator<ScanRange> {
  if (!isOrderedByKey(reader, table)) return yield WHOLE
  for (const { after, until } of keySteps(reader, table, { after: null, until: null }, mostRows)) {
    const [from, to] = [compareKey(table.key, '>', after), compareKey(table.key, '<=', until)]
    yield after === null && until === null
      ? WHOLE
      : { within: sqlite`${from.sql} AND ${to.sql}`, bounds: [...from.params, ...to.params] }
  }
}
