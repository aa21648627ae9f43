// Plans the foreign keys: those of the file and those the configuration adds or changes. A key that cannot
// be created is left out with its reason; one with orphans is created NOT VALID, so that new rows are checked.
// https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
import type { PlannedForeignKey } from '../model/plan.ts'
import { type Answer, type DraftTable, findColumn, type PlanContext, type Question } from './draft.ts'
import { areUnique, type ForeignKeyEnds, resolveParent } from './foreign-key-ends.ts'
import { Namespace } from './names.ts'
import { note } from './notices.ts'
import { askForOrphans } from './questions.ts'
import { rowLabelOf } from './row-names.ts'
import { type WantedKey, wantedKeys } from './wanted-foreign-keys.ts'

/** A foreign key with all decided but the count of its orphans. */
export interface DraftForeignKey {
  readonly planned: PlannedForeignKey
  readonly question: Question | null
  /** What the question's examples are: an `id`, a `key` of several columns, or a `rowid`. */
  readonly rowLabel: string
}

export function draftForeignKeys(
  tables: readonly DraftTable[],
  context: PlanContext,
): readonly DraftForeignKey[] {
  return tables.flatMap(table => {
    const names = new Namespace()
    return wantedKeys(table, tables, context).map(key => draftForeignKey(table, key, tables, names))
  })
}

function draftForeignKey(
  table: DraftTable,
  key: WantedKey,
  tables: readonly DraftTable[],
  names: Namespace,
): DraftForeignKey {
  const ends = resolveParent(table, key, tables)
  const columns = key.columns.map(name => findColumn(table, name)?.target ?? name)
  const name = names.takeFree(key.name ?? `${table.target}_${columns.join('_')}_fkey`)
  const base = {
    name,
    table: table.target,
    columns,
    onDelete: key.onDelete,
    onUpdate: key.onUpdate,
    deferred: key.deferred,
    orphans: 0n,
    orphanExamples: [],
    origin: key.origin,
  }
  const obstacle = ends.kind === 'unresolved' ? ends.because : obstacleBetween(ends)
  if (ends.kind === 'unresolved' || obstacle !== null) {
    return {
      planned: {
        ...base,
        parent: key.parent,
        parentColumns: key.parentColumns,
        state: 'left out',
        because: obstacle ?? '',
      },
      question: null,
      rowLabel: '',
    }
  }
  const because = key.origin === 'config' ? 'asked for by the configuration' : 'declared in the file'
  const parentColumns = ends.parentColumns.map(column => column.target)
  return {
    planned: { ...base, parent: ends.parent.target, parentColumns, state: 'valid', because },
    question: askForOrphans(ends),
    rowLabel: rowLabelOf(table),
  }
}

function obstacleBetween(ends: ForeignKeyEnds): string | null {
  if (!areUnique(ends.parent, ends.parentColumns)) {
    const names = ends.parentColumns.map(column => column.source.name).join(', ')
    return `${ends.parent.source.name}(${names}) is not unique`
  }
  const clash = ends.columns.findIndex(
    (column, i) => column.candidate.family !== ends.parentColumns[i]?.candidate.family,
  )
  if (clash < 0) return null
  const [child, parent] = [ends.columns[clash], ends.parentColumns[clash]]
  return `${child?.source.name} is ${child?.candidate.type}, ${parent?.source.name} is ${parent?.candidate.type}`
}

/** The key with the count of its orphans, and what that means for it. */
export function completeForeignKey(
  { planned, rowLabel }: DraftForeignKey,
  answer: Answer | undefined,
  context: PlanContext,
): PlannedForeignKey {
  const object = `${pathsOf(planned.table, planned.columns)} → ${pathsOf(planned.parent, planned.parentColumns)}`
  if (planned.state === 'left out') {
    note(context, 'FOREIGN_KEY_LEFT_OUT', object, planned.because)
    return planned
  }
  if (answer === undefined || answer.count === 0n) return planned
  const more = answer.count > BigInt(answer.examples.length) ? ', …' : ''
  const rows = `${answer.count} orphan row${answer.count === 1n ? '' : 's'} (${rowLabel}${answer.count === 1n ? '' : 's'} ${answer.examples.join(', ')}${more})`
  note(context, context.input.options.orphans === 'fail' ? 'ORPHANS_FAIL' : 'ORPHANS', object, rows)
  return {
    ...planned,
    orphans: answer.count,
    orphanExamples: answer.examples,
    state: 'not valid',
    because: `${planned.because}; orphans keep it from being validated`,
  }
}

/** `tasks.user_id`, or `tasks(a, b)` where there are several columns, or `tasks` where none is known. */
function pathsOf(table: string, columns: readonly string[]): string {
  if (columns.length === 0) return table
  return columns.length === 1 ? `${table}.${columns[0]}` : `${table}(${columns.join(', ')})`
}
