// CASE, and the rule that all results must be of one type: SQLite gives each its own, PostgreSQL one to all.
// https://www.sqlite.org/lang_expr.html#the_case_expression

import { asInteger } from './comparison-operands.ts'
import type { CaseExpression, Expression } from './expression.ts'
import { literalTerm } from './literal.ts'
import { type PostgresSql, postgres } from './text.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function translateCase(node: CaseExpression, scope: Scope): Term {
  const conditions = node.branches.map(({ when }) => scope.condition(conditionOf(node.base, when)))
  const otherwise: Expression = node.otherwise ?? { kind: 'null' }
  const results = unify([...node.branches.map(({ result }) => result), otherwise], scope, 'CASE')
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
  const [numeric, integer] = [families.has('numeric'), families.has('integer')]
  if (families.size === 2 && numeric && integer) return terms.map(asNumeric)
  throw new Refusal(`${construct} over ${[...families].join(' and ')} values`)
}

function asNumeric(term: Term): Term {
  return term.family === 'integer' ? { ...term, family: 'numeric' } : term
}
