// CAST where both systems give the same. SQLite reads the longest prefix of a text that is a number, PostgreSQL
// raises: for integers the prefix is cut out, text as a real is refused. https://www.sqlite.org/lang_expr.html#castexpr
import { type Affinity, affinityOf } from '../affinity.ts'
import type { Expression } from '../expression.ts'
import { integerSql } from '../parse/literal.ts'
import { type PostgresSql, postgres } from '../text.ts'
import { asInteger } from './comparison-operands.ts'
import { decimalOfDouble } from './failures.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function translateCast(node: Extract<Expression, { kind: 'cast' }>, scope: Scope): Term {
  const term = asInteger(scope.value(node.operand))
  const cast = castTo(affinityOf(node.type), term, node.operand, scope)
  if (cast === null) throw new Refusal(`CAST of a ${term.family} value AS ${node.type}`)
  return cast
}

function castTo(affinity: Affinity, term: Term, operand: Expression, scope: Scope): Term | null {
  if (term.family === 'null') return term
  switch (affinity) {
    case 'integer':
      return toInteger(term, operand, scope)
    case 'real':
      return toReal(term)
    case 'text':
      if (term.family === 'text') return term
      return term.family === 'integer' ? termOf('text', postgres`${term.sql}::text`, [term]) : null
    case 'numeric':
      return term.family === 'integer' || term.family === 'real' ? term : null
    case 'blob':
      return term.family === 'bytea' ? term : null
  }
}

// A bare cast would round, and fail beyond 64 bits, where SQLite takes the nearest integer there is.
function toInteger(term: Term, operand: Expression, { context }: Scope): Term | null {
  if (term.family === 'integer') return termOf('integer', postgres`${term.sql}::bigint`, [term])
  if (term.family === 'text') return termOf('integer', leadingInteger(term.sql), [term])
  // No default comes near 2^63.
  if (term.family === 'real' && context.purpose === 'default')
    return termOf('integer', postgres`trunc(${term.sql})::bigint`, [term])
  if (term.family === 'real') return termOf('integer', wholeOfDouble(term.sql), [term])
  if (term.family !== 'numeric') return null
  const whole = postgres`least(greatest(trunc(${term.sql}), ${INT64_MIN}), ${INT64_MAX})`
  const sql = postgres`(CASE WHEN ${term.sql} IS NOT NULL THEN ${whole}::bigint END)`
  return termOf('integer', sql, [term], { failures: [...term.failures, decimalOfDouble(operand)] })
}

const [INT64_MIN, INT64_MAX] = [-(2n ** 63n), 2n ** 63n - 1n]

/** No double lies between the largest integer and 2^63. */
function wholeOfDouble(value: PostgresSql): PostgresSql {
  const [least, most] = [integerSql(INT64_MIN), integerSql(INT64_MAX)]
  return postgres`(CASE WHEN ${value} < '-9.223372036854775808e18'::double precision THEN ${least} WHEN ${value} >= '9.223372036854775808e18'::double precision THEN ${most} ELSE trunc(${value})::bigint END)`
}

/** The digits a text begins with, behind white space; 0 without any, cut off where 64 bits end. */
function leadingInteger(text: PostgresSql): PostgresSql {
  const digits = postgres`substring(${text} COLLATE "C" FROM E'^[ \\t\\n\\x0b\\f\\r]*([+-]?[0-9]+)')`
  const whole = postgres`least(greatest(coalesce(${digits}::numeric, 0), ${INT64_MIN}), ${INT64_MAX})`
  return postgres`(CASE WHEN ${text} IS NOT NULL THEN ${whole}::bigint END)`
}

function toReal(term: Term): Term | null {
  if (term.family === 'real') return term
  return term.family === 'integer' ? termOf('real', postgres`${term.sql}::double precision`, [term]) : null
}
