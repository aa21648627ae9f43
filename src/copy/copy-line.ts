// One row's line in COPY's text format, as a SQLite expression: the columns' expressions joined by tabs.
// https://www.postgresql.org/docs/current/sql-copy.html
import type { PlannedTable } from '../model/plan.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../sql/text.ts'

/** SQLite takes at most 1,000 arguments a function call. https://www.sqlite.org/limits.html */
const ARGUMENTS = 900

/** The line with its line feed; never NULL, since every column's expression gives `\N` for NULL. */
export function copyLine(table: PlannedTable): SqliteSql {
  const values = table.columns.flatMap(column => (column.copy === null ? [] : [column.copy]))
  return sqlite`${joinByTabs(values)} || char(10)`
}

/** Joined by tabs; each is never NULL. */
export function joinByTabs(values: readonly SqliteSql[]): SqliteSql {
  if (values.length <= ARGUMENTS) return sqlite`concat_ws(char(9), ${values})`
  const groups = Array.from({ length: Math.ceil(values.length / ARGUMENTS) }, (_, i) =>
    joinByTabs(values.slice(i * ARGUMENTS, (i + 1) * ARGUMENTS)),
  )
  return joinByTabs(groups)
}

/** The COPY statement whose columns are those of `copyLine`, in their order. */
export function copyStatement(table: PlannedTable, schema: string): PostgresSql {
  const columns = table.columns
    .filter(column => column.copy !== null)
    .map(column => postgresName(column.target))
  return postgres`COPY ${postgresName(schema, table.target)} (${columns}) FROM STDIN`
}
