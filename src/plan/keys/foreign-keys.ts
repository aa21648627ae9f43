// Plans the foreign keys: those of the file and those the configuration adds or changes. A key that cannot
// be created is left out with its reason; one with orphans is created NOT VALID, so that new rows are checked.
// https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
import type { PlannedForeignKey, PlannedTable } from '../../model/plan.ts'
import { plannedTable } from '../../model/plan-parts.ts'
import { type Answer, type DraftTable, findColumn, type PlanContext, type Question } from '../draft.ts'
import { nameObject } from '../names/object-names.ts'
import { note } from '../notices.ts'
import { askForOrphans } from '../questions.ts'
import { publishedName, validateConstraint } from '../remedies.ts'
import { rowLabelOf, sayNames } from '../rows/row-names.ts'
import { type ForeignKeyEnds, type KeyedTable, resolveParent, uniqueCarriers } from './foreign-key-ends.ts'
import { type Obstacle, objectToActions, obstacleBetween, remedyFor } from './foreign-key-obstacles.ts'
import { type WantedKey, wantedKeys } from './wanted-foreign-keys.ts'

/** A foreign key with all decided but what the source answers. */
export interface DraftForeignKey {
  readonly planned: PlannedForeignKey
  /** Both ends; null where the key is left out. */
  readonly ends: ForeignKeyEnds | null
  /** How many orphans there are; for a key that is left out, whether its parent could have a key. */
  readonly question: Question | null
  /** What the question's examples are: an `id`, a `key` of several columns, or a `rowid`. */
  readonly rowLabel: string
  /** Names of the parent's keys: without any of them there is nothing to refer to. */
  readonly carriers: readonly string[]
  /** What to do about a key that is left out, by the answer to the question. */
  readonly hint: (answer: Answer | undefined, context: PlanContext) => string | undefined
}

export function draftForeignKeys(
  tables: readonly DraftTable[],
  keyed: readonly KeyedTable[],
  context: PlanContext,
): readonly DraftForeignKey[] {
  const byTarget = new Map(keyed.map(table => [table.planned.target, table]))
  return tables.flatMap(table =>
    wantedKeys(table, tables, context).map(key => {
      const ends = resolveParent(table, key, tables, context)
      const base = baseOf(table, key, context)
      if (ends.kind === 'unresolved') return leftOut(base, key, { because: ends.because }, null)
      const parent = byTarget.get(ends.parent.target)
      const carriers = parent === undefined ? [] : uniqueCarriers(parent, ends.parentColumns)
      const obstacle = obstacleBetween(ends, carriers)
      return obstacle === null ? wanted(base, key, ends, carriers) : leftOut(base, key, obstacle, ends)
    }),
  )
}

type Base = Omit<PlannedForeignKey, 'parent' | 'parentColumns' | 'state' | 'because'>

function baseOf(table: DraftTable, key: WantedKey, context: PlanContext): Base {
  const columns = key.columns.map(name => findColumn(table, name)?.target ?? name)
  const given = key.origin === 'config' ? { wished: key.name ?? undefined } : { declared: key.name }
  const made = `${table.target}_${columns.join('_')}_fkey`
  return {
    name: nameObject('foreign key', { ...given, made }, table, context),
    table: table.target,
    columns,
    onDelete: key.onDelete,
    onUpdate: key.onUpdate,
    deferred: key.deferred,
    orphans: 0n,
    orphanExamples: [],
    origin: key.origin,
  }
}

function leftOut(
  base: Base,
  key: WantedKey,
  obstacle: Obstacle,
  ends: ForeignKeyEnds | null,
): DraftForeignKey {
  const planned: PlannedForeignKey = {
    ...base,
    parent: key.parent,
    parentColumns: key.parentColumns,
    state: 'left out',
    because: obstacle.because,
  }
  const question = obstacle.duplicates ?? null
  const hint: DraftForeignKey['hint'] = (answer, context) =>
    obstacle.hint ?? (ends === null ? undefined : remedyFor(planned, ends, answer, context))
  return { planned, ends: null, question, rowLabel: '', carriers: [], hint }
}

function wanted(
  base: Base,
  key: WantedKey,
  ends: ForeignKeyEnds,
  carriers: readonly string[],
): DraftForeignKey {
  const because = key.origin === 'config' ? 'asked for by the configuration' : 'declared in the file'
  const parentColumns = ends.parentColumns.map(column => column.target)
  return {
    planned: { ...base, parent: ends.parent.target, parentColumns, state: 'valid', because },
    ends,
    question: askForOrphans(ends),
    rowLabel: rowLabelOf(ends.table),
    carriers,
    hint: () => undefined,
  }
}

/** The rest of the plan, as it is once the source has answered. */
export interface Settled {
  readonly tables: readonly PlannedTable[]
  /** Names of keys that are not there as they were planned. */
  readonly lost: ReadonlySet<string>
}

/** The key with the count of its orphans, and what that means for it. */
export function completeForeignKey(
  { planned, rowLabel, carriers, hint }: DraftForeignKey,
  answer: Answer | undefined,
  settled: Settled,
  context: PlanContext,
): PlannedForeignKey {
  const object = `${pathsOf(planned.table, planned.columns)} → ${pathsOf(planned.parent, planned.parentColumns)}`
  const because = planned.state === 'left out' ? planned.because : lateObstacle(planned, carriers, settled)
  if (because !== null) {
    note(
      context,
      'FOREIGN_KEY_LEFT_OUT',
      object,
      because,
      hint(answer, context) ?? hintToAdd(planned, context),
    )
    return { ...planned, state: 'left out', because }
  }
  if (answer === undefined || answer.count === 0n) return planned
  const rows = `${answer.count} orphan row${answer.count === 1n ? '' : 's'} (${sayNames(rowLabel, answer)})`
  if (context.input.options.orphans === 'fail') note(context, 'ORPHANS_FAIL', object, rows)
  else note(context, 'ORPHANS', object, rows, hintToValidate(planned, context))
  return {
    ...planned,
    orphans: answer.count,
    orphanExamples: answer.examples,
    state: 'not valid',
    because: `${planned.because}; orphans keep it from being validated`,
  }
}

function hintToValidate({ table, name }: PlannedForeignKey, context: PlanContext): string {
  const statement = validateConstraint(context, table, name)
  return `All rows are loaded and the constraint is NOT VALID, so new rows are checked. Mend the rows, then ${statement} Or pass --orphans=quarantine to set them aside, --orphans=fail to stop instead.`
}

function hintToAdd({ table }: PlannedForeignKey, context: PlanContext): string {
  return `Mend the schema, then ALTER TABLE ${publishedName(context, table)} ADD FOREIGN KEY …;`
}

function lateObstacle(
  planned: PlannedForeignKey,
  carriers: readonly string[],
  { tables, lost }: Settled,
): string | null {
  if (carriers.every(name => lost.has(name)))
    return `the key of ${pathsOf(planned.parent, planned.parentColumns)} is too long for a btree, and PostgreSQL has none to refer to`
  const table = plannedTable({ tables }, planned.table)
  return table === undefined ? null : objectToActions(planned, table)
}

/** `tasks.user_id`, or `tasks(a, b)` where there are several columns, or `tasks` where none is known. */
function pathsOf(table: string, columns: readonly string[]): string {
  if (columns.length === 0) return table
  return columns.length === 1 ? `${table}.${columns[0]}` : `${table}(${columns.join(', ')})`
}
