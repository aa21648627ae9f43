// Where PostgreSQL stops with an error and SQLite goes on: an integer beyond 64 bits becomes a REAL there, a double
// too large becomes infinite, one too small zero. Each is a question to the rows.
// https://www.postgresql.org/docs/current/datatype-numeric.html
import type { Expression } from '../expression.ts'
import { sqliteString } from '../quote.ts'
import { type SqliteSql, sqlite } from '../text.ts'
import { writeExpression } from '../write-expression.ts'

/** A way in which PostgreSQL fails to compute what SQLite computes. */
export interface Failure {
  /** Goes on from `3 rows (ids 1, 2, 3) are`. */
  readonly because: string
  /** SQLite condition: true for a row for which it fails. */
  readonly condition: SqliteSql
}

/** Of arithmetic on integers. */
export function beyondIntegers(node: Expression): Failure {
  return {
    because: 'beyond 64 bits, where PostgreSQL fails',
    condition: sqlite`typeof(${writeExpression(node)}) = 'real'`,
  }
}

/** SQLite itself fails too, but not where it does not look at the value. */
export function leastInteger(node: Expression): Failure {
  return {
    because: 'the least integer, which has no positive',
    condition: sqlite`${writeExpression(node)} = -9223372036854775808`,
  }
}

/** Of arithmetic on doubles. */
export function beyondDoubles(node: Extract<Expression, { kind: 'binary' }>): Failure {
  const [result, left, right] = [node, node.left, node.right].map(writeExpression) as [
    SqliteSql,
    SqliteSql,
    SqliteSql,
  ]
  const overflow = sqlite`(NOT ${isWithinDoubles(result)} AND ${isWithinDoubles(left)} AND ${isWithinDoubles(right)})`
  const product = sqlite`(${result} = 0 AND ${left} <> 0 AND ${right} <> 0 AND ${isWithinDoubles(right)})`
  const isScaled = node.operator === '*' || node.operator === '/'
  return {
    because: 'beyond the range of doubles, where PostgreSQL fails',
    condition: isScaled ? sqlite`(${overflow} OR ${product})` : overflow,
  }
}

function isWithinDoubles(value: SqliteSql): SqliteSql {
  return sqlite`(${value} > -9e999 AND ${value} < 9e999)`
}

/** Of a double that a numeric column holds by its shortest decimal, cast to an integer. */
export function decimalOfDouble(node: Expression): Failure {
  const value = writeExpression(node)
  return {
    because: 'reals of 2^53 or more, of which PostgreSQL has the decimal digits only',
    condition: sqlite`(typeof(${value}) = 'real' AND (${value} >= 9007199254740992 OR ${value} <= -9007199254740992))`,
  }
}

/** Of a member of JSON, taken for a type while it is one of these kinds of JSON. */
export function otherJson(document: Expression, path: string, kinds: readonly string[]): Failure {
  const kind = sqlite`json_type(${writeExpression(document)}, ${sqliteString(path)})`
  return {
    because: `not ${kinds.join(' or ')} at ${path}`,
    condition: sqlite`(${kind} IS NOT NULL AND ${kind} NOT IN (${kinds.map(sqliteString)}))`,
  }
}
