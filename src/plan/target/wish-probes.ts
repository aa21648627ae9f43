// SQL text from the configuration is the user's own: the server is asked whether it understands it before
// anything is built. Each probe is one EXPLAIN, which plans a query and reads nothing.

import type { TableWishes } from '../../model/options.ts'
import type { Plan, PlannedTable } from '../../model/plan.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'

export interface WishProbe {
  /** What in the configuration is asked about, such as `tasks.checks[0]`. */
  readonly object: string
  readonly text: string
  readonly sql: PostgresSql
}

/** One probe for each piece of SQL in the wishes. */
export function probeWishes(plan: Plan, wishes: Readonly<Record<string, TableWishes>>): readonly WishProbe[] {
  return Object.entries(wishes).flatMap(([name, wish]) => {
    const table = plan.tables.find(({ source }) => sameName(source, name))
    return table === undefined ? [] : probeTable(table, name, wish)
  })
}

function probeTable(table: PlannedTable, name: string, wish: TableWishes): readonly WishProbe[] {
  const conditions = [
    ...(wish.checks ?? []).map((check, i) => ({ object: `${name}.checks[${i}]`, text: check.expression })),
    ...(wish.indexes ?? []).flatMap((index, i) =>
      index.where === undefined ? [] : [{ object: `${name}.indexes[${i}].where`, text: index.where }],
    ),
  ]
  return [
    ...conditions.map(condition => ({ ...condition, sql: probeCondition(table, condition.text) })),
    ...probeDefaults(table, name, wish),
  ]
}

/** The condition over a row of the table's columns and types. */
function probeCondition(table: PlannedTable, text: string): PostgresSql {
  const columns = table.columns.map(
    column => postgres`NULL::${trustPostgres(column.type)} AS ${postgresName(column.target)}`,
  )
  return postgres`EXPLAIN SELECT FROM (SELECT ${columns}) AS ${postgresName(table.target)} WHERE (${trustPostgres(text)}\n)`
}

function probeDefaults(table: PlannedTable, name: string, wish: TableWishes): readonly WishProbe[] {
  return Object.entries(wish.columns ?? {}).flatMap(([columnName, { default: text }]) => {
    const column = table.columns.find(({ source }) => sameName(source, columnName))
    if (column === undefined || text === undefined) return []
    const sql = postgres`EXPLAIN SELECT (${trustPostgres(text)}\n)::${trustPostgres(column.type)}`
    return [{ object: `${name}.columns.${column.source}.default`, text, sql }]
  })
}
