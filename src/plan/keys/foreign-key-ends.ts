// Finds what a foreign key of the file refers to: the parent table and columns by their real names, or why
// there is nothing to refer to. https://www.sqlite.org/foreignkeys.html#fk_indexes

import type { PlannedIndex, PlannedKey, PlannedTable } from '../../model/plan.ts'
import type { SourceForeignKey } from '../../model/source.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { postgresName } from '../../sql/quote.ts'
import { type DraftColumn, type DraftTable, findColumn, findDraft, type PlanContext } from '../draft.ts'

export interface ForeignKeyEnds {
  readonly table: DraftTable
  readonly columns: readonly DraftColumn[]
  readonly parent: DraftTable
  readonly parentColumns: readonly DraftColumn[]
  /** NULL in some of the columns and not in all breaks the key, too. */
  readonly matchFull?: boolean
}

export type ResolvedEnds =
  | ({ readonly kind: 'resolved' } & ForeignKeyEnds)
  | { readonly kind: 'unresolved'; readonly because: string }

export function resolveParent(
  table: DraftTable,
  key: Pick<SourceForeignKey, 'columns' | 'parent' | 'parentColumns'>,
  tables: readonly DraftTable[],
  context: PlanContext,
): ResolvedEnds {
  const parent = findDraft(tables, key.parent)
  if (parent === undefined) return unresolved(objectToParent(key.parent, context))
  const names = key.parentColumns.length > 0 ? key.parentColumns : (parent.source.primaryKey?.columns ?? [])
  if (names.length === 0) return unresolved(`${key.parent} has no primary key to refer to`)
  if (names.length !== key.columns.length) {
    return unresolved(`it has ${countOf(key.columns)}, the key of ${key.parent} has ${countOf(names)}`)
  }
  const columns = key.columns.map(name => findColumn(table, name))
  const parentColumns = names.map(name => findColumn(parent, name))
  const missing = names.find((_, i) => parentColumns[i] === undefined)
  if (missing !== undefined) return unresolved(`${key.parent} has no column ${missing}`)
  const lost = key.columns.find((_, i) => columns[i] === undefined)
  if (lost !== undefined) return unresolved(`${table.source.name} has no column ${lost}`)
  return {
    kind: 'resolved',
    table,
    columns: columns.filter(column => column !== undefined),
    parent,
    parentColumns: parentColumns.filter(column => column !== undefined),
  }
}

const countOf = ({ length }: readonly string[]): string => `${length} column${length === 1 ? '' : 's'}`

function objectToParent(name: string, { input: { source } }: PlanContext): string {
  const isThis = (other: { readonly name: string }): boolean => sameName(other.name, name)
  if (source.views.some(isThis)) return `${name} is a view`
  const other = source.others.find(isThis)
  if (other !== undefined) return `${name} is a ${other.kind} table`
  return source.tables.some(isThis)
    ? `the parent table ${name} is not among the tables that are moved`
    : `the file has no table ${name}`
}

function unresolved(because: string): ResolvedEnds {
  return { kind: 'unresolved', because }
}

/** Keys and indexes as they are planned, by the table's name in the target. */
export interface KeyedTable {
  readonly planned: Pick<PlannedTable, 'target' | 'primaryKey' | 'uniques'>
  readonly indexes: readonly PlannedIndex[]
}

/** Names of the keys and indexes by which these columns are unique in PostgreSQL, so that a foreign key may refer to them. */
export function uniqueCarriers(
  { planned, indexes }: KeyedTable,
  columns: readonly DraftColumn[],
): readonly string[] {
  const names = columns.map(({ target }) => target)
  const { primaryKey, uniques } = planned
  const keys: readonly PlannedKey[] = [...(primaryKey === null ? [] : [primaryKey]), ...uniques]
  const wanted = names.map(name => String(postgresName(name)))
  return [
    ...keys.filter(key => isSame(key.columns, names)),
    ...indexes.filter(index => isPlainUnique(index) && isSame(index.items.map(withoutOrder), wanted)),
  ].map(({ name }) => name)
}

function isPlainUnique({ unique, where, state, method }: PlannedIndex): boolean {
  return unique && where === null && state === 'created' && method === 'btree'
}

const withoutOrder = (item: string): string => item.replace(/ DESC$/, '')

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(name => b.includes(name)) && b.every(name => a.includes(name))
}

/** True if the columns are unique together in the file, by a key or a whole unique index, as a set. */
export function areUniqueInFile(table: DraftTable, columns: readonly DraftColumn[]): boolean {
  const names = columns.map(column => column.source.name)
  const { primaryKey, uniques, indexes } = table.source
  const keys = [primaryKey, ...uniques].flatMap(key => (key === null ? [] : [key.columns]))
  const whole = indexes
    .filter(
      index => index.unique && index.where === null && index.columns.every(item => item.column !== null),
    )
    .map(index => index.columns.map(item => item.column ?? ''))
  return [...keys, ...whole].some(key => isSameSet(key, names))
}

/** The same names in any order, as SQLite compares names. */
export function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every(name => b.some(other => sameName(name, other)))
}
