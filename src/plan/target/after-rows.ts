// Everything that is built once the rows are there, as statements that know what they lock and follow. In the order of
// the list they can run one by one; a schedule may run several at once.
import type { BuildStatement } from '../../model/build-statement.ts'
import type { Plan, PlannedTable } from '../../model/plan.ts'
import { indexesOf, plannedTable } from '../../model/plan-parts.ts'
import { postgresName, postgresString } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import { analyzeQuarantine } from '../aside/quarantine-table.ts'
import { plainStatement, unscheduled } from './build-statement.ts'
import { addForeignKey } from './foreign-key-statements.ts'
import { type TableStatements, tableStatements } from './key-statements.ts'
import { createTrigger } from './trigger-statements.ts'

/** Keys, indexes, checks, foreign keys, sequences, triggers and statistics. */
export function afterRows(plan: Plan, schema: string): readonly BuildStatement[] {
  const built = new Map(
    plan.tables.map(table => [table.target, tableStatements(table, indexesOf(plan, table.target), schema)]),
  )
  const each = [...built.values()]
  return [
    ...each.flatMap(({ keys }) => keys),
    ...each.flatMap(({ indexes }) => indexes),
    ...each.flatMap(({ checks }) => checks),
    ...foreignKeys(plan, schema, built),
    ...plan.tables.flatMap(table => setSequences(table, schema)),
    ...plan.triggers.flatMap(trigger => createTrigger(trigger, schema)),
    ...plan.tables.map(table => analyze(table, schema, built.get(table.target))),
    ...analyzeQuarantine(plan.quarantine, schema).map(unscheduled),
  ]
}

function foreignKeys(
  plan: Plan,
  schema: string,
  built: ReadonlyMap<string, TableStatements>,
): readonly BuildStatement[] {
  return plan.foreignKeys
    .filter(key => key.state !== 'left out')
    .flatMap(key => {
      const { carriers = [] } = built.get(key.parent) ?? {}
      const bytes = plannedTable(plan, key.table)?.reading.estimatedBytes ?? 0n
      return addForeignKey(key, schema, bytes, carriers)
    })
}

function setSequences(table: PlannedTable, schema: string): readonly BuildStatement[] {
  return table.columns.flatMap(({ identity, target }) => {
    if (identity === null || identity.lastValue === null) return []
    const sequence = postgresString(postgresName(schema, identity.sequence))
    const sql = postgres`SELECT pg_catalog.setval(${sequence}, ${identity.lastValue}, true)`
    return [
      plainStatement(
        'sequences',
        identity.sequence,
        `the next ${table.target}.${target} is ${identity.lastValue + 1n}`,
        sql,
      ),
    ]
  })
}

/** After the indexes: those on expressions get statistics of their own. */
function analyze(table: PlannedTable, schema: string, built: TableStatements | undefined): BuildStatement {
  const sql = postgres`ANALYZE ${postgresName(schema, table.target)}`
  return {
    ...plainStatement('statistics', table.target, 'give the planner fresh statistics', sql),
    locks: [{ table: table.target, mode: 'share update exclusive' }],
    follows: [...(built?.keys ?? []), ...(built?.indexes ?? [])],
    bytes: table.reading.estimatedBytes,
  }
}
