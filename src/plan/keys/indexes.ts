// Plans the indexes: those of the file, by name, and those the configuration adds. A partial or expression
// index is carried only if its text translates; a unique one never becomes a wider one.
import type { IndexWish } from '../../model/options.ts'
import type { PlannedIndex } from '../../model/plan.ts'
import type { SourceIndex, SourceIndexColumn } from '../../model/source.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { Failure } from '../../sql/translate/failures.ts'
import { type DraftTable, findColumn, type PlanContext } from '../draft.ts'
import { translateConditionFor, translateFor } from '../expressions/expressions.ts'
import { nameObject } from '../names/object-names.ts'
import { note } from '../notices.ts'
import { indexByHand } from '../remedies.ts'
import { doubtExpressions, doubtLength, type KeyDoubt } from './key-doubts.ts'
import { columnPart, expressionPart, type KeyPart, MOST_KEY_COLUMNS } from './key-parts.ts'

export interface DraftIndex {
  readonly index: PlannedIndex
  readonly doubts: readonly KeyDoubt[]
}

/** Those of the file: planned before any key, so that they keep their names. */
export function planIndexes(table: DraftTable, context: PlanContext): readonly DraftIndex[] {
  return table.source.indexes.map(index => planIndex(table, index, context))
}

type Part = { readonly ok: true; readonly part: KeyPart; readonly order: PostgresSql } | Refused

interface Refused {
  readonly ok: false
  readonly because: string
  readonly hint?: string
}

type Condition =
  | { readonly ok: true; readonly sql: PostgresSql | null; readonly failures: readonly Failure[] }
  | Refused

function planIndex(table: DraftTable, index: SourceIndex, context: PlanContext): DraftIndex {
  const items = index.columns.map(item => planItem(table, item, index, context))
  const where = planWhere(table, index.where, context)
  const refused = objectToSize(index) ?? [...items, where].find(part => !part.ok)
  if (refused !== undefined && !refused.ok)
    return { index: leaveOut(table, index, refused, context), doubts: [] }
  const parts = items.flatMap(item => (item.ok ? [item] : []))
  const planned: PlannedIndex = {
    ...baseOf(table, index),
    name: nameObject('index', { declared: index.name, made: `${table.target}_idx` }, table, context),
    items: parts.map(({ part, order }) => postgres`${part.item}${order}`),
    where: where.ok ? where.sql : null,
    state: 'created',
    because: 'declared in the file',
  }
  const wanted = { index: planned, written: index.sql }
  const keyParts = parts.map(({ part }) => part)
  const doubts = [
    ...doubtExpressions(table, wanted, keyParts, {
      text: index.where,
      failures: where.ok ? where.failures : [],
    }),
    ...doubtLength(table, wanted, keyParts, index.where),
  ]
  return { index: planned, doubts }
}

const baseOf = (table: DraftTable, { unique }: SourceIndex) =>
  ({ table: table.target, unique, method: 'btree', origin: 'source' }) as const

function objectToSize({ columns }: SourceIndex): Refused | undefined {
  if (columns.length <= MOST_KEY_COLUMNS) return undefined
  return {
    ok: false,
    because: `it has ${columns.length} columns, PostgreSQL's indexes have at most ${MOST_KEY_COLUMNS}`,
  }
}

function leaveOut(
  table: DraftTable,
  index: SourceIndex,
  { because, hint }: Refused,
  context: PlanContext,
): PlannedIndex {
  const code = index.unique ? 'UNIQUE_INDEX_LEFT_OUT' : 'INDEX_LEFT_OUT'
  const base = { ...baseOf(table, index), name: index.name }
  note(context, code, index.name, `${because}: ${index.sql}`, hint ?? indexByHand(context, base))
  return { ...base, items: [], where: null, state: 'left out', because }
}

function planItem(
  table: DraftTable,
  item: SourceIndexColumn,
  index: SourceIndex,
  context: PlanContext,
): Part {
  const order = item.descending ? postgres` DESC` : postgres``
  if (item.column === null) return planExpression(table, item, order, index, context)
  const column = findColumn(table, item.column)
  if (column === undefined) return { ok: false, because: `it uses ${item.column}, which is no column` }
  if (column.candidate.isOrdered === false)
    return { ok: false, because: `${item.column} is ${column.candidate.type}, which has no order` }
  const isText = column.candidate.family === 'text'
  if (isText && !['BINARY', 'NOCASE'].includes(item.collation))
    return { ok: false, because: `the collation ${item.collation} has no counterpart` }
  return { ok: true, part: columnPart(column, item.collation, context), order }
}

function planExpression(
  table: DraftTable,
  { expression, collation }: SourceIndexColumn,
  order: PostgresSql,
  index: SourceIndex,
  context: PlanContext,
): Part {
  const written = expression ?? ''
  if (written === index.sql) return { ok: false, because: 'its text cannot be read' }
  const translation = translateFor(table, written, 'index', context.input.serverVersion)
  if (!translation.ok) return translation
  if (!translation.immutable) return { ok: false, because: 'the expression is not immutable in PostgreSQL' }
  if (index.unique && translation.mayCollide)
    return { ok: false, because: 'values that differ in SQLite may be equal in PostgreSQL' }
  const isFolded = collation === 'NOCASE' && translation.family === 'text'
  if (!isFolded && collation !== 'BINARY')
    return { ok: false, because: `the collation ${collation} of an expression has no counterpart` }
  const sql = CONSTANT_TEXT.test(translation.sql) ? postgres`${translation.sql}::text` : translation.sql
  const item = isFolded ? postgres`lower((${sql}) COLLATE "C")` : postgres`(${sql})`
  return { ok: true, part: expressionPart(item, translation, written, table, context), order }
}

/** PostgreSQL gives such a constant no type by itself, and so no order. */
const CONSTANT_TEXT = /^(?:NULL|'(?:[^']|'')*')$/

function planWhere(table: DraftTable, where: string | null, context: PlanContext): Condition {
  if (where === null) return { ok: true, sql: null, failures: [] }
  const translation = translateConditionFor(table, where, 'index', context.input.serverVersion)
  if (!translation.ok) return translation
  return translation.immutable
    ? { ok: true, sql: translation.sql, failures: translation.failures ?? [] }
    : { ok: false, because: 'its condition is not immutable in PostgreSQL' }
}

/** Those that the configuration asks for. */
export function wishedIndexes(table: DraftTable, context: PlanContext): readonly DraftIndex[] {
  return (table.wishes.indexes ?? []).flatMap(wish => wishedIndex(table, wish, context))
}

function wishedIndex(table: DraftTable, wish: IndexWish, context: PlanContext): readonly DraftIndex[] {
  const columns = wish.columns.map(name => findColumn(table, name))
  const unknown = wish.columns.find((_, i) => columns[i] === undefined)
  if (unknown !== undefined) {
    note(
      context,
      'WISH_UNKNOWN',
      `${table.source.name}.${unknown}`,
      'the configuration asks for an index on a column the table does not have',
    )
    return []
  }
  const found = columns.flatMap(column => column ?? [])
  const targets = found.map(({ target }) => target)
  const made = `${table.target}_${targets.join('_')}_idx`
  const index: PlannedIndex = {
    name: nameObject('index', { wished: wish.name, made }, table, context),
    table: table.target,
    unique: wish.unique ?? false,
    method: wish.method ?? 'btree',
    items: targets.map(name => postgresName(name)),
    where: wish.where === undefined ? null : trustPostgres(wish.where),
    state: 'created',
    because: 'asked for by the configuration',
    origin: 'config',
  }
  const written = `the index on (${wish.columns.join(', ')}) that the configuration asks for`
  const parts = found.map(column => columnPart(column, 'BINARY', context))
  return [{ index, doubts: doubtLength(table, { index, written }, parts) }]
}
