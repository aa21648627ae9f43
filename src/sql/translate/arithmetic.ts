// Arithmetic on integers (as bigint, SQLite's only width) and doubles; division by zero is NULL as in SQLite.
// Numeric columns are refused: SQLite computes them in binary. https://www.sqlite.org/lang_expr.html#operators

import type { ArithmeticOperator, BinaryExpression, Expression, UnaryOperator } from '../expression.ts'
import { type Literal, literalOf } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { asInteger } from './comparison-operands.ts'
import { beyondDoubles, beyondIntegers, type Failure } from './failures.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function translateSign(operator: UnaryOperator, operand: Expression, scope: Scope): Term {
  if (operator === '+') return scope.value(operand)
  const term = numberOperand(operand, scope, `a sign ${operator}`, true)
  // SQLite subtracts from zero, so that no zero gets a sign.
  if (operator === '-' && term.family === 'real') return termOf('real', postgres`(0 - ${term.sql})`, [term])
  if (operator === '-') return negated(term, { kind: 'unary', operator, operand })
  if (term.family !== 'integer') throw new Refusal('~ on a value that is not an integer')
  return termOf('integer', postgres`(~ ${term.sql})`, [term])
}

function negated(term: Term, node: Expression): Term {
  const failures = term.family === 'integer' ? [...term.failures, beyondIntegers(node)] : term.failures
  return termOf(term.family, postgres`(- ${term.sql})`, [term], { failures })
}

export function translateArithmetic(
  operator: ArithmeticOperator,
  left: Expression,
  right: Expression,
  scope: Scope,
): Term {
  const literals = [literalOf(left), literalOf(right)] as const
  const isConstant = literals[0] !== null && literals[1] !== null
  const [first, second] = [
    numberOperand(left, scope, operator, isConstant),
    numberOperand(right, scope, operator, isConstant),
  ]
  const divisor = isFiniteNotZero(literals[1]) ? second.sql : divisorSql(operator, second)
  const sql = postgres`(${first.sql} ${trustPostgres(operator)} ${divisor})`
  const family = first.family === 'real' || second.family === 'real' ? 'real' : 'integer'
  if (family === 'integer' && SHIFTS.includes(operator)) return shift(operator, first, literals[1])
  const node = { kind: 'binary', operator, left, right } as const
  const failures = [...first.failures, ...second.failures, ...failuresOf(node, family)]
  if (family === 'integer') return termOf('integer', sql, [first, second], { failures })
  if (!REAL_OPERATORS.includes(operator)) throw new Refusal(`${operator} on a real value`)
  return termOf('real', literals.some(isFiniteNotZero) ? sql : withoutNaN(sql), [first, second], { failures })
}

const LEAVING_INTEGERS: readonly ArithmeticOperator[] = ['+', '-', '*', '/']

function failuresOf(node: BinaryExpression, family: 'integer' | 'real'): readonly Failure[] {
  if (family === 'real') return [beyondDoubles(node)]
  return LEAVING_INTEGERS.some(operator => operator === node.operator) ? [beyondIntegers(node)] : []
}

const SHIFTS: readonly ArithmeticOperator[] = ['<<', '>>']
const REAL_OPERATORS: readonly ArithmeticOperator[] = ['+', '-', '*', '/']

/** An operand as bigint or double precision; a constant beside something wide may stay as it is. */
function numberOperand(node: Expression, scope: Scope, operator: string, isAlone: boolean): Term {
  const found = scope.value(node)
  const term = asInteger(found)
  if (term.mayBeInteger && !operator.startsWith('a sign'))
    throw new Refusal(`${operator} on a number that SQLite may hold as an integer or not`)
  if (term.family === 'real') return term
  if (term.family !== 'integer') throw new Refusal(`${operator} on a ${term.family} value`)
  const isWide = found.family === 'integer' && (node.kind === 'binary' || term.sql.endsWith('::bigint'))
  const isNumber = literalOf(node) !== null && !isAlone
  return isWide || isNumber ? term : { ...term, sql: postgres`${term.sql}::bigint` }
}

function divisorSql(operator: ArithmeticOperator, term: Term): PostgresSql {
  return operator === '/' || operator === '%' ? postgres`nullif(${term.sql}, 0)` : term.sql
}

// PostgreSQL takes a distance modulo 64, SQLite turns a negative one around and empties beyond 63.
function shift(operator: ArithmeticOperator, term: Term, distance: Literal | null): Term {
  if (distance?.storage !== 'integer' || distance.value < 0n || distance.value > 63n) {
    throw new Refusal(`${operator} by something else than a constant from 0 to 63`)
  }
  return termOf('integer', postgres`(${term.sql} ${trustPostgres(operator)} ${distance.value})`, [term])
}

// Infinity minus Infinity is NULL in SQLite and NaN, larger than everything, in PostgreSQL. With one
// finite operand other than zero no NaN can come out.
function withoutNaN(sql: PostgresSql): PostgresSql {
  return postgres`nullif(${sql}, 'NaN'::double precision)`
}

function isFiniteNotZero(literal: Literal | null): boolean {
  if (literal?.storage === 'integer') return literal.value !== 0n
  return literal?.storage === 'real' && literal.value !== 0 && Number.isFinite(literal.value)
}

/** `a || b`: only of values whose text is the same on both sides, so no reals and no times. */
export function translateConcat(left: Expression, right: Expression, scope: Scope): Term {
  const [first, second] = [textOperand(left, scope, '||'), textOperand(right, scope, '||')]
  return termOf('text', postgres`(${first.sql} || ${second.sql})`, [first, second])
}

/** A value as SQLite's text of it. */
export function textOperand(node: Expression, scope: Scope, construct: string): Term {
  const term = asInteger(scope.value(node))
  if (term.family === 'text') return term
  if (term.family === 'integer' || term.family === 'null')
    return { ...term, family: 'text', sql: postgres`${term.sql}::text` }
  throw new Refusal(`${construct} on a ${term.family} value`)
}
