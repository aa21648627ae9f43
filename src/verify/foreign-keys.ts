// Foreign keys, found by the columns they join: that they are there, with their actions and in the planned
// state, and how many rows really have no parent, whatever the catalog says about it.
// https://www.postgresql.org/docs/current/sql-createtable.html
import type { Plan, PlannedForeignKey } from '../model/plan.ts'
import { foreignKeysOf } from '../model/plan-parts.ts'
import type { TargetForeignKey } from '../model/target.ts'
import type { Check } from '../model/verdict.ts'
import { agreement, columnsOf, remarked } from './check.ts'
import { actualNames, type Matching, type TableMatch } from './match-tables.ts'
import type { JoinedColumns } from './orphans.ts'

export interface KeyPair {
  readonly planned: PlannedForeignKey | null
  readonly found: TargetForeignKey | null
  /** `tasks.user_id → users.id`. */
  readonly object: string
  /** What an anti-join needs; null where a table or column is missing. */
  readonly join: JoinedColumns | null
}

/** Planned keys of a table with their partners in the target, then keys nobody planned. */
export function pairForeignKeys(
  plan: Plan,
  schema: string,
  match: TableMatch,
  matching: Matching,
): readonly KeyPair[] {
  const planned = foreignKeysOf(plan, match.planned.target)
  const pairs = planned.map(key => pairKey(key, schema, match, matching))
  const taken = new Set(pairs.map(({ found }) => found?.name))
  const extras = match.target.foreignKeys.filter(key => !taken.has(key.name))
  return [...pairs, ...extras.map(key => unplannedPair(key, schema, match))]
}

function pairKey(planned: PlannedForeignKey, schema: string, match: TableMatch, matching: Matching): KeyPair {
  const object = objectOf(match.planned.target, planned.columns, planned.parent, planned.parentColumns)
  const parent = matching.found.get(planned.parent)
  if (planned.state === 'left out' || parent === undefined)
    return { planned, found: null, object, join: null }
  const wanted: JoinedColumns = {
    child: [schema, match.target.name],
    columns: actualNames(match, planned.columns),
    parent: [schema, parent.target.name],
    parentColumns: actualNames(parent, planned.parentColumns),
  }
  const alike = match.target.foreignKeys.filter(key => joins(key, wanted))
  const found = alike.find(key => key.name === planned.name) ?? alike[0] ?? null
  const whole =
    planned.columns.every(column => match.names.has(column)) &&
    planned.parentColumns.every(column => parent.names.has(column))
  return { planned, found, object, join: whole ? wanted : null }
}

function unplannedPair(found: TargetForeignKey, schema: string, match: TableMatch): KeyPair {
  const { columns, parentSchema, parent, parentColumns } = found
  const place = parentSchema === schema ? parent : `${parentSchema}.${parent}`
  const object = objectOf(match.planned.target, columns, place, parentColumns)
  const join = {
    child: [schema, match.target.name],
    columns,
    parent: [parentSchema, parent],
    parentColumns,
  } as const
  return { planned: null, found, object, join }
}

function objectOf(
  table: string,
  columns: readonly string[],
  parent: string,
  parentColumns: readonly string[],
): string {
  return `${columnsOf(table, columns)} → ${columnsOf(parent, parentColumns)}`
}

/** The same pairs of columns, in whatever order. */
function joins(key: TargetForeignKey, wanted: JoinedColumns): boolean {
  const sameParent = key.parentSchema === wanted.parent[0] && key.parent === wanted.parent[1]
  return sameParent && pairsOf(key) === pairsOf(wanted)
}

function pairsOf(key: Pick<JoinedColumns, 'columns' | 'parentColumns'>): string {
  return JSON.stringify(key.columns.map((column, i) => [column, key.parentColumns[i]]).sort())
}

export function compareForeignKey({ planned, found, object }: KeyPair): Check {
  if (planned?.state === 'left out')
    return remarked('foreign key', object, 'noted', 'left out', planned.because)
  if (planned === null)
    return remarked('foreign key', object, 'noted', found ? stateOf(found) : '', 'only in the target')
  const expected = stateOf({
    ...planned,
    deferrable: planned.deferred,
    validated: planned.state === 'valid',
  })
  if (found === null) return agreement('foreign key', object, expected, '')
  if (expected === stateOf(found) && found.name !== planned.name)
    return remarked('foreign key', object, 'noted', expected, `called ${found.name}`)
  return agreement('foreign key', object, expected, stateOf(found))
}

type KeyState = Pick<
  TargetForeignKey,
  'onDelete' | 'onUpdate' | 'deferrable' | 'deferred' | 'validated' | 'matchFull' | 'inert'
>

/** `on delete cascade, valid`: what is usual is not said. */
function stateOf(key: KeyState): string {
  const parts = [
    key.onDelete === 'no action' ? [] : [`on delete ${key.onDelete}`],
    key.onUpdate === 'no action' ? [] : [`on update ${key.onUpdate}`],
    key.matchFull ? ['match full'] : [],
    key.deferrable ? [key.deferred ? 'deferred' : 'deferrable'] : [],
    [key.validated ? 'valid' : 'not valid'],
    key.inert ? ['triggers disabled'] : [],
  ]
  return parts.flat().join(', ')
}
