// The aggregates that do not depend on the order of the rows. A sum of reals does, in its last digits, and
// group_concat() altogether. https://www.sqlite.org/lang_aggfunc.html
import { asciiLower } from '../ascii-case.ts'
import type { CallExpression, Expression } from '../expression.ts'
import { containsNode } from '../map-expression.ts'
import type { Reach } from '../resolve/select-scope.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { bareColumn, columnSql, comparisonCollation } from './column-operand.ts'
import { asInteger } from './comparison-operands.ts'
import { requireExact, resultColumn } from './select-columns.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

const NAMES = ['count', 'sum', 'total', 'avg', 'group_concat', 'string_agg']

export function isAggregate(node: Expression): node is CallExpression {
  if (node.kind !== 'call') return false
  const isExtreme = (node.name === 'min' || node.name === 'max') && node.args.length === 1
  return NAMES.includes(node.name) || isExtreme
}

export function translateAggregate(call: CallExpression, reach: Reach, scope: Scope): Term {
  const [argument, another] = call.args
  if (argument === undefined) return countRows(call)
  if (another !== undefined)
    throw new Refusal(`${call.name}(), whose result depends on the order of the rows`)
  requireOwnColumn(call, reach)
  switch (call.name) {
    case 'count':
      return termOf('integer', postgres`count(${counted(call, argument, scope)})`)
    case 'sum':
    case 'total':
    case 'avg':
      return sumOf(call, argument, scope)
    case 'min':
    case 'max':
      return extremeOf(call, argument, scope)
    default:
      throw new Refusal(`${call.name}(), whose result depends on the order of the rows`)
  }
}

function countRows({ name }: CallExpression): Term {
  if (name !== 'count') throw new Refusal(`${name}() without an argument`)
  return termOf('integer', trustPostgres('count(*)'))
}

/** An aggregate over columns of the query around it belongs to that one. */
function requireOwnColumn(call: CallExpression, { sources }: Reach): void {
  const own = new Set(sources.map(({ alias }) => asciiLower(alias)))
  const isForeign = (node: Expression): boolean =>
    node.kind === 'column' && !own.has(asciiLower(node.table ?? ''))
  if (containsNode(call, isForeign)) throw new Refusal(`${call.name}() over columns of the query around it`)
}

/** Whether a value is NULL can be asked of every column, whatever its type made of the values. */
function counted(call: CallExpression, argument: Expression, scope: Scope): PostgresSql {
  const column = bareColumn(argument, scope.context)
  if (call.distinct) return postgres`DISTINCT ${distinctSql(call, argument, scope)}`
  if (column !== null && column.storage !== 'converted') return columnSql(column)
  return scope.value(argument).sql
}

function distinctSql({ name }: CallExpression, argument: Expression, scope: Scope): PostgresSql {
  const { sql, column } = resultColumn(argument, argument.kind === 'column' ? argument.name : name, scope)
  requireExact(column, `${name}(DISTINCT)`)
  return sql
}

// SQLite sums integers in 64 bits and raises beyond them, as the cast does; the mean is one division of doubles.
function sumOf(call: CallExpression, argument: Expression, scope: Scope): Term {
  const term = asInteger(scope.value(argument))
  if (term.family === 'real' || term.family === 'numeric')
    throw new Refusal(
      `${call.name}() of ${term.family} values, whose last digits depend on the order of the rows`,
    )
  if (term.family !== 'integer') throw new Refusal(`${call.name}() of ${term.family} values`)
  if (call.distinct) distinctSql(call, argument, scope)
  const values = call.distinct ? postgres`DISTINCT ${term.sql}` : term.sql
  if (call.name === 'sum') return termOf('integer', postgres`sum(${values})::bigint`, [term])
  if (call.name === 'total')
    return termOf('real', postgres`coalesce(sum(${values}), 0)::double precision`, [term])
  return termOf('real', postgres`(sum(${values})::double precision / count(${values}))`, [term])
}

const ORDERED = ['integer', 'numeric', 'real', 'text', 'date']

function extremeOf(call: CallExpression, argument: Expression, scope: Scope): Term {
  const term = asInteger(scope.value(argument))
  if (!ORDERED.includes(term.family)) throw new Refusal(`${call.name}() of ${term.family} values`)
  const name = trustPostgres(call.name)
  if (term.family !== 'text') return termOf(term.family, postgres`${name}(${term.sql})`, [term])
  if (comparisonCollation(argument, null, scope.context) !== 'BINARY')
    throw new Refusal(`${call.name}() by another collation than BINARY`)
  if (scope.context.ordersTextByCodePoint === false)
    throw new Refusal(`${call.name}() of text kept as UTF-16`)
  return termOf('text', postgres`${name}(${term.sql} COLLATE "C")`, [term])
}
