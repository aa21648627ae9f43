// Queries within expressions: as a value, behind EXISTS, behind IN. SQLite takes the first row of several where
// PostgreSQL raises an error, so a value must come from a query that gives one row at most.
// https://www.sqlite.org/lang_expr.html#subq

import type { Expression, QueryExpression } from '../expression.ts'
import type { QueryColumn, QueryPlace } from '../resolve/select-scope.ts'
import { postgres, trustPostgres } from '../text.ts'
import { bareColumn, comparisonCollation, isKeptAsIs, refuseForeignAffinity } from './column-operand.ts'
import { translateQuery } from './select.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

/** `place` has the query around as its outer reach; `scope` is that of the expression around. */
export function translateSubquery(node: QueryExpression, place: QueryPlace, scope: Scope): Term {
  switch (node.form) {
    case 'value':
      return translateValue(node, place)
    case 'exists':
      return termOf('boolean', postgres`(EXISTS (${translateQuery(node.query, place).sql}))`)
    case 'in':
      return translateIn(node, place, scope)
  }
}

const COMPUTED = ['boolean', 'integer', 'numeric', 'real', 'text', 'bytea']

function translateValue({ query }: QueryExpression, place: QueryPlace): Term {
  const { sql, columns, atMostOneRow } = translateQuery(query, place)
  if (!atMostOneRow) throw new Refusal('a subquery as a value, which may give several rows')
  const column = onlyColumn(columns)
  if (!COMPUTED.includes(column.family) || !isKeptAsIs(column) || !isBinary(column))
    throw new Refusal(`a subquery that gives ${column.family} values`)
  return termOf(column.family, postgres`(${sql})`, [], {
    mayBeInteger: column.family === 'real' && column.affinity !== 'real',
  })
}

function translateIn({ operand, query, negated }: QueryExpression, place: QueryPlace, scope: Scope): Term {
  if (operand === null) throw new Refusal('IN without an operand')
  const { sql, columns } = translateQuery(query, place)
  const column = onlyColumn(columns)
  const term = operandTerm(operand, scope)
  refuseForeignAffinity(column)
  if (term.family !== column.family || !COMPUTED.includes(column.family) || !isKeptAsIs(column))
    throw new Refusal(`a ${term.family} value IN a query of ${column.family} values`)
  return termOf('boolean', postgres`(${term.sql} ${trustPostgres(negated ? 'NOT IN' : 'IN')} (${sql}))`, [
    term,
  ])
}

/** Only the left side's collation counts. */
function operandTerm(operand: Expression, scope: Scope): Term {
  refuseForeignAffinity(bareColumn(operand, scope.context))
  const collation = comparisonCollation(operand, null, scope.context)
  if (collation !== 'BINARY') throw new Refusal(`IN over a query by COLLATE ${collation}`)
  return scope.value(operand)
}

function isBinary({ collation }: QueryColumn): boolean {
  return (collation ?? 'BINARY').toUpperCase() === 'BINARY'
}

function onlyColumn(columns: readonly QueryColumn[]): QueryColumn {
  const [column, another] = columns
  if (column === undefined || another !== undefined) throw new Refusal('a subquery of several columns')
  return column
}
