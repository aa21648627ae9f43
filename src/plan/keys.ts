// Plans primary keys and UNIQUE constraints. Keys under NOCASE become unique indexes on lower(x), and a
// primary key that holds NULLs becomes UNIQUE, since PostgreSQL allows none there.
import type { PlannedIndex, PlannedKey } from '../model/plan.ts'
import type { SourceKey } from '../model/source.ts'
import { postgresName } from '../sql/quote.ts'
import { type PostgresSql, postgres, trustSqlite } from '../sql/text.ts'
import {
  type Answer,
  type DraftColumn,
  type DraftTable,
  findColumn,
  type PlanContext,
  type Question,
  sameName,
} from './draft.ts'
import { note } from './notices.ts'
import { askForCollisions, askForDuplicates } from './questions.ts'

export interface DraftKeys {
  readonly primaryKey: PlannedKey | null
  readonly uniques: readonly PlannedKey[]
  /** Unique indexes that stand for keys which a constraint cannot express. */
  readonly indexes: readonly PlannedIndex[]
  readonly collisions: readonly CollisionQuestion[]
}

export interface CollisionQuestion {
  readonly code: 'KEY_COLLISION' | 'DUPLICATES'
  readonly object: string
  readonly question: Question
}

export function draftKeys(table: DraftTable, context: PlanContext): DraftKeys {
  const { primaryKey } = table.source
  const asPrimary = primaryKey !== null && canBePrimary(table, primaryKey, context)
  const uniqueKeys = [...(primaryKey !== null && !asPrimary ? [primaryKey] : []), ...table.source.uniques]
  const distinct = uniqueKeys.filter(
    (key, i) => !isRepeated(key, [...(asPrimary ? [primaryKey] : []), ...uniqueKeys.slice(0, i)]),
  )
  const plain = distinct.filter(key => !underNocase(table, key))
  const planned = asPrimary ? planKey(table, primaryKey, 'pkey', context) : null
  const uniques = [...plain.map(key => planKey(table, key, 'key', context)), ...wishedUniques(table, context)]
  return {
    primaryKey: planned,
    uniques,
    indexes: distinct.filter(key => underNocase(table, key)).map(key => nocaseIndex(table, key, context)),
    collisions: [...(asPrimary ? [primaryKey] : []), ...distinct].flatMap(key =>
      collisionQuestion(table, key.columns),
    ),
  }
}

function canBePrimary(table: DraftTable, key: SourceKey, context: PlanContext): boolean {
  const nulls = columnsOf(table, key.columns).filter(column => column.census.nulls > 0n)
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
  return !underNocase(table, key) && !hasJson(table, key)
}

function hasJson(table: DraftTable, key: SourceKey): boolean {
  return columnsOf(table, key.columns).some(column => column.candidate.family === 'json')
}

function columnsOf(table: DraftTable, names: readonly string[]): readonly DraftColumn[] {
  return names.map(name => findColumn(table, name)).filter(column => column !== undefined)
}

/** NOCASE matters only where the values stay text. */
function underNocase(table: DraftTable, key: SourceKey): boolean {
  return columnsOf(table, key.columns).some(
    (column, i) => key.collations[i] === 'NOCASE' && column.candidate.family === 'text',
  )
}

/** SQLite keeps `UNIQUE` beside a primary key of the same columns; one constraint says the same. */
function isRepeated(key: SourceKey, earlier: readonly SourceKey[]): boolean {
  return earlier.some(
    other =>
      other.columns.length === key.columns.length &&
      other.columns.every((name, i) => sameName(name, key.columns[i] ?? '')),
  )
}

function planKey(
  table: DraftTable,
  key: SourceKey,
  suffix: 'pkey' | 'key',
  context: PlanContext,
): PlannedKey {
  const columns = columnsOf(table, key.columns).map(column => column.target)
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
    const unknown = wish.columns.find(name => findColumn(table, name) === undefined)
    if (unknown !== undefined) {
      note(
        context,
        'WISH_UNKNOWN',
        `${table.source.name}.${unknown}`,
        'the configuration asks for a unique key on a column the table does not have',
      )
      return []
    }
    const columns = columnsOf(table, wish.columns).map(column => column.target)
    return [
      {
        name: takeRelationName(wish.name ?? `${table.target}_${columns.join('_')}_key`, table, context),
        columns,
      },
    ]
  })
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
  const items = columnsOf(table, key.columns).map((column, i) =>
    key.collations[i] === 'NOCASE' && column.candidate.family === 'text'
      ? nocaseItem(column)
      : postgresName(column.target),
  )
  const columns = key.columns.join('_')
  return {
    name: takeRelationName(key.name ?? `${table.target}_${columns}_key`, table, context),
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

/** Keys that conversion could make equal; `where` is the condition of a partial index. */
export function collisionQuestion(
  table: DraftTable,
  names: readonly string[],
  where: string | null = null,
): readonly CollisionQuestion[] {
  const question = askForCollisions(
    table,
    columnsOf(table, names),
    where === null ? null : trustSqlite(where),
  )
  return question === null
    ? []
    : [{ code: 'KEY_COLLISION', object: `${table.source.name}(${names.join(', ')})`, question }]
}

/** Rows that a wished uniqueness would refuse. */
export function duplicateQuestions(table: DraftTable): readonly CollisionQuestion[] {
  const keys = [
    ...(table.wishes.unique ?? []),
    ...(table.wishes.indexes ?? []).filter(index => index.unique === true && index.where === undefined),
  ]
  return keys.flatMap(({ columns }) => {
    const found = columnsOf(table, columns)
    if (found.length < columns.length) return []
    return [
      {
        code: 'DUPLICATES',
        object: `${table.source.name}(${columns.join(', ')})`,
        question: askForDuplicates(table, found),
      },
    ]
  })
}

export function judgeCollisions(
  { code, object }: CollisionQuestion,
  answer: Answer | undefined,
  context: PlanContext,
): void {
  if (answer === undefined || answer.count === 0n) return
  const shown = `${answer.examples.join('; ')}${answer.count > BigInt(answer.examples.length) ? '; …' : ''}`
  const fact =
    code === 'DUPLICATES'
      ? `the configuration asks for uniqueness, but ${answer.count} values occur more than once`
      : `${answer.count} keys that differ in the file would be equal in PostgreSQL`
  note(context, code, object, `${fact} (${shown})`)
}
