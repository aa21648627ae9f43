// A row that the server refuses although nothing spoke against it beforehand: a condition over defaults, an exclusion, a
// partial index, a parent that is not there. The server names constraint and line; the line is turned into the row.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { PlannedTable } from '../../model/plan.ts'
import { sqlState } from '../../postgres/errors/errors.ts'
import { sqliteName } from '../../sql/quote.ts'
import { sqlite } from '../../sql/text.ts'
import type { SourceReader } from '../../sqlite/reader.ts'

/** Classes of SQLSTATE that speak of values and of constraints. */
const OF_ROWS = ['22', '23', '44', 'P0']

/** The error as it is, or one that is the user's to decide. */
export function blameRow(error: unknown, table: PlannedTable, reader: SourceReader): unknown {
  const state = sqlState(error) ?? ''
  if (!(error instanceof Sqlite2pgError) || !OF_ROWS.includes(state.slice(0, 2))) return error
  const row = rowOf(error.message, table, reader)
  return new Sqlite2pgError(
    'DECISION_NEEDED',
    `${table.source}: the target refuses a row${row}: ${error.message}`,
    'Nothing was changed. Mend the row in the file or the constraint in the target, or leave the table out with --exclude.',
    { cause: error },
  )
}

/** `COPY tasks, line 17` is the seventeenth row in the order in which they are sent, as long as no row is sent alone. */
function rowOf(message: string, { source, reading }: PlannedTable, reader: SourceReader): string {
  const line = /COPY [^,]*, line (\d+)/.exec(message)?.[1]
  if (line === undefined || reading.rowidName === null || reading.wide !== null) return ''
  const rowid = sqliteName(reading.rowidName)
  const kept = reading.kept ?? sqlite`1`
  const found = reader.value<bigint>(
    sqlite`SELECT ${rowid} FROM ${sqliteName(source)} NOT INDEXED WHERE ${kept} ORDER BY ${rowid} LIMIT 1 OFFSET ${BigInt(line) - 1n}`,
  )
  return found === undefined || found === null ? '' : ` (rowid ${found})`
}
