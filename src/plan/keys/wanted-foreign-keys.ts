// Which foreign keys are wanted: those of the file, changed where the configuration says so, and those that
// the configuration adds.

import type { ForeignKeyWish } from '../../model/options.ts'
import type { SourceForeignKey } from '../../model/source.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { type DraftTable, findColumn, findDraft, type PlanContext } from '../draft.ts'
import { note } from '../notices.ts'

export interface WantedKey extends SourceForeignKey {
  readonly origin: 'source' | 'config'
}

/** The file's keys with the configuration's actions, then the configuration's own keys. */
export function wantedKeys(
  table: DraftTable,
  tables: readonly DraftTable[],
  context: PlanContext,
): readonly WantedKey[] {
  const wishes = table.wishes.foreignKeys ?? []
  const kept = table.source.foreignKeys.map((key): WantedKey => {
    const wish = wishes.find(({ columns }) => sameColumns(columns, key.columns))
    return wish === undefined ? { ...key, origin: 'source' } : { ...changedKey(wish, key), origin: 'config' }
  })
  const added = wishes.filter(
    wish => !table.source.foreignKeys.some(key => sameColumns(wish.columns, key.columns)),
  )
  return [...kept, ...added.flatMap(wish => wishedKey(table, wish, tables, context))]
}

/** What the configuration changes of a key the file has: its name, its actions, or what it refers to. */
function changedKey(wish: ForeignKeyWish, key: SourceForeignKey): SourceForeignKey {
  const parent =
    wish.references === undefined
      ? {}
      : { parent: wish.references.table, parentColumns: wish.references.columns ?? [] }
  return {
    ...key,
    ...parent,
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
