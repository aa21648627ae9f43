// Plans primary keys and UNIQUE constraints. A key under NOCASE is kept by a unique index on lower(x), beside a
// plain one where the table or a foreign key needs it; a primary key that holds NULLs becomes UNIQUE.
import type { PlannedIndex, PlannedKey } from '../model/plan.ts'
import type { SourceKey } from '../model/source.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import {
  type DraftColumn,
  type DraftTable,
  findColumn,
  findColumns,
  type PlanContext,
  sameName,
} from './draft.ts'
import { isSameSet } from './foreign-key-ends.ts'
import { type CollisionQuestion, collisionQuestion } from './key-collisions.ts'
import { note } from './notices.ts'

export interface DraftKeys {
  readonly primaryKey: PlannedKey | null
  readonly uniques: readonly PlannedKey[]
  /** Unique indexes that stand for keys which a constraint cannot express. */
  readonly indexes: readonly PlannedIndex[]
  readonly collisions: readonly CollisionQuestion[]
}

export function draftKeys(table: DraftTable, context: PlanContext): DraftKeys {
  const { primaryKey } = table.source
  const asPrimary = primaryKey !== null && canBePrimary(table, primaryKey, context)
  const primary = asPrimary ? [primaryKey] : []
  const uniqueKeys = [...(primaryKey !== null && !asPrimary ? [primaryKey] : []), ...table.source.uniques]
  const distinct = uniqueKeys.filter((key, i) => !isRepeated(key, [...primary, ...uniqueKeys.slice(0, i)]))
  const plain = distinct.filter(key => !underNocase(table, key) || isReferenced(table, key.columns, context))
  const uniques = [...plain, ...referencedIndexes(table, context)].map(key =>
    planKey(table, key, 'key', context),
  )
  return {
    primaryKey: asPrimary ? planKey(table, primaryKey, 'pkey', context) : null,
    uniques: [...uniques, ...wishedUniques(table, context)],
    indexes: [...primary, ...distinct]
      .filter(key => underNocase(table, key))
      .map(key => nocaseIndex(table, key, context)),
    collisions: [...primary, ...distinct].flatMap(key => collisionQuestion(table, key.columns)),
  }
}

/** A foreign key needs a plain unique key to refer to; unique under NOCASE is unique all the more without it. */
function isReferenced(table: DraftTable, columns: readonly string[], context: PlanContext): boolean {
  const own = table.source.primaryKey?.columns ?? []
  return references(context).some(([parent, parentColumns]) => {
    const referred = parentColumns.length > 0 ? parentColumns : own
    return sameName(parent, table.source.name) && isSameSet(referred, columns)
  })
}

/** Parent and its columns of every foreign key, those that the configuration asks for too. */
function references({ input }: PlanContext): readonly (readonly [string, readonly string[]])[] {
  const declared = input.tables.flatMap(({ foreignKeys }) => foreignKeys)
  const wished = Object.values(input.options.tables).flatMap(({ foreignKeys = [] }) => foreignKeys)
  return [
    ...declared.map(({ parent, parentColumns }) => [parent, parentColumns] as const),
    ...wished.flatMap(({ references }) =>
      references === undefined ? [] : [[references.table, references.columns ?? []] as const],
    ),
  ]
}

/** Unique indexes under another collation that a foreign key refers to, as keys of their columns: unique without it all the more. */
function referencedIndexes(table: DraftTable, context: PlanContext): readonly SourceKey[] {
  return table.source.indexes.flatMap(({ unique, where, columns }) => {
    const names = columns.flatMap(({ column }) => column ?? [])
    const key = {
      name: null,
      columns: names,
      collations: columns.map(({ collation }) => collation),
      onConflict: null,
    }
    const isWhole = unique && where === null && names.length === columns.length
    return isWhole && underCollation(table, key) && isReferenced(table, names, context) ? [key] : []
  })
}

function underCollation(table: DraftTable, key: SourceKey): boolean {
  return findColumns(table, key.columns).some(
    (column, i) => key.collations[i] !== 'BINARY' && column.candidate.family === 'text',
  )
}

function canBePrimary(table: DraftTable, key: SourceKey, context: PlanContext): boolean {
  const nulls = findColumns(table, key.columns).filter(column => column.census.nulls > 0n)
  const first = nulls[0]
  if (first !== undefined) {
    note(
      context,
      'PRIMARY_KEY_WITH_NULLS',
      `${table.source.name}.${first.source.name}`,
      `${first.census.nulls} rows have NULL in the primary key`,
    )
    return false
  }
  return !hasJson(table, key)
}

function hasJson(table: DraftTable, key: SourceKey): boolean {
  return findColumns(table, key.columns).some(column => column.candidate.family === 'json')
}

/** NOCASE matters only where the values stay text. */
function underNocase(table: DraftTable, key: SourceKey): boolean {
  return findColumns(table, key.columns).some(
    (column, i) => key.collations[i] === 'NOCASE' && column.candidate.family === 'text',
  )
}

/** SQLite keeps `UNIQUE` beside a primary key of the same columns; one constraint says the same, unless only this one is under NOCASE. */
function isRepeated(key: SourceKey, earlier: readonly SourceKey[]): boolean {
  const impliedBy = (other: SourceKey): boolean =>
    other.columns.length === key.columns.length &&
    other.columns.every(
      (name, i) =>
        sameName(name, key.columns[i] ?? '') &&
        (key.collations[i] !== 'NOCASE' || other.collations[i] === 'NOCASE'),
    )
  return earlier.some(impliedBy)
}

function planKey(
  table: DraftTable,
  key: SourceKey,
  suffix: 'pkey' | 'key',
  context: PlanContext,
): PlannedKey {
  const columns = findColumns(table, key.columns).map(column => column.target)
  if (key.onConflict !== null) {
    note(
      context,
      'ON_CONFLICT_LEFT_OUT',
      table.source.name,
      `ON CONFLICT ${key.onConflict} of the key (${key.columns.join(', ')}) is left out`,
    )
  }
  const made = suffix === 'pkey' ? `${table.target}_pkey` : `${table.target}_${columns.join('_')}_key`
  return { name: takeRelationName(key.name ?? made, table, context), columns }
}

function wishedUniques(table: DraftTable, context: PlanContext): readonly PlannedKey[] {
  return (table.wishes.unique ?? []).flatMap(wish => {
    const obstacle = wish.columns.flatMap((name, i) => {
      const because = objectToUnique(table, wish.columns, i)
      return because === null ? [] : [{ name, because }]
    })[0]
    if (obstacle !== undefined) {
      const object = `${table.source.name}.${obstacle.name}`
      const message = `the configuration asks for a unique key on ${obstacle.because}`
      note(context, 'WISH_UNKNOWN', object, message, 'Correct the unique key in the configuration.')
      return []
    }
    const columns = findColumns(table, wish.columns).map(column => column.target)
    return [
      {
        name: takeRelationName(wish.name ?? `${table.target}_${columns.join('_')}_key`, table, context),
        columns,
      },
    ]
  })
}

/** Why PostgreSQL would refuse a unique key because of one of its columns, or null. */
function objectToUnique(table: DraftTable, columns: readonly string[], index: number): string | null {
  const name = columns[index] ?? ''
  const column = findColumn(table, name)
  if (column === undefined) return 'a column the table does not have'
  if (columns.slice(0, index).some(other => sameName(other, name))) return 'this column twice'
  return column.candidate.family === 'json' ? 'a json column, which has no equality; jsonb has' : null
}

function takeRelationName(wanted: string, table: DraftTable, context: PlanContext): string {
  const name = context.relations.takeFree(wanted)
  if (name !== wanted) note(context, 'NAME_TAKEN', table.source.name, `the key ${wanted} is called ${name}`)
  return name
}

/** `lower(x COLLATE "C")` folds ASCII letters only, exactly as NOCASE does. */
export function nocaseItem(column: DraftColumn): PostgresSql {
  return postgres`lower(${postgresName(column.target)} COLLATE "C")`
}

function nocaseIndex(table: DraftTable, key: SourceKey, context: PlanContext): PlannedIndex {
  const items = findColumns(table, key.columns).map((column, i) =>
    key.collations[i] === 'NOCASE' && column.candidate.family === 'text'
      ? nocaseItem(column)
      : postgresName(column.target),
  )
  const columns = key.columns.join('_')
  return {
    name: takeRelationName(`${table.target}_${columns}_lower`, table, context),
    table: table.target,
    unique: true,
    method: 'btree',
    items,
    where: null,
    state: 'created',
    because: 'a key under COLLATE NOCASE, kept by lower()',
    origin: 'source',
  }
}
