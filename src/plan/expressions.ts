// The bridge from a draft table to the translator of expressions: which columns are in reach and what they
// have become.

import { affinityOf } from '../sql/affinity.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import { parseExpression } from '../sql/parse-expression.ts'
import { translateCondition, translateExpression } from '../sql/translate-expression.ts'
import type { Translation, TranslationContext } from '../sql/translation.ts'
import type { DraftTable } from './draft.ts'

type Purpose = TranslationContext['purpose']

/** A SQLite expression of this table in PostgreSQL's dialect, or why its meaning cannot be kept. */
export function translateFor(
  table: DraftTable,
  expression: string,
  purpose: Purpose,
  serverVersion: number,
): Translation {
  const context = contextOf(table, purpose, serverVersion)
  return translateExpression(parseExpression(expression, context.columns), context)
}

/** As `translateFor`, but as a condition, such as that of a partial index. */
export function translateConditionFor(
  table: DraftTable,
  expression: string,
  purpose: Purpose,
  serverVersion: number,
): Translation {
  const context = contextOf(table, purpose, serverVersion)
  return translateCondition(parseExpression(expression, context.columns), context)
}

function contextOf(table: DraftTable, purpose: Purpose, serverVersion: number): TranslationContext {
  const columns: TranslationContext['columns'] = new Map(
    table.columns.map(column => [
      asciiLower(column.source.name),
      {
        target: column.target,
        family: column.candidate.family,
        collation: column.source.collation,
        affinity: affinityOf(column.source.declaredType),
      },
    ]),
  )
  return { columns, purpose, postgresVersion: Math.floor(serverVersion / 10_000) }
}
