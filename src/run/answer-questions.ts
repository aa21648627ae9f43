// Asks the source what a plan needs to know of its rows.
import type { Answer, Question } from '../plan/draft.ts'
import type { SourceReader } from '../sqlite/reader.ts'

export function answerQuestions(
  reader: SourceReader,
  questions: readonly Question[],
): ReadonlyMap<Question, Answer> {
  return new Map(questions.map(question => [question, answer(reader, question)]))
}

function answer(reader: SourceReader, { sql, examples }: Question): Answer {
  const count = reader.value<bigint>(sql) ?? 0n
  return { count, examples: count === 0n || examples === null ? [] : reader.values<string>(examples) }
}
