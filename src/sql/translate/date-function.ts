// date() and strftime() of a column of dates: every value there is YYYY-MM-DD, which SQLite gives back as it is.
// Parts are cut out by extract(), since to_char() is not immutable. https://www.sqlite.org/lang_datefunc.html

import type { CallExpression, Expression } from '../expression.ts'
import { textSql } from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { bareColumn, columnSql, isKeptAsIs } from './column-operand.ts'
import { isDateFormat } from './strftime-format.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

/** `date(column)`. */
export function translateDate(call: CallExpression, scope: Scope): Term {
  const [operand, modifier] = call.args
  const column = modifier === undefined ? dateColumn(operand, scope) : null
  if (column === null) throw new Refusal('the function date()', 'In PostgreSQL: x::date.')
  return termOf('date', column)
}

const HINT = "In PostgreSQL: date_trunc('hour', x), extract(year FROM x) or to_char(x, 'YYYY-MM-DD')."

/** `strftime('%Y-%m', column)`. */
export function translateStrftime(call: CallExpression, scope: Scope): Term {
  const [format, operand, modifier] = call.args
  const column = modifier === undefined ? dateColumn(operand, scope) : null
  if (column === null || format?.kind !== 'text') throw new Refusal('the function strftime()', HINT)
  if (isDateFormat(format.value)) return termOf('date', column)
  const pieces = (format.value.match(/%.|[^%]+|%/gs) ?? []).map(piece => pieceSql(piece, column))
  if (pieces.length === 0) throw new Refusal('strftime() with an empty format')
  const sql = pieces.reduce((all, one) => postgres`${all} || ${one}`)
  return termOf('text', postgres`(${sql})`)
}

function dateColumn(node: Expression | undefined, scope: Scope): PostgresSql | null {
  const column = node === undefined ? null : bareColumn(node, scope.context)
  return column?.family === 'date' && column.storage === 'text' && isKeptAsIs(column)
    ? columnSql(column)
    : null
}

const FIELDS: ReadonlyMap<string, readonly [field: string, digits: number]> = new Map([
  ['%Y', ['year', 4]],
  ['%m', ['month', 2]],
  ['%d', ['day', 2]],
  ['%j', ['doy', 3]],
  ['%w', ['dow', 1]],
])

function pieceSql(piece: string, column: PostgresSql): PostgresSql {
  if (!piece.startsWith('%')) return textSql(piece)
  const [field, digits] = FIELDS.get(piece) ?? []
  if (field === undefined || digits === undefined) throw new Refusal(`strftime() with ${piece}`, HINT)
  return postgres`lpad(extract(${trustPostgres(field)} FROM ${column})::integer::text, ${digits}, '0')`
}
