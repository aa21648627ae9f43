// Asks the source what a plan needs to know of its rows.
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
