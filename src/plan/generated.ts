// Plans generated columns: STORED where the expression translates, is immutable and reads no other generated
// column; else plain columns that keep the values. What an expression assumes of JSON is asked of the source.
// https://www.postgresql.org/docs/current/ddl-generated-columns.html
import { countOf } from '../codec/codec.ts'
import type { PlannedColumn } from '../model/plan.ts'
import { affinityOf } from '../sql/affinity.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { columnNamesOf } from '../sql/expression-parts.ts'
import { isTruthValued } from '../sql/is-truth-valued.ts'
import { parseExpression } from '../sql/parse-expression.ts'
import { sqliteName, sqliteString } from '../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import type { JsonAssumption, Translated } from '../sql/translation.ts'
import { rowsOf } from './aside-keys.ts'
import type { Answer, DraftColumn, DraftTable, PlanContext, Question } from './draft.ts'
import { columnNames, translateFor } from './expressions.ts'
import { note } from './notices.ts'

export interface DraftGenerated {
  readonly table: DraftTable
  readonly column: DraftColumn
  readonly sql: PostgresSql
  /** Counts the rows that speak against it; null where none can. */
  readonly question: Question | null
}

/** The generated columns of a table that can stay generated; the others are noted. */
export function draftGenerated(table: DraftTable, context: PlanContext): readonly DraftGenerated[] {
  return table.columns.flatMap(column => {
    if (column.source.generated === null) return []
    const { expression } = column.source.generated
    const translation = translateFor(table, expression, 'generated', context.input.serverVersion, column)
    if (!translation.ok) return keepPlain(table, column, context, translation.because, translation.hint)
    const sql = assigned(translation, column, expression, table)
    const because = objection(translation, column, expression, table, sql)
    if (sql === null || because !== null) return keepPlain(table, column, context, because ?? '')
    return [{ table, column, sql, question: askForOtherKinds(table, translation.assumes ?? []) }]
  })
}

function keepPlain(
  table: DraftTable,
  column: DraftColumn,
  context: PlanContext,
  because: string,
  hint?: string,
): readonly [] {
  note(
    context,
    'GENERATED_AS_PLAIN',
    `${table.source.name}.${column.source.name}`,
    `GENERATED ALWAYS AS (${column.source.generated?.expression ?? ''}) becomes a plain column: ${because}`,
    hint,
  )
  return []
}

function objection(
  translation: Translated,
  column: DraftColumn,
  expression: string,
  table: DraftTable,
  sql: PostgresSql | null,
): string | null {
  if (!translation.immutable) return 'the expression is not immutable in PostgreSQL'
  const other = generatedColumnIn(table, expression)
  if (other !== undefined) return `it reads ${other.source.name}, which is generated itself`
  if (sql !== null) return null
  if (translation.family === 'text' && column.candidate.family === 'text')
    return `SQLite makes a number of what looks like one in a column declared ${column.source.declaredType}`
  return `the expression gives ${translation.family}, the values are ${column.candidate.type}`
}

function generatedColumnIn(table: DraftTable, expression: string): DraftColumn | undefined {
  const names = columnNamesOf(parseExpression(expression, columnNames(table)))
  return table.columns.find(({ source }) => source.generated !== null && names.has(asciiLower(source.name)))
}

/** The value as the column's affinity leaves it in SQLite; null where PostgreSQL would store another one. */
function assigned(
  { sql, family }: Translated,
  { candidate, source }: DraftColumn,
  expression: string,
  table: DraftTable,
): PostgresSql | null {
  const affinity = affinityOf(source.declaredType)
  const isNumber = affinity === 'integer' || affinity === 'numeric'
  switch (candidate.family) {
    case 'text':
      // A number's affinity would make numbers of texts that look like one.
      if (affinity === 'text' && family === 'integer') return postgres`(${sql})::text`
      return family === 'text' && (affinity === 'text' || affinity === 'blob') ? sql : null
    case 'boolean':
      if (family === 'boolean') return sql
      return family === 'integer' && isTruthValued(parseExpression(expression, columnNames(table)))
        ? postgres`((${sql}) <> 0)`
        : null
    case 'integer':
      if (affinity === 'text' || affinity === 'real') return null
      if (family === 'boolean') return postgres`(${sql})::integer`
      return family === 'integer' ? sql : null
    case 'numeric':
      return isNumber && (family === 'integer' || family === 'numeric') ? sql : null
    case 'real':
      if (family === 'integer') return affinity === 'real' ? sql : null
      return family === 'real' && affinity !== 'text' ? sql : null
    default:
      return candidate.family === family ? sql : null
  }
}

function askForOtherKinds(table: DraftTable, assumptions: readonly JsonAssumption[]): Question | null {
  const [first, ...others] = assumptions.map(assumption => isOfOtherKind(table, assumption))
  if (first === undefined) return null
  const condition = others.reduce((all, one) => sqlite`${all} OR ${one}`, first)
  const sql = sqlite`SELECT count(*) FROM ${rowsOf(table)} AND (${condition})`
  return { sql, examples: null, mayFail: true }
}

function isOfOtherKind(table: DraftTable, { column, path, kinds }: JsonAssumption): SqliteSql {
  const source = table.columns.find(({ target }) => target === column)?.source.name ?? column
  return sqlite`json_type(${sqliteName(source)}, ${sqliteString(path)}) NOT IN (${kinds.map(sqliteString)})`
}

/** Makes plain columns of those whose rows speak against the expression. */
export function completeGenerated(
  columns: readonly PlannedColumn[],
  drafts: readonly DraftGenerated[],
  answerTo: (question: Question | null) => Answer | undefined,
  context: PlanContext,
): readonly PlannedColumn[] {
  return columns.map(planned => {
    const draft = drafts.find(({ column }) => column.target === planned.target)
    if (draft === undefined || draft.question === null) return planned
    const count = answerTo(draft.question)?.count
    if (count === 0n) return planned
    const { table, column } = draft
    keepPlain(
      table,
      column,
      context,
      `${count === undefined ? 'some rows have' : `${countOf(count, 'row')} ${count === 1n ? 'has' : 'have'}`} JSON of another kind there`,
    )
    return { ...planned, generated: null, copy: column.candidate.reading.copy(column.value, column.census) }
  })
}
