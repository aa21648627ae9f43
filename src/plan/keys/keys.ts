// Plans primary keys and UNIQUE constraints. A key under NOCASE is kept by a unique index on lower(x), beside a
// plain one where the table or a foreign key needs it; a primary key that holds NULLs becomes UNIQUE.

import type { PlannedIndex, PlannedKey } from '../../model/plan.ts'
import type { SourceKey } from '../../model/source.ts'
import { sameName } from '../../sql/ascii-case.ts'
import { postgresName } from '../../sql/quote.ts'
import { type DraftTable, findColumns, type PlanContext } from '../draft.ts'
import { type NameWish, nameObject } from '../names/object-names.ts'
import { note } from '../notices.ts'
import { type CollisionQuestion, collisionQuestion } from './key-collisions.ts'
import { doubtLength, type KeyDoubt } from './key-doubts.ts'
import { MOST_KEY_COLUMNS, partsOfKey } from './key-parts.ts'
import { isReferenced, referencedIndexes } from './referred-keys.ts'
import { wishedUniques } from './wished-keys.ts'

export interface DraftKeys {
  readonly primaryKey: PlannedKey | null
  readonly uniques: readonly PlannedKey[]
  /** Unique indexes that stand for keys which a constraint cannot express. */
  readonly indexes: readonly PlannedIndex[]
  readonly collisions: readonly CollisionQuestion[]
  readonly doubts: readonly KeyDoubt[]
}

export function draftKeys(table: DraftTable, context: PlanContext): DraftKeys {
  noteConflictClauses(table, context)
  const { primary, distinct } = keysOf(table, context)
  const primaryKeys = primary.map(key =>
    constraintOf(table, 'PRIMARY KEY', key.columns, { declared: key.name }, context),
  )
  const plain = distinct.filter(key => !underNocase(table, key) || isReferenced(table, key.columns, context))
  const uniques = [
    ...[...plain, ...referencedIndexes(table, context)].map(key =>
      constraintOf(table, 'UNIQUE', key.columns, { declared: key.name }, context),
    ),
    ...wishedUniques(table, context).map(({ name, columns }) =>
      constraintOf(table, 'UNIQUE', columns, { wished: name }, context),
    ),
  ]
  const folded = [...primary, ...distinct]
    .filter(key => underNocase(table, key))
    .map(key => nocaseIndex(table, key, context))
  for (const key of [...primary, ...plain]) noteCollation(table, key, context)
  return {
    primaryKey: primaryKeys[0]?.key ?? null,
    uniques: uniques.map(({ key }) => key),
    indexes: folded.map(({ index }) => index),
    collisions: [...primary, ...distinct].flatMap(key => collisionQuestion(table, key.columns)),
    doubts: [...primaryKeys, ...uniques, ...folded].flatMap(({ doubts }) => doubts),
  }
}

/** The keys of the file that PostgreSQL can have, each once; `primary` is empty where there is none. */
function keysOf(
  table: DraftTable,
  context: PlanContext,
): { readonly primary: readonly SourceKey[]; readonly distinct: readonly SourceKey[] } {
  const { primaryKey, uniques } = table.source
  const declared = primaryKey === null || !isPossible(table, primaryKey, context) ? [] : [primaryKey]
  const primary = declared.filter(key => !hasNulls(table, key, context))
  const others = [
    ...declared.filter(key => !primary.includes(key)),
    ...uniques.filter(key => isPossible(table, key, context)),
  ]
  return {
    primary,
    distinct: others.filter((key, i) => !isRepeated(key, [...primary, ...others.slice(0, i)])),
  }
}

function isPossible(table: DraftTable, key: SourceKey, context: PlanContext): boolean {
  const unordered = findColumns(table, key.columns).find(column => column.candidate.isOrdered === false)
  const because =
    key.columns.length > MOST_KEY_COLUMNS
      ? `it has ${key.columns.length} columns, PostgreSQL's keys have at most ${MOST_KEY_COLUMNS}`
      : unordered === undefined
        ? null
        : `${unordered.source.name} is ${unordered.candidate.type}, which has no order`
  if (because === null) return true
  note(context, 'KEY_LEFT_OUT', `${table.source.name}(${key.columns.join(', ')})`, `is left out: ${because}`)
  return false
}

/** Rows with NULLs may go to the quarantine table instead. */
function hasNulls(table: DraftTable, key: SourceKey, context: PlanContext): boolean {
  if (context.input.options.badValues === 'quarantine') return false
  const first = findColumns(table, key.columns).find(column => column.census.nulls > 0n)
  if (first === undefined) return false
  note(
    context,
    'PRIMARY_KEY_WITH_NULLS',
    `${table.source.name}.${first.source.name}`,
    `${first.census.nulls} ${first.census.nulls === 1n ? 'row has' : 'rows have'} NULL in the primary key`,
  )
  return true
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

interface DraftConstraint {
  readonly key: PlannedKey
  readonly doubts: readonly KeyDoubt[]
}

function constraintOf(
  table: DraftTable,
  kind: 'PRIMARY KEY' | 'UNIQUE',
  names: readonly string[],
  wish: Omit<NameWish, 'made'>,
  context: PlanContext,
): DraftConstraint {
  const columns = findColumns(table, names).map(column => column.target)
  const made = kind === 'PRIMARY KEY' ? `${table.target}_pkey` : `${table.target}_${columns.join('_')}_key`
  const key = { name: nameObject('key', { ...wish, made }, table, context), columns }
  const plain = { columns: names, collations: names.map(() => 'BINARY') }
  const index = uniqueIndex(
    table,
    key.name,
    columns.map(column => postgresName(column)),
    '',
  )
  const wanted = { index, written: `${kind} (${names.join(', ')})` }
  return { key, doubts: doubtLength(table, wanted, partsOfKey(table, plain, context)) }
}

function nocaseIndex(
  table: DraftTable,
  key: SourceKey,
  context: PlanContext,
): { readonly index: PlannedIndex; readonly doubts: readonly KeyDoubt[] } {
  const parts = partsOfKey(table, key, context)
  const columns = findColumns(table, key.columns).map(column => column.target)
  const name = nameObject('index', { made: `${table.target}_${columns.join('_')}_lower` }, table, context)
  const because = 'a key under COLLATE NOCASE, kept by lower()'
  const items = parts.map(({ item }) => item)
  const index = uniqueIndex(table, name, items, because)
  const written = `UNIQUE (${key.columns.map((column, i) => `${column} COLLATE ${key.collations[i]}`).join(', ')})`
  return { index, doubts: doubtLength(table, { index, written }, parts) }
}

function uniqueIndex(
  table: DraftTable,
  name: string,
  items: PlannedIndex['items'],
  because: string,
): PlannedIndex {
  return {
    name,
    table: table.target,
    unique: true,
    method: 'btree',
    items,
    where: null,
    state: 'created',
    because,
    origin: 'source',
  }
}

/** That the declared collation of a column has no counterpart is said of the column. */
function noteCollation(table: DraftTable, key: SourceKey, context: PlanContext): void {
  for (const [i, column] of findColumns(table, key.columns).entries()) {
    const collation = key.collations[i] ?? 'BINARY'
    if (['BINARY', 'NOCASE', column.source.collation].includes(collation)) continue
    if (column.candidate.family !== 'text') continue
    const object = `${table.source.name}(${key.columns.join(', ')})`
    note(
      context,
      'COLLATION_LEFT_OUT',
      object,
      `the key compares ${column.source.name} under COLLATE ${collation}`,
    )
  }
}

function noteConflictClauses(table: DraftTable, context: PlanContext): void {
  for (const { constraint, action } of table.source.conflictClauses)
    note(
      context,
      'ON_CONFLICT_LEFT_OUT',
      table.source.name,
      `ON CONFLICT ${action} of ${constraint} is left out`,
    )
}
