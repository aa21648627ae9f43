// The questions a plan has for the source: how many rows are orphans, collide after conversion, or break a
// CHECK. Each is one query; the answers complete the plan.
import { postgresName, sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite, trustSqlite } from '../sql/text.ts'
import type { DraftColumn, DraftTable, Question } from './draft.ts'
import type { ForeignKeyEnds } from './foreign-key-ends.ts'
import { rowNameOf } from './row-names.ts'

const EXAMPLES = 10

/** Rows whose foreign key is whole but has no parent, compared as the values will be in PostgreSQL. */
export function askForOrphans({ table, columns, parent, parentColumns }: ForeignKeyEnds): Question {
  const values = columns.map((column, i) => comparable(column, parentColumns[i]))
  const parentValues = parentColumns.map((column, i) => comparable(column, columns[i]))
  const present = and(columns.map(column => sqlite`${sqliteName(column.source.name)} IS NOT NULL`))
  const parentPresent = and(
    parentColumns.map(column => sqlite`${sqliteName(column.source.name)} IS NOT NULL`),
  )
  const missing = sqlite`${row(values)} NOT IN (SELECT ${parentValues} FROM ${sqliteName(parent.source.name)} NOT INDEXED WHERE ${parentPresent})`
  const from = sqlite`FROM ${sqliteName(table.source.name)} NOT INDEXED WHERE ${present} AND ${missing}`
  return {
    sql: sqlite`SELECT count(*) ${from}`,
    examples: sqlite`SELECT ${rowNameOf(table)} ${from} LIMIT ${EXAMPLES}`,
  }
}

/** Groups of rows that are different in the file and equal after conversion; null where conversion keeps values apart. */
export function askForCollisions(
  table: DraftTable,
  columns: readonly DraftColumn[],
  where: SqliteSql | null,
): Question | null {
  return columns.every(column => column.candidate.reading.injective)
    ? null
    : askForDuplicates(table, columns, where)
}

/** Groups of rows that will be equal in these columns; rows with a NULL there never are. */
export function askForDuplicates(
  table: DraftTable,
  columns: readonly DraftColumn[],
  where: SqliteSql | null = null,
): Question {
  const condition = where === null ? sqlite`` : sqlite` AND (${where})`
  const present = and(columns.map(column => sqlite`${sqliteName(column.source.name)} IS NOT NULL`))
  const groups = sqlite`SELECT min(${shownTogether(columns)}) AS shown FROM ${sqliteName(table.source.name)} NOT INDEXED WHERE ${present}${condition} GROUP BY ${columns.map(canonical)} HAVING count(*) > 1`
  return {
    sql: sqlite`SELECT count(*) FROM (${groups})`,
    examples: sqlite`SELECT shown FROM (${groups}) LIMIT ${EXAMPLES}`,
  }
}

/** Rows that a CHECK of the file refuses; NULL passes on both sides. */
export function askForViolations(table: DraftTable, expression: string): Question {
  const condition = trustSqlite(expression)
  return {
    sql: sqlite`SELECT count(*) FROM ${sqliteName(table.source.name)} NOT INDEXED WHERE NOT (${condition})`,
    examples: null,
  }
}

/** Rows that a wished CHECK refuses, if its text happens to be SQLite's language too. */
export function askForWishViolations(table: DraftTable, expression: string): Question {
  return { ...askForViolations(table, expression), mayFail: true }
}

function shownTogether(columns: readonly DraftColumn[]): SqliteSql {
  return columns
    .map(column => sqlite`quote(${sqliteName(column.source.name)})`)
    .reduce((all, one) => sqlite`${all} || ', ' || ${one}`)
}

/** The canonical text of a value, as the proof has it. */
function canonical(column: DraftColumn): SqliteSql {
  return column.candidate.reading.proof(sqliteName(column.source.name), postgresName(column.target)).sqlite
}

/** The raw value where both ends are read alike and keep values apart, so that an index of the parent serves. */
function comparable(column: DraftColumn, other: DraftColumn | undefined): SqliteSql {
  const reading = column.candidate.reading
  const raw = other !== undefined && reading.injective && other.candidate.reading.name === reading.name
  return raw
    ? sqlite`${sqliteName(column.source.name)} COLLATE BINARY`
    : sqlite`${canonical(column)} COLLATE BINARY`
}

function and(conditions: readonly SqliteSql[]): SqliteSql {
  return conditions.reduce((all, one) => sqlite`${all} AND ${one}`)
}

function row(values: readonly SqliteSql[]): SqliteSql {
  return values.length === 1 ? (values[0] as SqliteSql) : sqlite`(${values})`
}
