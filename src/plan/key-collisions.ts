// Keys whose rows PostgreSQL could find equal: by conversion where SQLite finds them different, or because the
// configuration asks for a uniqueness that the rows do not have.
import { countOf } from '../codec/codec.ts'
import { withPlainStrings } from '../sql/plain-strings.ts'
import type { SqliteSql } from '../sql/text.ts'
import {
  type Answer,
  type DraftColumn,
  type DraftTable,
  findColumns,
  type PlanContext,
  type Question,
} from './draft.ts'
import { columnNames } from './expressions.ts'
import { note } from './notices.ts'
import { askForCollisions, askForDuplicates } from './questions.ts'

export interface CollisionQuestion {
  readonly code: 'KEY_COLLISION' | 'DUPLICATES'
  readonly object: string
  readonly table: DraftTable
  readonly columns: readonly DraftColumn[]
  /** Condition of a partial index, or null. */
  readonly where: SqliteSql | null
  readonly question: Question
}

/** Keys that conversion could make equal; `where` is the condition of a partial index. */
export function collisionQuestion(
  table: DraftTable,
  names: readonly string[],
  where: string | null = null,
): readonly CollisionQuestion[] {
  const columns = findColumns(table, names)
  const condition = where === null ? null : withPlainStrings(where, columnNames(table))
  const question = askForCollisions(table, columns, condition)
  const object = `${table.source.name}(${names.join(', ')})`
  return question === null
    ? []
    : [{ code: 'KEY_COLLISION', object, table, columns, where: condition, question }]
}

/** Rows that a wished uniqueness would refuse. */
export function duplicateQuestions(table: DraftTable): readonly CollisionQuestion[] {
  const keys = [
    ...(table.wishes.unique ?? []),
    ...(table.wishes.indexes ?? []).filter(index => index.unique === true && index.where === undefined),
  ]
  return keys.flatMap(({ columns }) => {
    const found = findColumns(table, columns)
    if (found.length < columns.length) return []
    return [
      {
        code: 'DUPLICATES',
        object: `${table.source.name}(${columns.join(', ')})`,
        table,
        columns: found,
        where: null,
        question: askForDuplicates(table, found),
      },
    ]
  })
}

export function judgeCollisions(
  { code, object }: CollisionQuestion,
  answer: Answer | undefined,
  context: PlanContext,
): void {
  if (answer === undefined || answer.count === 0n) return
  const shown = `${answer.examples.join('; ')}${answer.count > BigInt(answer.examples.length) ? '; …' : ''}`
  const fact =
    code === 'DUPLICATES'
      ? `the configuration asks for uniqueness, but ${answer.count === 1n ? '1 value occurs' : `${answer.count} values occur`} more than once`
      : `${countOf(answer.count, 'group')} of keys that differ in the file would be equal in PostgreSQL`
  note(context, code, object, `${fact} (${shown})`)
}
