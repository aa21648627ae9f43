// Brings the two sides of a comparison to one type, in the few ways that change no answer.
// https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison
import { asciiLower } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import {
  bytesSql,
  decimalSql,
  integerSql,
  type Literal,
  literalOf,
  realSql,
  textSql,
} from '../parse/literal.ts'
import { type PostgresSql, postgres, trustPostgres } from '../text.ts'
import { bareColumn, refuseForeignAffinity, withoutCollate } from './column-operand.ts'
import { parseDateTime } from './date-time-text.ts'
import { momentSql } from './moment-literal.ts'
import { type ExpressionColumn, Refusal, type Scope, type Term, termOf } from './translation.ts'

const EXACT_IN_DOUBLE = 2n ** 53n

/** Both sides as terms PostgreSQL compares with SQLite's result, or a refusal. */
export function reconcile(left: Expression, right: Expression, scope: Scope): readonly [Term, Term] {
  const [first, second] = [operandOf(left, scope), operandOf(right, scope)]
  const [constantLeft, constantRight] = [literalOf(first.node), literalOf(second.node)]
  if (constantRight !== null && constantLeft === null) return [first.term, adapt(constantRight, first)]
  if (constantLeft !== null && constantRight === null) return [adapt(constantLeft, second), second.term]
  return reconcileTerms(first, second)
}

interface Operand {
  readonly node: Expression
  readonly term: Term
  /** Set where the operand is a column itself, so that its affinity takes part. */
  readonly column: ExpressionColumn | null
}

function operandOf(written: Expression, scope: Scope): Operand {
  const node = withoutCollate(written)
  const column = bareColumn(node, scope.context)
  refuseForeignAffinity(column)
  return { node, term: scope.value(node), column }
}

/** A constant as the other side's type wants it. */
function adapt(literal: Literal, other: Operand): Term {
  const sql = literal.storage === 'null' ? trustPostgres('NULL') : adaptedSql(literal, other)
  if (sql === null)
    throw new Refusal(`a ${other.term.family} value compared with ${describeLiteral(literal)}`)
  return termOf(literal.storage === 'null' ? 'null' : other.term.family, sql)
}

function adaptedSql(literal: Exclude<Literal, { storage: 'null' }>, other: Operand): PostgresSql | null {
  switch (literal.storage) {
    case 'integer':
      return adaptInteger(literal.value, other)
    case 'real':
      return adaptReal(literal.value, other.term.family)
    case 'text':
      return adaptText(literal.value, other)
    case 'blob':
      return other.term.family === 'bytea' ? bytesSql(literal.hex) : null
  }
}

// Against a TEXT column SQLite compares with the number's digits; against a text expression it does not.
function adaptInteger(value: bigint, { term, column }: Operand): PostgresSql | null {
  if (term.family === 'integer' || term.family === 'numeric') return integerSql(value)
  if (term.family === 'real') return isExactInDouble(value) ? integerSql(value) : null
  if (column?.epoch !== undefined)
    return momentSql(
      { storage: 'integer', value },
      { family: column.family, type: column.family, epoch: column.epoch },
    )
  return term.family === 'text' && column?.affinity === 'text' ? textSql(String(value)) : null
}

function isExactInDouble(value: bigint): boolean {
  return -EXACT_IN_DOUBLE <= value && value <= EXACT_IN_DOUBLE
}

// Beyond 2^53 the shortest decimal of a double is another number than the double itself.
function adaptReal(value: number, family: Term['family']): PostgresSql | null {
  if (family === 'real') return realSql(value)
  const isExact = Math.abs(value) < Number(EXACT_IN_DOUBLE)
  return isExact && (family === 'integer' || family === 'numeric') ? decimalSql(value) : null
}

// Against a column of numbers SQLite reads the text as a number.
function adaptText(value: string, { term, column }: Operand): PostgresSql | null {
  if (term.family === 'text') return textSql(value)
  if (column === null) return null
  const isNumber = term.family === 'integer' || term.family === 'numeric' || term.family === 'real'
  if (isNumber)
    return isReadAsNumber(column) && /^(0|-?[1-9]\d{0,14})$/.test(value) ? integerSql(BigInt(value)) : null
  return adaptDateTime(value, column)
}

function isReadAsNumber({ affinity }: ExpressionColumn): boolean {
  return affinity === 'integer' || affinity === 'numeric' || affinity === 'real'
}

function adaptDateTime(value: string, column: ExpressionColumn): PostgresSql | null {
  const isSameSpelling = column.spelling !== undefined && value.replace(/\d/g, '9') === column.spelling
  const moment = isSameSpelling ? parseDateTime(value) : null
  if (moment === null || !hasPartsOf(column.family, moment)) return null
  return postgres`${textSql(value)}::${trustPostgres(column.family)}`
}

type Moment = NonNullable<ReturnType<typeof parseDateTime>>

// With an offset, equal moments can be spelled differently: only UTC keeps SQLite's order.
function hasPartsOf(family: string, { date, time, offset }: Moment): boolean {
  if (family === 'date') return date !== null && time === null
  if (family === 'time') return date === null && time !== null
  if (family === 'timestamptz') return date !== null && time !== null && offset === 'Z'
  return family === 'timestamp' && date !== null && time !== null && offset === null
}

const SAME_IN_BOTH = ['boolean', 'integer', 'numeric', 'real', 'text', 'bytea']

function reconcileTerms(left: Operand, right: Operand): readonly [Term, Term] {
  const [first, second] = [left.term, right.term]
  const families = [first.family, second.family]
  if (families.includes('null')) return [first, second]
  if (first.family === second.family) {
    if (SAME_IN_BOTH.includes(first.family) || areDates(left, right) || areCountedAlike(left, right))
      return [first, second]
    if (isSpelledAlike(left.column, right.column)) return [first, second]
    throw new Refusal(`two ${first.family} values compared: SQLite compares how they are written`)
  }
  if (families.every(family => family === 'integer' || family === 'numeric')) return [first, second]
  if (families.every(family => family === 'integer' || family === 'boolean'))
    return [asInteger(first), asInteger(second)]
  throw new Refusal(`a ${first.family} value compared with a ${second.family} value`)
}

/** A date that is computed is written as one that is kept. */
function areDates(...operands: readonly Operand[]): boolean {
  return operands.every(
    ({ term, column }) => term.family === 'date' && (column === null || column.spelling !== undefined),
  )
}

/** Two counts of one unit since 1970. */
function areCountedAlike(left: Operand, right: Operand): boolean {
  return left.column?.epoch !== undefined && left.column.epoch === right.column?.epoch
}

function isSpelledAlike(left: ExpressionColumn | null, right: ExpressionColumn | null): boolean {
  const spelling = left?.spelling
  if (spelling === undefined || spelling !== right?.spelling) return false
  return /^[9:. T-]+Z?$/.test(spelling) && !/-99:?99$/.test(spelling)
}

/** 1 and 0 for true and false, as SQLite has them. */
export function asInteger(term: Term): Term {
  return term.family === 'boolean' ? termOf('integer', postgres`${term.sql}::integer`, [term]) : term
}

function describeLiteral(literal: Literal): string {
  if (literal.storage === 'text') return `the text '${literal.value}'`
  return literal.storage === 'null' ? 'NULL' : `a constant of class ${literal.storage}`
}

/** How text is written under a collation: null for BINARY, folded for NOCASE, else refused. */
export function foldedSql(collation: string): ((term: Term, from: Expression) => PostgresSql) | null {
  if (collation === 'BINARY') return null
  if (collation !== 'NOCASE') throw new Refusal(`COLLATE ${collation} has no counterpart in PostgreSQL`)
  return (term, from) => {
    const literal = literalOf(withoutCollate(from))
    if (literal?.storage === 'text') return textSql(asciiLower(literal.value))
    // Digits, which have no case.
    if (literal !== null) return term.sql
    return term.family === 'null' ? term.sql : postgres`lower(${term.sql} COLLATE "C")`
  }
}
