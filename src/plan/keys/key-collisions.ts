// Keys whose rows PostgreSQL could find equal: by conversion where SQLite finds them different, or because the
// configuration asks for a uniqueness that the rows do not have.
import { countOf } from '../../codec/codec.ts'
import type { SourceIndex } from '../../model/source.ts'
import { sqliteName } from '../../sql/quote.ts'
import { sqlite } from '../../sql/text.ts'
import { withPlainStrings } from '../../sql/translate/plain-strings.ts'
import { type Answer, type DraftTable, findColumns, type PlanContext, type Question } from '../draft.ts'
import { columnNames } from '../expressions/expressions.ts'
import { note } from '../notices.ts'
import { askForCollisions, askForDuplicates, type UniqueParts } from '../questions.ts'

export interface CollisionQuestion extends UniqueParts {
  readonly code: 'KEY_COLLISION' | 'DUPLICATES'
  readonly object: string
  readonly table: DraftTable
  readonly question: Question
}

/** Keys that conversion could make equal. */
export function collisionQuestion(table: DraftTable, names: readonly string[]): readonly CollisionQuestion[] {
  const columns = findColumns(table, names)
  return askOf(table, names, { columns, expressions: [], where: null })
}

/** The same of a unique index of the file, which may be partial and hold expressions. */
export function indexCollisionQuestion(
  table: DraftTable,
  { columns: items, where }: SourceIndex,
): readonly CollisionQuestion[] {
  const names = columnNames(table)
  const written = items.map(({ column, expression }) => column ?? expression ?? '')
  return askOf(table, written, {
    columns: findColumns(
      table,
      items.flatMap(({ column }) => column ?? []),
    ),
    expressions: items.flatMap(({ column, expression, collation }) =>
      column !== null || expression === null
        ? []
        : [sqlite`(${withPlainStrings(expression, names)}\n) COLLATE ${sqliteName(collation)}`],
    ),
    where: where === null ? null : withPlainStrings(where, names),
  })
}

function askOf(
  table: DraftTable,
  written: readonly string[],
  parts: UniqueParts,
): readonly CollisionQuestion[] {
  const question = askForCollisions(table, parts)
  const object = `${table.source.name}(${written.join(', ')})`
  return question === null ? [] : [{ code: 'KEY_COLLISION', object, table, ...parts, question }]
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
    const parts = { columns: found, expressions: [], where: null }
    return [
      {
        code: 'DUPLICATES',
        object: `${table.source.name}(${columns.join(', ')})`,
        table,
        ...parts,
        question: askForDuplicates(table, parts),
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
