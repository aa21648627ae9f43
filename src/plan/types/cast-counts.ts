// What casts, and types that read values in a way of their own, do to the values: counted in the file and told per
// column.
import type { CastCount } from '../../codec/cast/count.ts'
import { sqliteName } from '../../sql/quote.ts'
import type { Answer, DraftColumn, DraftTable, PlanContext, Question } from '../draft.ts'
import { note } from '../notices.ts'
import { askForRows } from '../questions.ts'

export interface CastQuestion {
  readonly table: DraftTable
  readonly column: DraftColumn
  readonly count: CastCount
  readonly question: Question
}

export function askForCasts(table: DraftTable): readonly CastQuestion[] {
  return table.columns.flatMap(column =>
    [...column.counts, ...(column.candidate.counts?.(column.census) ?? [])].map(count => ({
      table,
      column,
      count,
      question: askForRows(table, count.when(sqliteName(column.source.name))),
    })),
  )
}

export function judgeCasts(
  questions: readonly CastQuestion[],
  answerTo: (question: Question) => Answer | undefined,
  context: PlanContext,
): void {
  const told = new Map<DraftColumn, string[]>()
  for (const { table, column, count, question } of questions) {
    const answer = answerTo(question)
    if (answer === undefined || answer.count === 0n) continue
    const says = count.says(answer.count)
    if (count.severity === 'info') told.set(column, [...(told.get(column) ?? []), says])
    else note(context, 'CAST_AMBIGUOUS', objectOf(table, column), `${says} (${shown(answer)})`)
  }
  for (const { table, column } of questions) {
    const says = told.get(column)
    if (says === undefined) continue
    told.delete(column)
    note(context, column.wished ? 'CAST_APPLIED' : 'TYPE_REMARK', objectOf(table, column), says.join('; '))
  }
}

function objectOf(table: DraftTable, column: DraftColumn): string {
  return `${table.source.name}.${column.source.name}`
}

function shown({ count, examples }: Answer): string {
  return `rows ${examples.join(', ')}${count > BigInt(examples.length) ? ', …' : ''}`
}
