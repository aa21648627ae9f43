// Plans generated columns: STORED where the expression translates, is immutable and reads no other generated
// column; else plain columns that keep the values. Whether PostgreSQL can compute it for every row
// is asked of the source.
// https://www.postgresql.org/docs/current/ddl-generated-columns.html
import type { PlannedColumn } from '../../model/plan.ts'
import { affinityOf } from '../../sql/affinity.ts'
import { asciiLower } from '../../sql/ascii-case.ts'
import { isTruthValued } from '../../sql/is-truth-valued.ts'
import { columnNamesOf } from '../../sql/map-expression.ts'
import { parseExpression } from '../../sql/parse/expression.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { Translated } from '../../sql/translate/translation.ts'
import type { Answer, DraftColumn, DraftTable, PlanContext, Question } from '../draft.ts'
import { note } from '../notices.ts'
import { planSending } from '../sending.ts'
import { columnNames, translateFor } from './expressions.ts'
import { doubtFailures, type FailureDoubt, foundFailure } from './failing-rows.ts'

export interface DraftGenerated {
  readonly table: DraftTable
  readonly column: DraftColumn
  readonly sql: PostgresSql
  /** Rows that speak against it. */
  readonly doubts: readonly FailureDoubt[]
}

/** The generated columns of a table that can stay generated; the others are noted. */
export function draftGenerated(table: DraftTable, context: PlanContext): readonly DraftGenerated[] {
  return table.columns.flatMap(column => {
    if (column.source.generated === null) return []
    if (column.mask !== null) return keepPlain(table, column, context, 'it is masked')
    const { expression } = column.source.generated
    const translation = translateFor(table, expression, 'generated', context.input.serverVersion, column)
    if (!translation.ok) return keepPlain(table, column, context, translation.because, translation.hint)
    const sql = assigned(translation, column, expression, table)
    const because = objection(translation, column, expression, table, sql)
    if (sql === null || because !== null) return keepPlain(table, column, context, because ?? '')
    return [{ table, column, sql, doubts: doubtFailures(table, translation.failures) }]
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

/** Makes plain columns of those whose rows speak against the expression. */
export function completeGenerated(
  columns: readonly PlannedColumn[],
  drafts: readonly DraftGenerated[],
  answerTo: (question: Question) => Answer | undefined,
  context: PlanContext,
): readonly PlannedColumn[] {
  return columns.map(planned => {
    const draft = drafts.find(({ column }) => column.target === planned.target)
    const failure = foundFailure(draft?.doubts ?? [], answerTo)
    if (draft === undefined || failure === null) return planned
    const { table, column } = draft
    keepPlain(table, column, context, failure)
    return { ...planned, generated: null, ...planSending(column) }
  })
}
