// Comparisons: both sides must be of one kind, text must be compared by bytes or by folded bytes as in
// SQLite, and a constant must be one the column's type can hold exactly. https://www.sqlite.org/datatype3.html#comparisons

import type {
  BetweenExpression,
  BinaryExpression,
  ComparisonOperator,
  Expression,
  InExpression,
} from '../expression.ts'
import { literalOf } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { booleanByTable, type TruthOf, truthOfComparison } from './boolean.ts'
import { bareColumn, comparisonCollation, refuseForeignAffinity, withoutCollate } from './column-operand.ts'
import { foldedSql, reconcile } from './comparison-operands.ts'
import { translateJsonTypeTest } from './json.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'
import { translateTypeTest } from './type-test.ts'

const POSTGRES_OPERATORS: Record<ComparisonOperator, string> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '=': '=',
  '<>': '<>',
  IS: 'IS NOT DISTINCT FROM',
  'IS NOT': 'IS DISTINCT FROM',
}

const MIRRORED: Partial<Record<ComparisonOperator, ComparisonOperator>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

export function translateComparison(
  operator: ComparisonOperator,
  left: Expression,
  right: Expression,
  scope: Scope,
): Term {
  return (
    translateTypeTest(operator, left, [right], scope) ??
    translateJsonTypeTest(operator, left, [right], scope) ??
    translateTypeTest(MIRRORED[operator] ?? operator, right, [left], scope) ??
    compareWithTruth(operator, left, right, scope) ??
    compareWithTruth(MIRRORED[operator] ?? operator, right, left, scope) ??
    compareValues(operator, left, right, scope)
  )
}

/** `b = 1`, `b >= 0` and the like on a boolean: answered by trying both values. */
function compareWithTruth(
  operator: ComparisonOperator,
  operand: Expression,
  constant: Expression,
  scope: Scope,
): Term | null {
  const literal = literalOf(constant)
  if (literal?.storage !== 'integer' || literalOf(operand) !== null) return null
  const term = booleanOperand(operand, scope)
  if (term === null) return null
  if (operator === 'IS' || operator === 'IS NOT') return isTruth(term, operator === 'IS', literal.value)
  return booleanByTable(term, truthOfComparison(operator, literal.value))
}

function booleanOperand(node: Expression, scope: Scope): Term | null {
  const column = bareColumn(node, scope.context)
  if (column !== null && column.family !== 'boolean') return null
  const term = scope.value(withoutCollate(node))
  if (term.family !== 'boolean') return null
  refuseForeignAffinity(column)
  return term
}

function isTruth(term: Term, wanted: boolean, value: bigint): Term {
  if (value !== 0n && value !== 1n) throw new Refusal(`a boolean compared with ${value} by IS`)
  const test = `IS ${wanted ? '' : 'NOT '}${value === 1n ? 'TRUE' : 'FALSE'}`
  return termOf('boolean', postgres`(${term.sql} ${trustPostgres(test)})`, [term])
}

/** `x IS TRUE` asks for truth, not for equality with 1; null when the right side is no such word. */
export function translateTruthTest(node: BinaryExpression, scope: Scope): Term | null {
  if (node.right.kind !== 'boolean') return null
  return isTruth(scope.condition(node.left), node.operator === 'IS', node.right.value ? 1n : 0n)
}

function compareValues(
  operator: ComparisonOperator,
  left: Expression,
  right: Expression,
  scope: Scope,
): Term {
  const [first, second] = reconcile(left, right, scope)
  const sign = trustPostgres(POSTGRES_OPERATORS[operator])
  const isText = first.family === 'text' || second.family === 'text'
  const folded = isText ? foldedSql(comparisonCollation(left, right, scope.context)) : null
  const ordered = isText && folded === null && MIRRORED[operator] !== undefined
  if (ordered && scope.context.ordersTextByCodePoint === false)
    throw new Refusal('an order of text, which this file keeps by the bytes of UTF-16')
  const a = folded === null ? first.sql : folded(first, left)
  const b = folded === null ? second.sql : folded(second, right)
  return termOf(
    'boolean',
    ordered ? postgres`(${a} COLLATE "C" ${sign} ${b})` : postgres`(${a} ${sign} ${b})`,
    [first, second],
  )
}

export function translateBetween(node: BetweenExpression, scope: Scope): Term {
  const [low, high] = [literalOf(node.low), literalOf(node.high)]
  if (low?.storage === 'integer' && high?.storage === 'integer') {
    const truth: TruthOf = bit => low.value <= bit && bit <= high.value
    const term = booleanOperand(node.operand, scope)
    if (term !== null) return booleanByTable(term, node.negated ? bit => !truth(bit) : truth)
  }
  const above = translateComparison('>=', node.operand, node.low, scope)
  const below = translateComparison('<=', node.operand, node.high, scope)
  const both = postgres`(${above.sql} AND ${below.sql})`
  return termOf('boolean', node.negated ? postgres`(NOT ${both})` : both, [above, below])
}

export function translateIn(node: InExpression, scope: Scope): Term {
  // A list has no affinity of its own, so a constant before it is compared otherwise than by `=`.
  if (literalOf(node.operand) !== null) throw new Refusal('IN behind a constant')
  const sign = node.negated ? '<>' : '='
  const typeTest =
    translateTypeTest(sign, node.operand, node.list, scope) ??
    translateJsonTypeTest(sign, node.operand, node.list, scope)
  return typeTest ?? inTruths(node, scope) ?? inValues(node, scope)
}

function inTruths(node: InExpression, scope: Scope): Term | null {
  const literals = node.list.map(literalOf)
  const values = literals.flatMap(literal => (literal?.storage === 'integer' ? [literal.value] : []))
  const term = values.length === literals.length ? booleanOperand(node.operand, scope) : null
  return term && booleanByTable(term, bit => values.includes(bit) !== node.negated)
}

// Only the left side's collation counts here, and the list has no affinity of its own.
function inValues(node: InExpression, scope: Scope): Term {
  const pairs = node.list.map(item => ({ item, terms: reconcile(node.operand, item, scope) }))
  const isText = pairs.some(({ terms }) => terms.some(term => term.family === 'text'))
  const folded = isText ? foldedSql(comparisonCollation(node.operand, null, scope.context)) : null
  const write = (term: Term, from: Expression): PostgresSql => folded?.(term, from) ?? term.sql
  const operands = new Set(pairs.map(({ terms: [first] }) => write(first, node.operand)))
  const [operand, ...others] = operands
  if (operand === undefined || others.length > 0) throw new Refusal('IN over values of several types')
  const list = pairs.map(({ item, terms: [, second] }) => write(second, item))
  const parts = pairs.flatMap(({ terms }) => terms)
  return termOf(
    'boolean',
    node.negated ? postgres`(${operand} NOT IN (${list}))` : postgres`(${operand} IN (${list}))`,
    parts,
  )
}
