// CASE, and the rule that all results must be of one type: SQLite gives each its own, PostgreSQL one to all.
// https://www.sqlite.org/lang_expr.html#the_case_expression

import type { CaseExpression, Expression } from '../expression.ts'
import { type Literal, literalOf, literalTerm } from '../parse/literal.ts'
import { type PostgresSql, postgres } from '../text.ts'
import { asInteger } from './comparison-operands.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function translateCase(node: CaseExpression, scope: Scope): Term {
  const conditions = node.branches.map(({ when }) => scope.condition(conditionOf(node.base, when)))
  const otherwise: Expression = node.otherwise ?? { kind: 'null' }
  const results = unify([...node.branches.map(({ result }) => result), otherwise], scope, 'CASE')
  // PostgreSQL would take a CASE of nothing but NULL for a text.
  if (familyOf(results) === 'null') return literalTerm({ storage: 'null' })
  const branches = conditions.map((when, at) => postgres`WHEN ${when.sql} THEN ${sqlOf(results[at])}`)
  const sql = postgres`CASE ${joined(branches)} ELSE ${sqlOf(results.at(-1))} END`
  return termOf(familyOf(results), postgres`(${sql})`, [...conditions, ...results])
}

// A base is compared with `=`, by its own affinity and collation.
function conditionOf(base: Expression | null, when: Expression): Expression {
  return base === null ? when : { kind: 'binary', operator: '=', left: base, right: when }
}

function joined(parts: readonly PostgresSql[]): PostgresSql {
  return parts.reduce((text, part) => postgres`${text} ${part}`)
}

function sqlOf(term: Term | undefined): PostgresSql {
  return (term ?? literalTerm({ storage: 'null' })).sql
}

/** The family a list of unified terms has. */
export function familyOf(terms: readonly Term[]): Term['family'] {
  return terms.find(term => term.family !== 'null')?.family ?? 'null'
}

/** Values that will share one PostgreSQL type; refused if that would change one of them. */
export function unify(nodes: readonly Expression[], scope: Scope, construct: string): readonly Term[] {
  const terms = nodes.map(node => scope.value(node))
  const families = new Set(terms.flatMap(term => (term.family === 'null' ? [] : [term.family])))
  if (families.size <= 1) return terms
  const isInteger = [...families].every(family => family === 'integer' || family === 'boolean')
  if (isInteger) return terms.map(asInteger)
  const [numeric, integer, real] = [families.has('numeric'), families.has('integer'), families.has('real')]
  if (families.size === 2 && numeric && integer) return terms.map(asNumeric)
  const constants = nodes.map(literalOf)
  if (families.size === 2 && integer && real) return terms.map((term, at) => asReal(term, constants[at]))
  throw new Refusal(`${construct} over ${[...families].join(' and ')} values`)
}

function asNumeric(term: Term): Term {
  return term.family === 'integer' ? { ...term, family: 'numeric' } : term
}

/** A small constant beside doubles, as `coalesce(price, 0)` has it: it stays an integer in SQLite. */
function asReal(term: Term, constant: Literal | null | undefined): Term {
  if (term.family !== 'integer') return term
  if (constant?.storage !== 'integer' || BigInt.asIntN(32, constant.value) !== constant.value)
    throw new Refusal('integers and reals as one value')
  return { ...term, family: 'real', mayBeInteger: true }
}
