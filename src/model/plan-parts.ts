// The parts of a plan that belong to one table, by its name in the target, looked up and not searched for: a plan
// may have a thousand tables.
import { firstBy, groupBy, oncePer } from './once-per.ts'
import type { Plan, PlannedForeignKey, PlannedIndex, PlannedTable } from './plan.ts'

export function plannedTable({ tables }: Pick<Plan, 'tables'>, target: string): PlannedTable | undefined {
  return byTarget(tables).get(target)
}

export function indexesOf({ indexes }: Pick<Plan, 'indexes'>, target: string): readonly PlannedIndex[] {
  return byIndexed(indexes).get(target) ?? []
}

/** The foreign keys that a table has. */
export function foreignKeysOf(
  { foreignKeys }: Pick<Plan, 'foreignKeys'>,
  target: string,
): readonly PlannedForeignKey[] {
  return byChild(foreignKeys).get(target) ?? []
}

/** The foreign keys that refer to a table. */
export function foreignKeysTo(
  { foreignKeys }: Pick<Plan, 'foreignKeys'>,
  target: string,
): readonly PlannedForeignKey[] {
  return byParent(foreignKeys).get(target) ?? []
}

const byTarget = oncePer((tables: readonly PlannedTable[]) => firstBy(tables, ({ target }) => target))
const byIndexed = oncePer((indexes: readonly PlannedIndex[]) => groupBy(indexes, ({ table }) => table))
const byChild = oncePer((keys: readonly PlannedForeignKey[]) => groupBy(keys, ({ table }) => table))
const byParent = oncePer((keys: readonly PlannedForeignKey[]) => groupBy(keys, ({ parent }) => parent))
