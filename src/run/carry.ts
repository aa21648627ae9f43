// What goes over from replaced tables to those that take their names: policies, row security and triggers are made again
// on them; views, SQL functions and policies of others that read them are bound to them, in place. What cannot be
// carried is an obstacle. The same serves a rollback, where the earlier tables take the names again.
import { type Belonging, readBelongings } from '../postgres/catalog/belongings.ts'
import { type Bound, readBound, readUsedColumns, type UsedColumn } from '../postgres/catalog/bound.ts'
import { type Carried, readCarried } from '../postgres/catalog/carried.ts'
import type { Dependent } from '../postgres/catalog/dependents.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import type { PostgresSql } from '../sql/text.ts'
import type { LockStatement } from './lock-relations.ts'

type Asked = Pick<TargetConnection, 'rows'>

export interface CarriedStatement {
  readonly object: string
  readonly sql: PostgresSql
}

/** What is left of the dependents once all is made and bound again that can be. */
export async function withoutCarried(
  connection: Asked,
  schema: string,
  relations: readonly string[],
  dependents: readonly Dependent[],
): Promise<readonly Dependent[]> {
  if (dependents.length === 0) return []
  const carried = await readCarried(connection, schema, relations)
  return withoutBound(connection, schema, relations, without(dependents, schema, carried))
}

/** As `withoutCarried`, where nothing is made again. */
export async function withoutBound(
  connection: Asked,
  schema: string,
  relations: readonly string[],
  dependents: readonly Dependent[],
): Promise<readonly Dependent[]> {
  if (dependents.length === 0) return []
  const bound = new Set((await readBound(connection, schema, relations)).map(keyOf))
  return dependents.filter(one => !bound.has(keyOf(one)))
}

/** The dependents that are none of these. */
export function without(
  dependents: readonly Dependent[],
  schema: string,
  carried: readonly Carried[],
): readonly Dependent[] {
  const own = new Set(
    carried.map(({ kind, table, name }) =>
      keyOf({ kind, schema, name: kind === 'row security' ? name : `${table}.${name}` }),
    ),
  )
  return dependents.filter(one => !own.has(keyOf(one)))
}

const keyOf = ({ kind, schema, name }: Pick<Dependent | Bound, 'kind' | 'schema' | 'name'>): string =>
  JSON.stringify([kind, schema, name])

/** Locks what is bound, to be carried out beside those of the tables. */
export async function boundLocks(
  connection: Asked,
  schema: string,
  relations: readonly string[],
): Promise<readonly LockStatement[]> {
  const bound = await readBound(connection, schema, relations)
  return bound.flatMap(({ name, lock }) => (lock === null ? [] : [{ object: name, sql: lock }]))
}

/** To be read under the locks, before anything moves; to be carried out when the tables have their places. */
export async function boundStatements(
  connection: Asked,
  schema: string,
  relations: readonly string[],
): Promise<readonly CarriedStatement[]> {
  const bound = await readBound(connection, schema, relations)
  return bound.map(({ name, statement }) => ({ object: name, sql: statement }))
}

/** As `boundStatements`, with what is made again on the tables themselves. */
export async function carriedStatements(
  connection: Asked,
  schema: string,
  relations: readonly string[],
  published: ReadonlySet<string>,
): Promise<readonly CarriedStatement[]> {
  const carried = (await readCarried(connection, schema, relations)).filter(({ table }) =>
    published.has(table),
  )
  const made = carried.map(({ name, statement }) => ({ object: name, sql: statement }))
  return [...made, ...(await boundStatements(connection, schema, relations))]
}

/** What reads a column that is gone, or of another type, on the new table. */
export async function findUncarriable(
  connection: Asked,
  schema: string,
  relations: readonly string[],
  lost: readonly Belonging[],
): Promise<readonly (UsedColumn & { readonly because: string })[]> {
  const changed = new Map(
    lost.flatMap(({ table, column, kind }) =>
      kind === 'column' || kind === 'type' ? [[JSON.stringify([table, column]), kind] as const] : [],
    ),
  )
  if (changed.size === 0) return []
  const used = await readUsedColumns(connection, schema, relations)
  return used.flatMap(one => {
    const kind = changed.get(JSON.stringify([one.table, one.column]))
    return kind === undefined
      ? []
      : [{ ...one, because: kind === 'column' ? 'will be gone' : 'will have another type' }]
  })
}

/** Columns of the live tables that the tables kept elsewhere have not, or of another type. */
export async function differingColumns(
  connection: Asked,
  schema: string,
  other: string,
  tables: readonly string[],
): Promise<readonly Belonging[]> {
  const keys = (belongings: readonly Belonging[]) =>
    new Set(belongings.map(({ table, kind, text }) => JSON.stringify([table, kind, text])))
  const there = keys(await readBelongings(connection, other, tables))
  const live = await readBelongings(connection, schema, tables)
  return live.filter(
    ({ table, kind, text }) =>
      (kind === 'column' || kind === 'type') && !there.has(JSON.stringify([table, kind, text])),
  )
}
