// The questions a plan has for the source: how many rows are orphans, collide after conversion, or break a
// CHECK. Each is one query over the rows that are moved; the answers complete the plan.

import { comparedNumber } from '../codec/equal-values.ts'
import { postgresName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { withPlainStrings } from '../sql/translate/plain-strings.ts'
import { rowsOf } from './aside/aside-keys.ts'
import type { DraftColumn, DraftTable, Question } from './draft.ts'
import { columnNames } from './expressions/expressions.ts'
import type { ForeignKeyEnds } from './keys/foreign-key-ends.ts'
import { rowNameOf, shownValue } from './rows/row-names.ts'

const EXAMPLES = 10

/** How many of the rows that are moved meet a condition, and which. */
export function askForRows(table: DraftTable, condition: SqliteSql, examples = EXAMPLES): Question {
  const from = sqlite`FROM ${rowsOf(table)} AND ${condition}`
  return {
    sql: sqlite`SELECT count(*) ${from}`,
    examples: sqlite`SELECT ${rowNameOf(table)} ${from} LIMIT ${examples}`,
  }
}

/** Rows whose foreign key is whole but has no parent, compared as the values will be in PostgreSQL. */
export function askForOrphans(ends: ForeignKeyEnds): Question {
  return askForRows(ends.table, isOrphan(ends, rowsOf(ends.parent)))
}

/** True for a child whose parent is not among `parents`, which is what follows FROM. */
export function isOrphan(
  { columns, parentColumns, matchFull }: ForeignKeyEnds,
  parents: SqliteSql,
): SqliteSql {
  const values = comparedValues(columns, parentColumns)
  const parentValues = comparedValues(parentColumns, columns)
  const missing = sqlite`${row(values)} NOT IN (SELECT ${parentValues} FROM ${parents} AND ${arePresent(parentColumns)})`
  const orphan = sqlite`${arePresent(columns)} AND ${missing}`
  return matchFull ? sqlite`(${orphan} OR ${areMixed(columns)})` : orphan
}

/** What a unique key or index compares: columns by what they become, expressions by what SQLite computes. */
export interface UniqueParts {
  readonly columns: readonly DraftColumn[]
  readonly expressions: readonly SqliteSql[]
  /** Condition of a partial index, or null. */
  readonly where: SqliteSql | null
}

/** Groups of rows that are different in the file and equal after conversion; null where conversion keeps values apart. */
export function askForCollisions(table: DraftTable, parts: UniqueParts): Question | null {
  return parts.columns.every(column => column.candidate.reading.injective)
    ? null
    : askForDuplicates(table, parts)
}

/** Groups of rows that will be equal in these parts; rows with a NULL there never are. */
export function askForDuplicates(table: DraftTable, parts: UniqueParts): Question {
  const groups = sqlite`SELECT min(${shownTogether(parts)}) AS shown FROM ${comparedRows(table, parts)} GROUP BY ${groupingOf(parts)} HAVING count(*) > 1`
  return {
    sql: sqlite`SELECT count(*) FROM (${groups})`,
    examples: sqlite`SELECT shown FROM (${groups}) LIMIT ${EXAMPLES}`,
    ...(parts.expressions.length > 0 && { mayFail: true }),
  }
}

/** Keys of all rows of such groups but the first. */
export function keysOfDuplicates(table: DraftTable, parts: UniqueParts, key: SqliteSql): SqliteSql {
  const rows = comparedRows(table, parts)
  return sqlite`SELECT ${key} FROM ${rows} AND ${key} NOT IN (SELECT min(${key}) FROM ${rows} GROUP BY ${groupingOf(parts)})`
}

function groupingOf({ columns, expressions }: UniqueParts): readonly SqliteSql[] {
  return [...columns.map(equalized), ...expressions]
}

/** What follows FROM: the rows that a unique key of these parts compares. */
function comparedRows(table: DraftTable, { columns, expressions, where }: UniqueParts): SqliteSql {
  const present = [
    ...(columns.length > 0 ? [arePresent(columns)] : []),
    ...expressions.map(expression => sqlite`${expression} IS NOT NULL`),
    ...(where === null ? [] : [sqlite`(${where}\n)`]),
  ]
  return present.reduce((rows, condition) => sqlite`${rows} AND ${condition}`, rowsOf(table))
}

/** True for a row that a CHECK of the file refuses; NULL passes on both sides. */
export function breaksCheck(table: DraftTable, expression: string): SqliteSql {
  return sqlite`NOT (${withPlainStrings(expression, columnNames(table))}\n)`
}

/** Rows that a CHECK of the file refuses; a value may make SQLite stop, such as JSON that is none. */
export function askForViolations(table: DraftTable, expression: string): Question {
  const sql = sqlite`SELECT count(*) FROM ${rowsOf(table)} AND ${breaksCheck(table, expression)}`
  return { sql, examples: null, mayFail: true }
}

function shownTogether({ columns, expressions }: UniqueParts): SqliteSql {
  return [...columns.map(({ value }) => value), ...expressions]
    .map(shownValue)
    .reduce((all, one) => sqlite`${all} || ', ' || ${one}`)
}

/** The values of one end of a foreign key, as they are compared with those of the other end. */
export function comparedValues(
  columns: readonly DraftColumn[],
  others: readonly DraftColumn[],
): readonly SqliteSql[] {
  return columns.map((column, i) => comparable(column, others[i]))
}

/** The text by which PostgreSQL compares a value: the canonical one, as the proof has it, unless the type ignores case. */
function canonical(column: DraftColumn): SqliteSql {
  const { reading } = column.candidate
  const compared = reading.compared?.(column.value)
  return compared ?? reading.proof(column.provenValue, postgresName(column.target)).sqlite
}

/** One text for all values that PostgreSQL finds equal, whatever collation the column has in the file. */
function equalized(column: DraftColumn): SqliteSql {
  const text = column.candidate.reading.compared?.(column.provenValue) ?? canonical(column)
  return sqlite`${text} COLLATE BINARY`
}

/** The raw value where both ends are read alike and keep values apart, so that an index of the parent serves. */
function comparable(column: DraftColumn, other: DraftColumn | undefined): SqliteSql {
  const reading = column.candidate.reading
  const raw = other !== undefined && reading.injective && other.candidate.reading.name === reading.name
  if (raw) return sqlite`${column.value} COLLATE BINARY`
  const isNumber = column.candidate.family === 'integer' && other?.candidate.family === 'numeric'
  return isNumber ? comparedNumber(canonical(column)) : equalized(column)
}

/** True where none of the values is NULL. */
export function arePresent(columns: readonly DraftColumn[]): SqliteSql {
  return columns
    .map(column => sqlite`${column.value} IS NOT NULL`)
    .reduce((all, one) => sqlite`${all} AND ${one}`)
}

/** True where some of the values are NULL and some are not. */
function areMixed(columns: readonly DraftColumn[]): SqliteSql {
  const some = columns
    .map(column => sqlite`${column.value} IS NOT NULL`)
    .reduce((all, one) => sqlite`${all} OR ${one}`)
  return sqlite`(${some}) AND NOT (${arePresent(columns)})`
}

function row(values: readonly SqliteSql[]): SqliteSql {
  return values.length === 1 ? (values[0] as SqliteSql) : sqlite`(${values})`
}
