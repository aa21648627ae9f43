// Asks the source what a plan needs to know of its rows.

import type { KeptQuestion, KeptValues } from '../plan/aside/kept-values.ts'
import type { Answer, Question } from '../plan/draft.ts'
import type { SourceAsker } from '../sqlite/asker.ts'
import type { SourceReader } from '../sqlite/reader.ts'

/** All at once, as far as there are lanes. */
export async function answerQuestions(
  asker: SourceAsker,
  questions: readonly Question[],
): Promise<ReadonlyMap<Question, Answer>> {
  const answering = questions.map(async question => [question, await answerTo(asker, question)] as const)
  const answers = new Map<Question, Answer>()
  for (const settled of await Promise.allSettled(answering)) {
    if (settled.status === 'rejected') throw settled.reason
    const [question, answer] = settled.value
    if (answer !== null) answers.set(question, answer)
  }
  return answers
}

async function answerTo(asker: SourceAsker, question: Question): Promise<Answer | null> {
  try {
    return await ask(asker, question)
  } catch (error) {
    if (question.mayFail === true) return null
    throw error
  }
}

async function ask(asker: SourceAsker, { sql, examples }: Question): Promise<Answer> {
  const [[count] = [0n]] = await asker.raw<[bigint]>(sql)
  if (count === 0n || examples === null) return { count, examples: [] }
  const shown = await asker.raw<[string]>(examples)
  return { count, examples: shown.map(([example]) => example) }
}

/** How many values of each storage class stay where others are set aside. */
export function countKept(reader: SourceReader, questions: readonly KeptQuestion[]): KeptValues {
  return new Map(questions.map(({ column, sql }) => [column, new Map(reader.raw<[string, bigint]>(sql))]))
}
