// The statements that put back what a replaced table had, in an order and with words that work on the new one: what
// has taken a name goes first, and views that read a column let go of it while its type changes.
// https://www.postgresql.org/docs/current/sql-altertable.html
import type { Plan, PlannedForeignKey } from '../model/plan.ts'
import { foreignKeysOf, plannedTable } from '../model/plan-parts.ts'
import type { TargetForeignKey } from '../model/target.ts'
import { createdViews } from '../plan/target/publish.ts'
import { createViewStatements } from '../plan/views/view-statements.ts'
import type { Belonging } from '../postgres/catalog/belongings.ts'
import { postgresName } from '../sql/quote.ts'

/** By table. */
export type FoundForeignKeys = ReadonlyMap<string, readonly TargetForeignKey[]>

export interface Restoring {
  readonly plan: Plan
  readonly found: FoundForeignKeys
}

/** All of one table or view. */
export function restoringText(lost: readonly Belonging[], restoring: Restoring): string {
  const types = lost.filter(({ kind }) => kind === 'type')
  const defaults = lost.filter(({ kind }) => kind === 'default')
  const aroundTypes = withoutViews(types, defaults, restoring.plan)
  return lost
    .flatMap(one => {
      if (one.kind !== 'type') return [restoreOne(one, restoring)]
      return one === types[0] ? [aroundTypes] : []
    })
    .join(' ')
}

function withoutViews(types: readonly Belonging[], defaults: readonly Belonging[], plan: Plan): string {
  const unset = defaults
    .filter(({ column }) => types.some(type => type.column === column))
    .map(one => withoutDefault(one, plan.schema))
  const statements = [...unset, ...types.map(({ statement }) => statement)].join(' ')
  const views = createdViews(plan).filter(({ query }) =>
    types.some(({ table }) => query?.tables.includes(table)),
  )
  if (views.length === 0) return statements
  const dropped = views.map(({ target }) => postgresName(plan.schema, target)).reverse()
  const made = views.flatMap(view => createViewStatements(view, plan.schema)).map(({ sql }) => `${sql};`)
  const why = '/* views that read the column are dropped and made again; grant on them anew */'
  return [why, `DROP VIEW ${dropped.join(', ')};`, statements, ...made].join(' ')
}

/** The new default need not fit the type; the old one is set behind it. */
function withoutDefault({ table, column }: Belonging, schema: string): string {
  return `ALTER TABLE ${postgresName(schema, table)} ALTER COLUMN ${postgresName(column ?? '')} DROP DEFAULT;`
}

function restoreOne(one: Belonging, { plan, found }: Restoring): string {
  const { kind, table, statement } = one
  if (kind === 'foreign key') return restoreForeignKey(one, { plan, found })
  const place = postgresName(plan.schema, table)
  const check = plannedTable(plan, table)?.checks.find(({ name }) => bears(one, name))
  if (kind === 'constraint' && check !== undefined)
    return `ALTER TABLE ${place} DROP CONSTRAINT ${postgresName(check.name)}; ${statement}`
  const index = plan.indexes.find(planned => planned.table === table && bears(one, planned.name))
  if (kind === 'index' && index?.state === 'created')
    return `DROP INDEX ${postgresName(plan.schema, index.name)}; ${statement}`
  return statement
}

/** A name may hold spaces; what follows it tells where it ends. */
function bears({ name }: Belonging, planned: string): boolean {
  return ['CHECK (', 'USING ', 'UNIQUE USING '].some(rest => name.startsWith(`${planned} ${rest}`))
}

function restoreForeignKey({ table, text, statement }: Belonging, { plan, found }: Restoring): string {
  const planned = foreignKeysOf(plan, table).find(({ name, state }) => name === text && state !== 'left out')
  if (planned === undefined) return statement
  const [place, name] = [postgresName(plan.schema, table), postgresName(text)]
  const old = found.get(table)?.find(key => key.name === text)
  if (old === undefined || !joinsTheSame(planned, old, plan.schema))
    return `ALTER TABLE ${place} DROP CONSTRAINT ${name}; ${statement}`
  return `ALTER TABLE ${place} ALTER CONSTRAINT ${name} ${deferring(old)};`
}

function deferring({ deferrable, deferred }: TargetForeignKey): string {
  if (!deferrable) return 'NOT DEFERRABLE'
  return `DEFERRABLE INITIALLY ${deferred ? 'DEFERRED' : 'IMMEDIATE'}`
}

/** Whatever the two are called. */
export function isSameKey(planned: PlannedForeignKey, found: TargetForeignKey, schema: string): boolean {
  const { deferrable, deferred } = found
  const sameMoment = deferrable === planned.deferred && deferred === planned.deferred
  return planned.state !== 'left out' && sameMoment && joinsTheSame(planned, found, schema)
}

function joinsTheSame(planned: PlannedForeignKey, found: TargetForeignKey, schema: string): boolean {
  const partsOf = (key: PlannedForeignKey | TargetForeignKey): string =>
    JSON.stringify([key.columns, key.parent, key.parentColumns, key.onDelete, key.onUpdate])
  return found.parentSchema === schema && partsOf(planned) === partsOf(found)
}
