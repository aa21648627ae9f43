// Plans the foreign keys: those of the file and those the configuration adds or changes. A key that cannot
// be created is left out with its reason; one with orphans is created NOT VALID, so that new rows are checked.
// https://www.postgresql.org/docs/current/sql-createtable.html#SQL-CREATETABLE-PARMS-REFERENCES
import type { ForeignKeyWish } from '../model/options.ts'
import type { PlannedForeignKey } from '../model/plan.ts'
import type { SourceForeignKey } from '../model/source.ts'
import {
  type Answer,
  type DraftTable,
  findColumn,
  findDraft,
  type PlanContext,
  type Question,
  sameName,
} from './draft.ts'
import { areUnique, type ForeignKeyEnds, resolveParent } from './foreign-key-ends.ts'
import { Namespace } from './names.ts'
import { note } from './notices.ts'
import { askForOrphans } from './questions.ts'

/** A foreign key with all decided but the count of its orphans. */
export interface DraftForeignKey {
  readonly planned: PlannedForeignKey
  readonly question: Question | null
}

interface WantedKey extends SourceForeignKey {
  readonly origin: 'source' | 'config'
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

/** The file's keys with the configuration's actions, then the configuration's own keys. */
function wantedKeys(
  table: DraftTable,
  tables: readonly DraftTable[],
  context: PlanContext,
): readonly WantedKey[] {
  const wishes = table.wishes.foreignKeys ?? []
  const kept = table.source.foreignKeys.map((key): WantedKey => {
    const wish = wishes.find(({ columns }) => sameColumns(columns, key.columns))
    return wish === undefined
      ? { ...key, origin: 'source' }
      : { ...key, ...actionsOf(wish, key), origin: 'config' }
  })
  const added = wishes.filter(
    wish => !table.source.foreignKeys.some(key => sameColumns(wish.columns, key.columns)),
  )
  return [...kept, ...added.flatMap(wish => wishedKey(table, wish, tables, context))]
}

function actionsOf(
  wish: ForeignKeyWish,
  key: SourceForeignKey,
): Pick<SourceForeignKey, 'name' | 'onDelete' | 'onUpdate'> {
  return {
    name: wish.name ?? key.name,
    onDelete: wish.onDelete ?? key.onDelete,
    onUpdate: wish.onUpdate ?? key.onUpdate,
  }
}

function wishedKey(
  table: DraftTable,
  wish: ForeignKeyWish,
  tables: readonly DraftTable[],
  context: PlanContext,
): readonly WantedKey[] {
  const object = `${table.source.name}(${wish.columns.join(', ')})`
  const unknown = wish.columns.find(name => findColumn(table, name) === undefined)
  if (unknown !== undefined)
    return refuse(
      context,
      object,
      `the configuration asks for a foreign key on ${unknown}, which is no column of ${table.source.name}`,
    )
  if (wish.references === undefined)
    return refuse(
      context,
      object,
      'the configuration asks for a foreign key the file does not have, without saying what it references',
    )
  const { table: parent, columns = [] } = wish.references
  const parentTable = findDraft(tables, parent)
  if (parentTable === undefined)
    return refuse(
      context,
      object,
      `the configuration asks for a foreign key to ${parent}, which is no table that is moved`,
    )
  const missing = columns.find(name => findColumn(parentTable, name) === undefined)
  if (missing !== undefined)
    return refuse(
      context,
      object,
      `the configuration asks for a foreign key to ${parent}(${missing}), which is no column of ${parent}`,
    )
  return [
    {
      name: wish.name ?? null,
      columns: wish.columns,
      parent,
      parentColumns: columns,
      onDelete: wish.onDelete ?? 'no action',
      onUpdate: wish.onUpdate ?? 'no action',
      deferred: false,
      origin: 'config',
    },
  ]
}

function refuse(context: PlanContext, object: string, message: string): readonly WantedKey[] {
  note(context, 'WISH_UNKNOWN', object, message)
  return []
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => sameName(name, b[i] ?? ''))
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
    }
  }
  const because = key.origin === 'config' ? 'asked for by the configuration' : 'declared in the file'
  const parentColumns = ends.parentColumns.map(column => column.target)
  return {
    planned: { ...base, parent: ends.parent.target, parentColumns, state: 'valid', because },
    question: askForOrphans(ends),
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
  { planned }: DraftForeignKey,
  answer: Answer | undefined,
  context: PlanContext,
): PlannedForeignKey {
  const object = `${planned.table}(${planned.columns.join(', ')}) → ${planned.parent}`
  if (planned.state === 'left out') {
    note(context, 'FOREIGN_KEY_LEFT_OUT', object, planned.because)
    return planned
  }
  if (answer === undefined || answer.count === 0n) return planned
  const rows = `${answer.count} orphan row${answer.count === 1n ? '' : 's'} (${answer.examples.join('; ')}${answer.count > BigInt(answer.examples.length) ? '; …' : ''})`
  note(context, context.input.options.orphans === 'fail' ? 'ORPHANS_FAIL' : 'ORPHANS', object, rows)
  return {
    ...planned,
    orphans: answer.count,
    orphanExamples: answer.examples,
    state: 'not valid',
    because: `${planned.because}; orphans keep it from being validated`,
  }
}
