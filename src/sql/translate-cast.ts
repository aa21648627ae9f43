// CAST where both systems give the same. SQLite reads the longest prefix of a text that is a number, PostgreSQL
// raises: for integers the prefix is cut out, text as a real is refused. https://www.sqlite.org/lang_expr.html#castexpr
import { type Affinity, affinityOf } from './affinity.ts'
import { asInteger } from './comparison-operands.ts'
import type { Expression } from './expression.ts'
import { type PostgresSql, postgres } from './text.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function translateCast(node: Extract<Expression, { kind: 'cast' }>, scope: Scope): Term {
  const term = asInteger(scope.value(node.operand))
  const cast = castTo(affinityOf(node.type), term)
  if (cast === null) throw new Refusal(`CAST of a ${term.family} value AS ${node.type}`)
  return cast
}

function castTo(affinity: Affinity, term: Term): Term | null {
  if (term.family === 'null') return term
  switch (affinity) {
    case 'integer':
      return toInteger(term)
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

// A bare cast would round.
function toInteger(term: Term): Term | null {
  if (term.family === 'integer') return termOf('integer', postgres`${term.sql}::bigint`, [term])
  if (term.family === 'text') return termOf('integer', leadingInteger(term.sql), [term])
  const hasFraction = term.family === 'real' || term.family === 'numeric'
  return hasFraction ? termOf('integer', postgres`trunc(${term.sql})::bigint`, [term]) : null
}

const [INT64_MIN, INT64_MAX] = [-(2n ** 63n), 2n ** 63n - 1n]

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
