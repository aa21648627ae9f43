// ORDER BY and LIMIT. NULL is the smallest value in SQLite and text is ordered by its bytes. A limit is carried
// only where the order leaves no two rows to chance. https://www.sqlite.org/lang_select.html#orderby
import { asciiLower } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import { shapeOf } from '../map-expression.ts'
import { literalOf } from '../parse/literal.ts'
import { qualifiedKey } from '../resolve/qualified-key.ts'
import { qualified } from '../resolve/resolve-columns.ts'
import type { ResolvedCore } from '../resolve/resolve-select.ts'
import type { QueryColumn, QueryWorld } from '../resolve/select-scope.ts'
import type { OrderTerm, SelectQuery } from '../select.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { comparisonCollation } from './column-operand.ts'
import { foldedSql } from './comparison-operands.ts'
import { scopeOf } from './expression.ts'
import { Refusal, type Scope } from './translation.ts'

export interface TranslatedOrder {
  readonly sql: PostgresSql
  /** No two rows are equal in it. */
  readonly isTotal: boolean
}

const NO_ORDER: TranslatedOrder = { sql: postgres``, isTotal: false }
const ORDERED = ['boolean', 'integer', 'numeric', 'real', 'text', 'bytea', 'date', 'null']

export function orderSql(core: ResolvedCore, scope: Scope): TranslatedOrder {
  if (core.orderBy.length === 0) return NO_ORDER
  return { sql: listed(core.orderBy, scope), isTotal: isTotalOrder(core) }
}

function listed(terms: readonly OrderTerm[], scope: Scope): PostgresSql {
  const sorting = terms.filter(({ value }) => literalOf(value) === null)
  return sorting.length === 0 ? postgres`` : postgres` ORDER BY ${sorting.map(term => termSql(term, scope))}`
}

function termSql({ value, descending, nulls }: OrderTerm, scope: Scope): PostgresSql {
  const node = value.kind === 'collate' ? value.operand : value
  const term = scope.value(node)
  const isSpelledAlike = isTimeOfOneSpelling(node, scope)
  if (!ORDERED.includes(term.family) && !isSpelledAlike)
    throw new Refusal(`an order of ${term.family} values, which SQLite orders as they are written`)
  if (term.family === 'text' && scope.context.ordersTextByCodePoint === false)
    throw new Refusal('an order of text, which this file keeps by the bytes of UTF-16')
  const folded = term.family === 'text' ? foldedSql(comparisonCollation(value, null, scope.context)) : null
  const written = folded === null ? term.sql : folded(term, node)
  const key = term.family === 'text' ? postgres`${written} COLLATE "C"` : written
  const direction = descending ? 'DESC' : 'ASC'
  return postgres`${key} ${trustPostgres(`${direction} NULLS ${nulls ?? (descending ? 'LAST' : 'FIRST')}`)}`
}

function isTimeOfOneSpelling(node: Expression, { context }: Scope): boolean {
  if (node.kind !== 'column') return false
  const key = qualifiedKey(node.table ?? '', node.name)
  const spelling = context.columns.get(key)?.spelling
  return spelling !== undefined && /^[9:. T-]+Z?$/.test(spelling)
}

/** By a key of the only table, or by all that is grouped. */
function isTotalOrder({ orderBy, groupBy, reach }: ResolvedCore): boolean {
  const ordered = new Set(orderBy.map(({ value }) => shapeOf(value)))
  if (groupBy.length > 0) return groupBy.every(node => ordered.has(shapeOf(node)))
  const [source, another] = reach.sources
  if (source === undefined || another !== undefined) return false
  return source.relation.keys.some(key =>
    key.every(name => {
      const column = source.columns.find(found => asciiLower(found.name) === asciiLower(name))
      return column !== undefined && ordered.has(shapeOf(qualified(column)))
    }),
  )
}

/** The order of a whole result, by positions or names of its columns. */
export function orderByColumns(
  terms: readonly OrderTerm[],
  columns: readonly QueryColumn[],
  world: QueryWorld,
): TranslatedOrder {
  if (terms.length === 0) return NO_ORDER
  const found = terms.map(term => ({ ...term, value: resultNode(term.value, columns) }))
  const reached = new Map(columns.map(column => [qualifiedKey('rows', column.name), column]))
  const { postgresVersion, ordersTextByCodePoint } = world
  const scope = scopeOf({ columns: reached, purpose: 'view', postgresVersion, ordersTextByCodePoint })
  const ordered = new Set(found.map(({ value }) => shapeOf(value)))
  return {
    sql: listed(found, scope),
    isTotal: columns.every(column => ordered.has(shapeOf(qualified(column)))),
  }
}

function resultNode(node: Expression, columns: readonly QueryColumn[]): Expression {
  if (node.kind === 'collate') return { ...node, operand: resultNode(node.operand, columns) }
  const column =
    node.kind === 'integer'
      ? columns[Number(node.value) - 1]
      : node.kind === 'column'
        ? columns.find(({ name }) => asciiLower(name) === asciiLower(node.name))
        : undefined
  if (column === undefined) throw new Refusal('an order of DISTINCT or of a compound by an expression')
  return qualified(column)
}

export function limitSql(
  { limit, offset }: Pick<SelectQuery, 'limit' | 'offset'>,
  isTotal: boolean,
): PostgresSql {
  if (limit === null) return postgres``
  if (!isTotal) throw new Refusal('LIMIT over an order that leaves the choice of rows open')
  const [count, skipped] = [wholeNumber(limit), offset === null ? 0n : wholeNumber(offset)]
  const counted = count < 0n ? postgres`` : postgres` LIMIT ${count}`
  return skipped <= 0n ? counted : postgres`${counted} OFFSET ${skipped}`
}

function wholeNumber(node: Expression): bigint {
  if (node.kind === 'integer') return node.value
  const isNegative = node.kind === 'unary' && node.operator === '-' && node.operand.kind === 'integer'
  if (isNegative && node.operand.kind === 'integer') return -node.operand.value
  throw new Refusal('LIMIT by an expression')
}
