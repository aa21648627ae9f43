// Asks the source what a plan needs to know of its rows.

import type { KeptQuestion, KeptValues } from '../plan/aside/kept-values.ts'
import type { Answer, Question } from '../plan/draft.ts'
import type { SourceReader } from '../sqlite/reader.ts'

export function answerQuestions(
  reader: SourceReader,
  questions: readonly Question[],
): ReadonlyMap<Question, Answer> {
  const answers = new Map<Question, Answer>()
  for (const question of questions) {
    const answer = answerTo(reader, question)
    if (answer !== null) answers.set(question, answer)
  }
  return answers
}

function answerTo(reader: SourceReader, question: Question): Answer | null {
  try {
    return ask(reader, question)
  } catch (error) {
    if (question.mayFail === true) return null
    throw error
  }
}

function ask(reader: SourceReader, { sql, examples }: Question): Answer {
  const count = reader.value<bigint>(sql) ?? 0n
  return { count, examples: count === 0n || examples === null ? [] : reader.values<string>(examples) }
}

/** How many values of each storage class stay where others are set aside. */
export function countKept(reader: SourceReader, questions: readonly KeptQuestion[]): KeptValues {
  return new Map(questions.map(({ column, sql }) => [column, new Map(reader.raw<[string, bigint]>(sql))]))
}
