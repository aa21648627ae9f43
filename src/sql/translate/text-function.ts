// SQLite's functions of texts, and the arguments of calls. PostgreSQL counts characters as SQLite does, but knows no
// places that count from the end. https://www.sqlite.org/lang_corefunc.html#substr
import type { CallExpression, Expression } from '../expression.ts'
import { literalOf } from '../parse/literal.ts'
import { postgres, trustPostgres } from '../text.ts'
import { Refusal, type Scope, type Term, termOf } from './translation.ts'

export function argument(call: CallExpression, at: number): Expression {
  const node = call.args[at]
  if (node === undefined) throw new Refusal(`${call.name}() with ${call.args.length} arguments`)
  return node
}

export function textArgument(call: CallExpression, at: number, scope: Scope): Term {
  const term = scope.value(argument(call, at))
  if (term.family !== 'text') throw new Refusal(`${call.name}() of a ${term.family} value`)
  return term
}

export function ofTexts(name: string, call: CallExpression, scope: Scope, least: number, most: number): Term {
  if (call.args.length < least || call.args.length > most)
    throw new Refusal(`${call.name}() with ${call.args.length} arguments`)
  const terms = call.args.map((_, at) => textArgument(call, at, scope))
  return termOf('text', postgres`${trustPostgres(name)}(${terms.map(term => term.sql)})`, terms)
}

// SQLite gives the text itself back for an empty pattern, even where the replacement is NULL.
export function translateReplace(call: CallExpression, scope: Scope): Term {
  const [pattern, replacement] = call.args.slice(1).map(arg => arg.kind === 'text' && arg.value)
  if (!pattern && replacement === false) throw new Refusal('replace() without a constant')
  return ofTexts('replace', call, scope, 3, 3)
}

export function translateSubstr(call: CallExpression, scope: Scope): Term {
  const term = textArgument(call, 0, scope)
  const [start, length] = call.args.slice(1)
  const first = start === undefined ? null : constantInteger(start)
  if (first !== null && first < 0n && length === undefined)
    return termOf('text', postgres`right(${term.sql}, ${-first})`, [term])
  const places = [argument(call, 1), ...(length === undefined ? [] : [length])].map(node =>
    placeTerm(node, scope),
  )
  return termOf('text', postgres`substr(${[term, ...places].map(part => part.sql)})`, [term, ...places])
}

// A negative place counts from the end in SQLite, a negative length backwards; PostgreSQL knows neither.
function placeTerm(node: Expression, scope: Scope): Term {
  const constant = constantInteger(node)
  if (constant !== null && constant >= 0n) return termOf('integer', postgres`${constant}`)
  if (!isNeverNegative(node)) throw new Refusal('substr() with a place or a length that may be negative')
  const term = scope.value(node)
  return { ...term, sql: postgres`${term.sql}::integer` }
}

/** True for what is never below zero: constants, instr(), length() and sums of these. */
function isNeverNegative(node: Expression): boolean {
  const constant = constantInteger(node)
  if (constant !== null) return constant >= 0n
  if (node.kind === 'call') return ['instr', 'length'].includes(node.name)
  return (
    node.kind === 'binary' &&
    node.operator === '+' &&
    isNeverNegative(node.left) &&
    isNeverNegative(node.right)
  )
}

// PostgreSQL takes places as 32-bit integers.
function constantInteger(node: Expression): bigint | null {
  const literal = literalOf(node)
  return literal?.storage === 'integer' && BigInt.asIntN(31, literal.value) === literal.value
    ? literal.value
    : null
}
