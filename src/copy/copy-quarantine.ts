// Streams the rows of a table that are set aside into the quarantine table, by the same way as rows that are moved:
// SQLite writes the lines, so nothing here grows with their number.
import { escapeCopyText } from '../codec/copy-escape.ts'
import type { PlannedQuarantine, PlannedTable, SetAside } from '../model/plan.ts'
import { QUARANTINE_COLUMNS } from '../plan/aside/quarantine-table.ts'
import { postgresName, sqliteName, sqliteString } from '../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type CopyEnds, sendChunks } from './copy-table.ts'

/** A row takes a few times more as JSON than as a line of its own table. */
const JSON_GROWTH = 8

/** Rows that the server took; 0 where none is set aside. */
export async function copyQuarantine(
  table: PlannedTable,
  quarantine: PlannedQuarantine | null,
  ends: CopyEnds,
  onChunk: (rows: number, bytes: number) => void,
): Promise<bigint> {
  const { source, setAside, reading } = table
  if (setAside === null || quarantine === null) return 0n
  const sink = await ends.connection.copyIn(copyStatement(quarantine, ends.schema), {
    doing: `setting rows of ${source} aside`,
    object: quarantine.target,
  })
  const lines = {
    table: sqliteName(source),
    rowidName: reading.rowidName,
    line: quarantineLine(source, setAside),
    rowsPerChunk: Math.ceil(reading.rowsPerChunk / JSON_GROWTH),
    condition: setAside.condition,
  }
  await sendChunks(lines, ends, sink, onChunk)
  return sink.end()
}

function copyStatement({ target }: PlannedQuarantine, schema: string): PostgresSql {
  const columns = QUARANTINE_COLUMNS.map(name => postgresName(name))
  return postgres`COPY ${postgresName(schema, target)} (${columns}) FROM STDIN`
}

function quarantineLine(source: string, { cells }: SetAside): SqliteSql {
  const texts = [cells.key, cells.reasons, cells.values].map(escaped)
  return sqlite`concat_ws(char(9), ${[sqliteString(escapeCopyText(source)), ...texts]}) || char(10)`
}

/** JSON holds no tab and no line end as they are, only backslashes. */
function escaped(json: SqliteSql): SqliteSql {
  return sqlite`replace(${json}, '\\', '\\\\')`
}
