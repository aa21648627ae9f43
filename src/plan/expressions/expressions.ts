// The bridge from a draft table to the translator of expressions: which columns are in reach and what they
// have become.

import { valueCount } from '../../codec/codec.ts'
import { affinityOf } from '../../sql/affinity.ts'
import { asciiLower } from '../../sql/ascii-case.ts'
import { parseExpression } from '../../sql/parse/expression.ts'
import { sqliteColumn } from '../../sql/quote.ts'
import { translateCondition, translateExpression } from '../../sql/translate/expression.ts'
import type {
  ColumnFamily,
  ColumnStorage,
  ExpressionColumn,
  Translation,
  TranslationContext,
} from '../../sql/translate/translation.ts'
import type { DraftColumn, DraftTable } from '../draft.ts'

type Purpose = TranslationContext['purpose']

/** A SQLite expression of this table in PostgreSQL's dialect, or why its meaning cannot be kept. */
export function translateFor(
  table: DraftTable,
  expression: string,
  purpose: Purpose,
  serverVersion: number,
  assignedTo?: DraftColumn,
): Translation {
  const targetFamily = assignedTo?.candidate.family
  const context = {
    ...contextOf(table, purpose, serverVersion),
    ...(targetFamily !== undefined && { targetFamily }),
  }
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
    table.columns.map(column => [asciiLower(column.source.name), expressionColumn(column)]),
  )
  return { columns, purpose, postgresVersion: Math.floor(serverVersion / 10_000) }
}

/** The lower-cased names in reach of an expression of this table. */
export function columnNames(table: DraftTable): ReadonlySet<string> {
  return new Set(table.columns.map(column => asciiLower(column.source.name)))
}

/** What a translator must know of a column. */
export function expressionColumn(column: DraftColumn): ExpressionColumn {
  const { candidate, kept, source, target } = column
  const { family, reading } = candidate
  const isJson = family === 'jsonb' || (kept.shapes.jsonb ?? 0n) === valueCount(kept)
  return {
    target,
    family,
    collation: source.collation,
    affinity: affinityOf(source.declaredType),
    storage: storageOf(column),
    isJson,
    // Only this spelling is read as a date.
    ...(family === 'date' && { spelling: '9999-99-99' }),
    ...(reading.epochUnit !== undefined && { epoch: reading.epochUnit }),
  }
}

/** Of the values that stay; without any, what the type will hold. */
function storageOf({ kept, candidate, source, value }: DraftColumn): ColumnStorage {
  if (value !== sqliteColumn(source)) return 'converted'
  const { integers, reals, texts, blobs } = kept
  const [hasIntegers, hasReals] = [integers.count > 0n, reals.count > 0n]
  if (texts.count + blobs.count === 0n) {
    if (hasIntegers && hasReals) return 'number'
    if (hasIntegers || hasReals) return hasReals ? 'real' : 'integer'
    return NATIVE_STORAGE[candidate.family]
  }
  const classes = [integers, reals, texts, blobs].filter(({ count }) => count > 0n)
  if (texts.nonCharacters > 0n) return 'noncharacters'
  if (classes.length > 1) return 'several'
  return texts.count > 0n ? 'text' : 'blob'
}

const NATIVE_STORAGE: Readonly<Record<ColumnFamily, ColumnStorage>> = {
  boolean: 'integer',
  integer: 'integer',
  numeric: 'number',
  real: 'real',
  text: 'text',
  bytea: 'blob',
  timestamp: 'text',
  timestamptz: 'text',
  date: 'text',
  time: 'text',
  json: 'text',
  jsonb: 'text',
  uuid: 'text',
  other: 'text',
}
