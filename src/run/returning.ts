// What a rollback of a refresh brings back by itself: policies, row security and triggers that the earlier tables have as
// well, and what reads the tables from outside, which is bound to the earlier ones again. All else is an obstacle.
import type { RecordedRun } from '../model/journal.ts'
import { type Carried, readCarried } from '../postgres/catalog/carried.ts'
import type { Dependent, DependentKind } from '../postgres/catalog/dependents.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { postgres } from '../sql/text.ts'
import { differingColumns, findUncarriable, without, withoutBound } from './carry.ts'

/** The dependents that stand in the way of the rollback. */
export async function withoutReturning(
  connection: TargetConnection,
  { schema, replacedSchema }: RecordedRun,
  relations: readonly string[],
  dependents: readonly Dependent[],
): Promise<readonly Dependent[]> {
  if (dependents.length === 0 || replacedSchema === null) return dependents
  const back = await carriedBothWays(connection, schema, replacedSchema, relations)
  const rest = await withoutBound(connection, schema, relations, without(dependents, schema, back))
  const differing = await differingColumns(connection, schema, replacedSchema, relations)
  const broken = await findUncarriable(connection, schema, relations, differing)
  const readers = broken.map(({ kind, schema, name, table }) => ({
    kind: kind as DependentKind,
    schema,
    name,
    table,
  }))
  return [...rest, ...readers]
}

/** Of tables on which the same is found here and there, whatever the schemas are called. */
async function carriedBothWays(
  connection: TargetConnection,
  schema: string,
  other: string,
  relations: readonly string[],
): Promise<readonly Carried[]> {
  const [quoted] = await connection.rows<{ readonly live: string; readonly kept: string }>(
    postgres`SELECT quote_ident($1) || '.' AS live, quote_ident($2) || '.' AS kept`,
    [schema, other],
  )
  const { live = '', kept = '' } = quoted ?? {}
  const here = await readCarried(connection, schema, relations)
  const there = await readCarried(connection, other, relations)
  const textOf = (all: readonly Carried[], table: string): string =>
    JSON.stringify(all.filter(one => one.table === table).map(one => one.statement.replaceAll(kept, live)))
  return here.filter(({ table }) => textOf(here, table) === textOf(there, table))
}
