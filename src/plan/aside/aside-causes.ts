// Why rows are set aside, as data: for each reason the query that finds the keys of its rows. First what lies in a
// row itself, then rows without a parent, then rows that would be equal in a unique key; a parent that goes takes
// its children with it, for which each foreign key gives the pairs of parent and child.
import type { SetAsideKind } from '../../model/plan.ts'
import { sqliteName } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import { wishOf } from '../columns.ts'
import { type DraftColumn, type DraftTable, findColumns, type PlanContext, type Question } from '../draft.ts'
import type { DraftCheck } from '../expressions/checks.ts'
import type { ForeignKeyEnds } from '../keys/foreign-key-ends.ts'
import type { DraftForeignKey } from '../keys/foreign-keys.ts'
import type { CollisionQuestion } from '../keys/key-collisions.ts'
import type { KeyDoubt } from '../keys/key-doubts.ts'
import { arePresent, breaksCheck, comparedValues, isOrphan, keysOfDuplicates } from '../questions.ts'
import { PAGE_BYTES, type WidthQuestion } from '../rows/row-width.ts'
import { type AsideKeys, allRowsOf, isKept, temporary } from './aside-keys.ts'
import { hasBadValues, isBadValue } from './kept-values.ts'

/** One reason for which rows of a table go. */
export interface AsideCause {
  readonly table: DraftTable
  readonly keys: AsideKeys
  readonly kind: SetAsideKind
  readonly columns: readonly string[]
  readonly reason: string
}

/** A reason whose rows one query finds. */
export interface FoundCause extends AsideCause {
  /** SELECT of the keys. */
  readonly find: SqliteSql
  /**
   * Where it may make SQLite stop, as a CHECK of JSON does at a text that is none: the same among the rows that no
   * earlier reason takes, which may fail too.
   */
  readonly otherwise?: SqliteSql
  /** Any row that stays and answers one of them keeps the constraint out of the target: rows would go in vain. */
  readonly vainFor: readonly Question[]
}

/** Children go with their parents: the reason, and where the pairs of keys are gathered. */
export interface FollowingCause extends AsideCause {
  readonly parent: AsideKeys
  /** Temporary table of (parent, child). */
  readonly pairs: SqliteSql
  readonly pairsName: string
  /** SELECT of parent and child, each by its key. */
  readonly findPairs: SqliteSql
}

export interface AsideDraft {
  readonly places: readonly { readonly table: DraftTable; readonly keys: AsideKeys }[]
  /** To be looked for in this order. */
  readonly found: readonly FoundCause[]
  /** To be followed again and again until nothing changes. */
  readonly following: readonly FollowingCause[]
}

export interface AsideParts {
  readonly tables: readonly DraftTable[]
  readonly checks: readonly DraftCheck[]
  readonly collisions: readonly CollisionQuestion[]
  readonly wideRows: readonly WidthQuestion[]
  readonly doubts: readonly KeyDoubt[]
  readonly foreignKeys: readonly Pick<DraftForeignKey, 'ends'>[]
  /** Rows that were judged elsewhere. */
  readonly others?: readonly RowsToSetAside[]
}

export interface RowsToSetAside extends Pick<AsideCause, 'table' | 'kind' | 'columns' | 'reason'> {
  readonly condition: SqliteSql
}

export function draftAside(parts: AsideParts, { input: { options } }: PlanContext): AsideDraft {
  const ends = options.orphans === 'quarantine' ? parts.foreignKeys.flatMap(({ ends }) => ends ?? []) : []
  const bad = options.badValues === 'quarantine'
  return {
    places: parts.tables.flatMap(table => (table.aside === null ? [] : [{ table, keys: table.aside }])),
    found: [
      ...(bad ? causesInRows(parts) : []),
      ...ends.flatMap(missingParent),
      ...(bad ? parts.collisions.flatMap(equalInKey) : []),
    ],
    following: ends.flatMap(parentSetAside),
  }
}

function causesInRows({ tables, checks, wideRows, doubts, others = [] }: AsideParts): readonly FoundCause[] {
  return [
    ...tables.flatMap(table => table.columns.flatMap(column => badValue(table, column))),
    ...tables.flatMap(table => table.columns.flatMap(column => unwantedNull(table, column))),
    ...wideRows.flatMap(({ table, condition }) =>
      rowsMeeting(table, 'too wide', [], `wider than the ${PAGE_BYTES} bytes of a page`, condition),
    ),
    ...doubts.flatMap(doubt => keyTooLong(doubt, doubts)),
    ...checks.flatMap(brokenCheck),
    ...others.flatMap(({ table, kind, columns, reason, condition }) =>
      rowsMeeting(table, kind, columns, reason, condition),
    ),
  ]
}

function rowsMeeting(
  table: DraftTable,
  kind: SetAsideKind,
  columns: readonly string[],
  reason: string,
  condition: SqliteSql,
): readonly FoundCause[] {
  const keys = table.aside
  if (keys === null) return []
  const find = sqlite`SELECT ${keys.key.sql} FROM ${allRowsOf(table)} AND ${condition}`
  return [{ table, keys, kind, columns, reason, find, vainFor: [] }]
}

/** Looked for only where the census says that there are any. */
function badValue(table: DraftTable, column: DraftColumn): readonly FoundCause[] {
  if (!hasBadValues(column)) return []
  const reason = `the value is no ${column.candidate.type}`
  return rowsMeeting(table, 'bad value', [column.source.name], reason, isBadValue(column))
}

function unwantedNull(table: DraftTable, column: DraftColumn): readonly FoundCause[] {
  if (column.census.nulls === 0n) return []
  const isKey = findColumns(table, table.source.primaryKey?.columns ?? []).includes(column)
  if (!isKey && !(wishOf(table, column).notNull ?? column.source.notNull)) return []
  const reason = isKey ? 'NULL in the primary key' : 'NULL in a column that is NOT NULL'
  return rowsMeeting(table, 'null', [column.source.name], reason, sqlite`typeof(${column.value}) = 'null'`)
}

/** Only a unique key is worth a row: another index is left out. */
function keyTooLong(
  { table, written, index, condition, obstacle }: KeyDoubt,
  doubts: readonly KeyDoubt[],
): readonly FoundCause[] {
  if (!index.unique || obstacle.kind !== 'too long') return []
  const failing = doubts.filter(doubt => doubt.index === index && doubt.obstacle.kind === 'fails')
  return rowsBreaking(table, 'too long', `longer than a btree takes in ${written}`, condition, failing)
}

function brokenCheck({ table, planned, question, doubts }: DraftCheck): readonly FoundCause[] {
  if (question === null) return []
  const text = planned.source ?? planned.expression
  return rowsBreaking(table, 'check', `breaks CHECK (${text})`, breaksCheck(table, text), doubts)
}

/** Rows that a constraint refuses, which is left out where PostgreSQL fails to compute it for some other row. */
function rowsBreaking(
  table: DraftTable,
  kind: SetAsideKind,
  reason: string,
  condition: SqliteSql,
  failing: readonly { readonly question: Question }[],
): readonly FoundCause[] {
  return rowsMeeting(table, kind, [], reason, condition).map(cause => ({
    ...cause,
    otherwise: sqlite`SELECT ${cause.keys.key.sql} FROM ${allRowsOf(table)} AND CASE WHEN ${isKept(cause.keys)} THEN ${condition} ELSE 0 END`,
    vainFor: failing.map(({ question }) => question),
  }))
}

function equalInKey(collision: CollisionQuestion): readonly FoundCause[] {
  const { table, columns } = collision
  const keys = table.aside
  if (keys === null) return []
  const names = columns.map(({ source }) => source.name)
  const reason = `equal in PostgreSQL to an earlier row in the unique key (${names.join(', ')})`
  const find = keysOfDuplicates(table, collision, keys.key.sql)
  return [{ table, keys, kind: 'unique', columns: names, reason, find, vainFor: [] }]
}

function missingParent(ends: ForeignKeyEnds): readonly FoundCause[] {
  const { table, columns } = ends
  const names = columns.map(({ source }) => source.name)
  const condition = isOrphan(ends, allRowsOf(ends.parent))
  const orMixed = ends.matchFull ? ', or NULL in a part of the key (MATCH FULL)' : ''
  return rowsMeeting(table, 'orphan', names, `no parent in ${parentOf(ends)}${orMixed}`, condition)
}

function parentOf({ parent, parentColumns }: ForeignKeyEnds): string {
  return `${parent.source.name} (${parentColumns.map(({ source }) => source.name).join(', ')})`
}

function parentSetAside(ends: ForeignKeyEnds, i: number): readonly FollowingCause[] {
  const { table, columns, parent } = ends
  if (table.aside === null || parent.aside === null) return []
  const pairsName = `${table.aside.place}_pairs_${i}`
  return [
    {
      table,
      keys: table.aside,
      kind: 'orphan',
      columns: columns.map(({ source }) => source.name),
      reason: `its parent in ${parentOf(ends)} is set aside`,
      parent: parent.aside,
      pairsName,
      pairs: temporary(pairsName),
      findPairs: selectPairs(ends, table.aside, parent.aside, pairsName),
    },
  ]
}

/** Each child with each row its foreign key refers to, compared as the values will be in PostgreSQL. */
function selectPairs(
  { table, columns, parent, parentColumns }: ForeignKeyEnds,
  child: AsideKeys,
  parentKeys: AsideKeys,
  name: string,
): SqliteSql {
  const [parents, children] = [sqliteName(`${name}_p`), sqliteName(`${name}_c`)]
  const values = (side: readonly SqliteSql[]): readonly SqliteSql[] =>
    side.map((value, i) => sqlite`${value} AS v${i}`)
  const equal = columns
    .map((_, i) => sqlite`${parents}.v${i} = ${children}.v${i} COLLATE BINARY`)
    .reduce((all, one) => sqlite`${all} AND ${one}`)
  return sqlite`WITH
    ${parents} AS MATERIALIZED (SELECT ${[sqlite`${parentKeys.key.sql} AS key`, ...values(comparedValues(parentColumns, columns))]} FROM ${allRowsOf(parent)} AND ${arePresent(parentColumns)}),
    ${children} AS (SELECT ${[sqlite`${child.key.sql} AS key`, ...values(comparedValues(columns, parentColumns))]} FROM ${allRowsOf(table)} AND ${arePresent(columns)})
    SELECT ${parents}.key AS parent, ${children}.key AS child FROM ${children} CROSS JOIN ${parents} ON ${equal}`
}
