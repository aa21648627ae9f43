// Finds what a foreign key of the file refers to: the parent table and columns by their real names, or why
// there is nothing to refer to. https://www.sqlite.org/foreignkeys.html#fk_indexes
import type { SourceForeignKey } from '../model/source.ts'
import { type DraftColumn, type DraftTable, findColumn, findDraft, sameName } from './draft.ts'

export interface ForeignKeyEnds {
  readonly table: DraftTable
  readonly columns: readonly DraftColumn[]
  readonly parent: DraftTable
  readonly parentColumns: readonly DraftColumn[]
}

export type ResolvedEnds =
  | ({ readonly kind: 'resolved' } & ForeignKeyEnds)
  | { readonly kind: 'unresolved'; readonly because: string }

export function resolveParent(
  table: DraftTable,
  key: SourceForeignKey,
  tables: readonly DraftTable[],
): ResolvedEnds {
  const parent = findDraft(tables, key.parent)
  if (parent === undefined)
    return unresolved(`the parent table ${key.parent} is not among the tables that are moved`)
  const names = key.parentColumns.length > 0 ? key.parentColumns : (parent.source.primaryKey?.columns ?? [])
  if (names.length === 0) return unresolved(`${key.parent} has no primary key to refer to`)
  if (names.length !== key.columns.length) {
    return unresolved(`it has ${key.columns.length} columns, the key of ${key.parent} has ${names.length}`)
  }
  const columns = key.columns.map(name => findColumn(table, name))
  const parentColumns = names.map(name => findColumn(parent, name))
  const missing = names.find((_, i) => parentColumns[i] === undefined)
  if (missing !== undefined) return unresolved(`${key.parent} has no column ${missing}`)
  return {
    kind: 'resolved',
    table,
    columns: columns.filter(column => column !== undefined),
    parent,
    parentColumns: parentColumns.filter(column => column !== undefined),
  }
}

function unresolved(because: string): ResolvedEnds {
  return { kind: 'unresolved', because }
}

/** True if the columns are unique together by a key or a whole unique index, as a set. */
export function areUnique(table: DraftTable, columns: readonly DraftColumn[]): boolean {
  const names = columns.map(column => column.source.name)
  const { primaryKey, uniques, indexes } = table.source
  const keys = [primaryKey, ...uniques].flatMap(key => (key === null ? [] : [key.columns]))
  const whole = indexes
    .filter(
      index => index.unique && index.where === null && index.columns.every(item => item.column !== null),
    )
    .map(index => index.columns.map(item => item.column ?? ''))
  const wished = (table.wishes.unique ?? []).map(unique => unique.columns)
  return [...keys, ...whole, ...wished].some(key => isSameSet(key, names))
}

/** The same names in any order, as SQLite compares names. */
export function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(name => b.some(other => sameName(name, other)))
}
