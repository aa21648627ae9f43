// Rows for which PostgreSQL would fail to compute an expression of the file: asked of the source, so that a plan
// knows what the server would say. Whatever holds such an expression is left out where there are any.

import type { SqliteSql } from '../../sql/text.ts'
import type { Failure } from '../../sql/translate/failures.ts'
import type { Answer, DraftTable, Question } from '../draft.ts'
import { askForRows } from '../questions.ts'
import { rowLabelOf, sayNames } from '../rows/row-names.ts'

/** One way in which an expression may fail, and the question how many rows do so. */
export interface FailureDoubt {
  readonly table: DraftTable
  readonly because: string
  readonly question: Question
}

const EXAMPLES = 5

export function doubtFailures(table: DraftTable, failures: readonly Failure[] = []): readonly FailureDoubt[] {
  return failures.map(({ because, condition }) => ({
    table,
    because,
    question: askForFailing(table, condition),
  }))
}

/** SQLite may fail for such a row as well. */
export function askForFailing(table: DraftTable, condition: SqliteSql): Question {
  return { ...askForRows(table, condition, EXAMPLES), mayFail: true }
}

/** What stands in the way, in words; null where no row does. */
export function foundFailure(
  doubts: readonly FailureDoubt[],
  answerTo: (question: Question) => Answer | undefined,
): string | null {
  for (const { table, because, question } of doubts) {
    const answer = answerTo(question)
    if (answer === undefined) return 'SQLite fails to evaluate it'
    if (answer.count > 0n) return `${sayRows(table, answer)} ${because}`
  }
  return null
}

/** `2 rows (ids 7, 9) are` */
export function sayRows(table: DraftTable, answer: Answer): string {
  const isOne = answer.count === 1n
  return `${answer.count} ${isOne ? 'row' : 'rows'} (${sayNames(rowLabelOf(table), answer)}) ${isOne ? 'is' : 'are'}`
}
