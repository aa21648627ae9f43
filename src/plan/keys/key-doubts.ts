// Keys and indexes that PostgreSQL might refuse because of a value, found in the values beforehand: rows that no
// btree takes, expressions that fail there. An index is left out; a key that is too long is guarded by an index on
// a digest of its long parts. https://www.postgresql.org/docs/current/btree.html
import { LONGEST_KEY_BYTES } from '../../codec/stored-bytes.ts'
import type { PlannedIndex, PlannedTable } from '../../model/plan.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Failure } from '../../sql/translate/failures.ts'
import { withPlainStrings } from '../../sql/translate/plain-strings.ts'
import type { Answer, DraftTable, PlanContext, Question } from '../draft.ts'
import { columnNames } from '../expressions/expressions.ts'
import { askForFailing, sayRows } from '../expressions/failing-rows.ts'
import { note } from '../notices.ts'
import { indexByHand, indexOfLongValues } from '../remedies.ts'
import { digestedItems, isTooLong, type KeyPart, mayBeTooLong } from './key-parts.ts'

/** A key or an index, and the question how many rows stand in its way. */
export interface KeyDoubt {
  readonly table: DraftTable
  /** `PRIMARY KEY (a)`, `UNIQUE (a, b)` or the text of an index. */
  readonly written: string
  /** The key as an index, or the index. */
  readonly index: PlannedIndex
  /** True for a row that stands in its way. */
  readonly condition: SqliteSql
  readonly question: Question
  readonly obstacle:
    | { readonly kind: 'too long'; readonly parts: readonly KeyPart[] }
    | { readonly kind: 'fails'; readonly because: string }
}

/** `where` is the condition of a partial index in the file. */
export function doubtLength(
  table: DraftTable,
  wanted: Pick<KeyDoubt, 'index' | 'written'>,
  parts: readonly KeyPart[],
  where: string | null = null,
): readonly KeyDoubt[] {
  const { method, state } = wanted.index
  if (method !== 'btree' || state === 'left out' || !mayBeTooLong(parts)) return []
  const condition = withinIndex(table, isTooLong(parts), where)
  const question = askForFailing(table, condition)
  return [{ ...wanted, table, condition, question, obstacle: { kind: 'too long', parts } }]
}

/** One doubt for each way in which an expression of the index, or its condition, may fail in PostgreSQL. */
export function doubtExpressions(
  table: DraftTable,
  wanted: Pick<KeyDoubt, 'index' | 'written'>,
  parts: readonly KeyPart[],
  where: { readonly text: string | null; readonly failures: readonly Failure[] },
): readonly KeyDoubt[] {
  const ofParts = parts.flatMap(({ failures }) =>
    failures.map(failure => ({ ...failure, condition: withinIndex(table, failure.condition, where.text) })),
  )
  // The condition is computed for every row.
  return [...where.failures, ...ofParts].map(({ because, condition }): KeyDoubt => {
    const question = askForFailing(table, condition)
    return { ...wanted, table, condition, question, obstacle: { kind: 'fails', because } }
  })
}

/** The condition among the rows of a partial index. */
function withinIndex(table: DraftTable, condition: SqliteSql, where: string | null): SqliteSql {
  return where === null
    ? condition
    : sqlite`(${withPlainStrings(where, columnNames(table))}\n) AND (${condition})`
}

type KeyedTable = Pick<PlannedTable, 'primaryKey' | 'uniques'>

export interface SoundKeys<Table extends KeyedTable> {
  readonly tables: readonly Table[]
  readonly indexes: readonly PlannedIndex[]
  /** Names of the keys and indexes that are not there as they were planned. */
  readonly lost: ReadonlySet<string>
}

/** The same with only such keys and indexes as the values allow. */
export function settleKeys<Table extends KeyedTable>(
  tables: readonly Table[],
  indexes: readonly PlannedIndex[],
  doubts: readonly KeyDoubt[],
  answerTo: (question: Question) => Answer | undefined,
  context: PlanContext,
): SoundKeys<Table> {
  const replaced = new Map<string, PlannedIndex>()
  for (const doubt of doubts) {
    const answer = answerTo(doubt.question)
    if (answer?.count === 0n || replaced.has(doubt.index.name)) continue
    replaced.set(doubt.index.name, settle(doubt, answer, context))
  }
  const ofKeys = [...replaced.values()].filter(({ name }) => !indexes.some(index => index.name === name))
  return {
    tables: tables.map(table => withoutKeys(table, replaced)),
    indexes: [...ofKeys, ...indexes.map(index => replaced.get(index.name) ?? index)],
    lost: new Set(replaced.keys()),
  }
}

function withoutKeys<Table extends KeyedTable>(
  table: Table,
  replaced: ReadonlyMap<string, PlannedIndex>,
): Table {
  const { primaryKey, uniques } = table
  return {
    ...table,
    primaryKey: primaryKey !== null && replaced.has(primaryKey.name) ? null : primaryKey,
    uniques: uniques.filter(({ name }) => !replaced.has(name)),
  }
}

/** What becomes of a key or index that cannot be as it was planned; no answer means that SQLite fails too. */
function settle(doubt: KeyDoubt, answer: Answer | undefined, context: PlanContext): PlannedIndex {
  const { index, obstacle, written } = doubt
  if (answer === undefined) return leaveOut(doubt, 'SQLite fails to evaluate it', undefined, context)
  const rows = sayRows(doubt.table, answer)
  if (obstacle.kind === 'fails') return leaveOut(doubt, `${rows} ${obstacle.because}`, undefined, context)
  const because = `${rows} longer than the ${LONGEST_KEY_BYTES} bytes that a btree takes`
  const digested = digestedItems(obstacle.parts)
  const items = index.unique ? digested : null
  if (items === null) {
    const hint = index.unique ? null : indexOfLongValues(context, index, obstacle.parts, digested)
    return leaveOut(doubt, because, hint ?? undefined, context)
  }
  const fact = `${because}: ${written} becomes a unique index on (${items.join(', ')})`
  note(context, 'KEY_BY_DIGEST', index.name, fact)
  return { ...index, items, because: 'a key that is too long for a btree, guarded by its md5' }
}

function leaveOut(
  { index, written }: KeyDoubt,
  because: string,
  hint: string | undefined,
  context: PlanContext,
): PlannedIndex {
  const code = index.unique ? 'UNIQUE_INDEX_LEFT_OUT' : 'INDEX_LEFT_OUT'
  note(context, code, index.name, `${because}: ${written}`, hint ?? indexByHand(context, index))
  return { ...index, items: [], where: null, state: 'left out', because }
}
