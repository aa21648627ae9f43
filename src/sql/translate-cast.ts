// CAST where both systems give the same: text read as a number is not among it, since SQLite takes the
// longest prefix and PostgreSQL raises. https://www.sqlite.org/lang_expr.html#castexpr
import { type Affinity, affinityOf } from './affinity.ts'
import { asInteger } from './comparison-operands.ts'
import type { Expression } from './expression.ts'
import { postgres } from './text.ts'
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
  const hasFraction = term.family === 'real' || term.family === 'numeric'
  return hasFraction ? termOf('integer', postgres`trunc(${term.sql})::bigint`, [term]) : null
}

function toReal(term: Term): Term | null {
  if (term.family === 'real') return term
  return term.family === 'integer' ? termOf('real', postgres`${term.sql}::double precision`, [term]) : null
}
