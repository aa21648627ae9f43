// Streams the rows of a table that are set aside into the quarantine table, by the same way as rows that are moved:
// SQLite writes the lines, so nothing here grows with their number.
import { escapeCopyText } from '../codec/copy-escape.ts'
import { textSlices } from '../codec/copy-slices.ts'
import type { PlannedQuarantine, PlannedTable, SetAside } from '../model/plan.ts'
import { QUARANTINE_COLUMNS } from '../plan/aside/quarantine-table.ts'
import type { Piece } from '../plan/target/progress.ts'
import { postgresName, sqliteName, sqliteString } from '../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type LineChunk, readLines } from '../sqlite/chunks.ts'
import { rowJson } from '../sqlite/row-json.ts'
import { byWidth } from '../sqlite/row-places.ts'
import { type Condition, WHOLE } from '../sqlite/row-range.ts'
import type { CopyEnds } from './copy-part.ts'
import { wideLines } from './part-lines.ts'
import { copyRecorded } from './recorded-copy.ts'

/** A row takes a few times more as JSON than as a line of its own table. */
const JSON_GROWTH = 8

/** Rows that the server took; 0 where none is set aside. */
export async function copyQuarantine(
  table: PlannedTable,
  quarantine: PlannedQuarantine | null,
  ends: CopyEnds,
  onChunk: (rows: number, bytes: number) => void,
): Promise<bigint> {
  const { source, setAside } = table
  if (setAside === null || quarantine === null) return 0n
  const task = {
    copy: copyStatement(quarantine, ends.schema),
    piece: asidePiece(table),
    lines: asideLines(table, setAside, ends),
    doing: `setting rows of ${source} aside`,
    object: quarantine.target,
  }
  return (await copyRecorded(task, ends, onChunk)).rows
}

/** The name on record of a table's rows that are set aside. */
export function asidePiece({ source }: PlannedTable): Piece {
  return { kind: 'aside', object: source, part: '' }
}

function* asideLines(
  { source, reading }: PlannedTable,
  setAside: SetAside,
  ends: CopyEnds,
): Generator<LineChunk> {
  const { reader, encoding } = ends
  const { narrow, wide } = byWidth(setAside.condition, reading.wide)
  const place = { ...reading, table: sqliteName(source) }
  const rowsPerChunk = Math.ceil(reading.rowsPerChunk / JSON_GROWTH)
  const line = quarantineLine(source, setAside)
  yield* readLines(reader, { ...place, condition: narrow, line, rowsPerChunk, encoding })
  if (wide === null) return
  yield* wideLines(reader, { ...place, condition: wide }, WHOLE, row => wideLine(source, setAside, row, ends))
}

function copyStatement({ target }: PlannedQuarantine, schema: string): PostgresSql {
  const columns = QUARANTINE_COLUMNS.map(name => postgresName(name))
  return postgres`COPY ${postgresName(schema, target)} (${columns}) FROM STDIN`
}

function quarantineLine(source: string, setAside: SetAside): SqliteSql {
  return sqlite`concat_ws(char(9), ${[...firstCells(source, setAside), escaped(setAside.cells.values)]}) || char(10)`
}

/** The same line in pieces. */
function* wideLine(
  source: string,
  setAside: SetAside,
  place: Condition,
  { reader, encoding }: CopyEnds,
): Generator<Buffer> {
  const table = sqliteName(source)
  const first = sqlite`concat_ws(char(9), ${firstCells(source, setAside)})`
  const start = reader.value<string>(
    sqlite`SELECT ${first} FROM ${table} NOT INDEXED WHERE ${place.sql}`,
    place.params,
  )
  yield Buffer.from(`${start}\t`)
  for (const piece of rowJson({ reader, encoding, table, place }, setAside.cells.each)) {
    yield* textSlices([piece], 'UTF-8')
  }
  yield Buffer.from('\n')
}

function firstCells(source: string, { cells }: SetAside): readonly SqliteSql[] {
  return [sqliteString(escapeCopyText(source)), escaped(cells.key), escaped(cells.reasons)]
}

/** JSON holds no tab and no line end as they are, only backslashes. */
function escaped(json: SqliteSql): SqliteSql {
  return sqlite`replace(${json}, '\\', '\\\\')`
}
