// Constants: what a node says by itself, and how PostgreSQL writes it so that the type is never in doubt.
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-CONSTANTS
import type { Expression } from '../expression.ts'
import { postgresString } from '../quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { Refusal, type Term, termOf } from '../translate/translation.ts'

export type Literal =
  | { readonly storage: 'null' }
  | { readonly storage: 'integer'; readonly value: bigint }
  /** `text` is SQLite's own writing of the number, where it is known. */
  | { readonly storage: 'real'; readonly value: number; readonly text: string | null }
  | { readonly storage: 'text'; readonly value: string }
  | { readonly storage: 'blob'; readonly hex: string }

const INT64_MIN = -(2n ** 63n)

/** The value of a constant, a sign before a number included; null for anything that must be computed. */
export function literalOf(node: Expression): Literal | null {
  switch (node.kind) {
    case 'null':
      return { storage: 'null' }
    case 'integer':
      return { storage: 'integer', value: node.value }
    case 'boolean':
      return { storage: 'integer', value: node.value ? 1n : 0n }
    case 'real':
      return { storage: 'real', value: Number(node.text), text: null }
    case 'text':
      return { storage: 'text', value: node.value }
    case 'blob':
      return { storage: 'blob', hex: node.hex }
    case 'unary':
      return signedLiteral(node.operator, literalOf(node.operand))
    default:
      return null
  }
}

// `+'5'` stays text, and `-'5'` is arithmetic that SQLite must do itself. A real zero loses its sign or
// keeps it by the column's affinity, so that is left to SQLite as well.
function signedLiteral(operator: string, literal: Literal | null): Literal | null {
  if (literal === null || operator === '+') return literal
  if (operator !== '-') return null
  if (literal.storage === 'integer' && literal.value !== INT64_MIN)
    return { storage: 'integer', value: -literal.value }
  if (literal.storage === 'real' && literal.value !== 0)
    return { storage: 'real', value: -literal.value, text: null }
  return literal.storage === 'null' ? literal : null
}

export function literalTerm(literal: Literal): Term {
  switch (literal.storage) {
    case 'null':
      return termOf('null', trustPostgres('NULL'))
    case 'integer':
      return termOf('integer', operandSql(literal.value))
    case 'real':
      return termOf('real', realSql(literal.value))
    case 'text':
      return termOf('text', textSql(literal.value))
    case 'blob':
      return termOf('bytea', bytesSql(literal.hex))
  }
}

// `-1::text` is the text 1 with its sign changed.
function operandSql(value: bigint): PostgresSql {
  return value < 0n && value !== INT64_MIN ? postgres`(${value})` : integerSql(value)
}

// Written bare, -2^63 would be the numeric 2^63 with its sign changed.
export function integerSql(value: bigint): PostgresSql {
  return value === INT64_MIN ? postgres`'${value}'::bigint` : postgres`${value}`
}

/** A text, since the minus of a number would be lost on a zero. */
export function realSql(value: number): PostgresSql {
  return postgres`'${trustPostgres(Object.is(value, -0) ? '-0' : String(value))}'::double precision`
}

/** The shortest decimal that reads back as this double: what a numeric column got for it. */
export function decimalSql(value: number): PostgresSql {
  return trustPostgres(String(value))
}

export function textSql(value: string): PostgresSql {
  if (value.includes('\0')) throw new Refusal('PostgreSQL text cannot hold NUL')
  return trustPostgres(postgresString(value).trim())
}

export function bytesSql(hex: string): PostgresSql {
  return postgres`'\\x${trustPostgres(hex)}'::bytea`
}
