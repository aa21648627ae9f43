// Conditions on a boolean that SQLite kept as 0 and 1: whatever is asked of the number has an answer for
// each of the two, and the two answers name the PostgreSQL form. NULL stays NULL in all four.
import type { ComparisonOperator } from '../expression.ts'
import { postgres } from '../text.ts'
import { type Term, termOf } from './translation.ts'

/** The answer of a condition for 0n or 1n. */
export type TruthOf = (bit: bigint) => boolean

export function truthOfComparison(
  operator: Exclude<ComparisonOperator, 'IS' | 'IS NOT'>,
  value: bigint,
): TruthOf {
  switch (operator) {
    case '=':
      return bit => bit === value
    case '<>':
      return bit => bit !== value
    case '<':
      return bit => bit < value
    case '<=':
      return bit => bit <= value
    case '>':
      return bit => bit > value
    case '>=':
      return bit => bit >= value
  }
}

export function booleanByTable(term: Term, truthOf: TruthOf): Term {
  const [ofFalse, ofTrue] = [truthOf(0n), truthOf(1n)]
  if (ofFalse && ofTrue)
    return termOf('boolean', postgres`(${term.sql} IN (false, true))`, [term], { neverFalse: true })
  if (ofTrue) return term
  if (ofFalse) return termOf('boolean', postgres`(NOT ${term.sql})`, [term])
  return termOf('boolean', postgres`(${term.sql} NOT IN (false, true))`, [term])
}
