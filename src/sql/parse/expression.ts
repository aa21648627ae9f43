// SQLite's expressions by precedence climbing, with the binding powers of SQLite's own grammar.
// Never throws: text that is no expression is an `unsupported` node. https://www.sqlite.org/lang_expr.html
import type { BinaryOperator, Expression, PatternOperator } from '../expression.ts'
import type { ColumnNames } from '../resolve/resolve-name.ts'
import { parseList } from './clause.ts'
import { parseOperand, QUERY_WORDS, readQuery } from './operand.ts'
import { parseOr, TokenCursor } from './token-cursor.ts'

const POWER = {
  or: 1,
  and: 2,
  not: 3,
  equality: 4,
  order: 5,
  bits: 7,
  sum: 8,
  product: 9,
  concat: 10,
  collate: 11,
  sign: 12,
}

const OPERATORS: ReadonlyMap<string, readonly [BinaryOperator, number]> = new Map([
  ['=', ['=', POWER.equality]],
  ['==', ['=', POWER.equality]],
  ['<>', ['<>', POWER.equality]],
  ['!=', ['<>', POWER.equality]],
  ['<', ['<', POWER.order]],
  ['<=', ['<=', POWER.order]],
  ['>', ['>', POWER.order]],
  ['>=', ['>=', POWER.order]],
  ['&', ['&', POWER.bits]],
  ['|', ['|', POWER.bits]],
  ['<<', ['<<', POWER.bits]],
  ['>>', ['>>', POWER.bits]],
  ['+', ['+', POWER.sum]],
  ['-', ['-', POWER.sum]],
  ['*', ['*', POWER.product]],
  ['/', ['/', POWER.product]],
  ['%', ['%', POWER.product]],
  ['||', ['||', POWER.concat]],
  ['->', ['->', POWER.concat]],
  ['->>', ['->>', POWER.concat]],
])

const PATTERN_OPERATORS: readonly PatternOperator[] = ['LIKE', 'GLOB', 'REGEXP', 'MATCH']
const NEGATABLE = ['IN', 'BETWEEN', 'NULL', ...PATTERN_OPERATORS]
const EQUALITY_WORDS = ['IS', 'ISNULL', 'NOTNULL', 'IN', 'BETWEEN', ...PATTERN_OPERATORS]

/** The tree of one expression. `columns` are the lower-cased names in reach; they decide what `"x"` is. */
export function parseExpression(sql: string, columns: ColumnNames): Expression {
  return parseOr<Expression, Expression>(
    () => {
      const cursor = new TokenCursor(sql)
      const expression = parseFrom(cursor, columns, 0)
      if (!cursor.end) throw cursor.failure('the end')
      return expression
    },
    because => ({ kind: 'unsupported', text: sql, because }),
  )
}

/** One expression from where the cursor stands; throws a failure of syntax. */
export function parseExpressionAt(cursor: TokenCursor, columns: ColumnNames): Expression {
  return parseFrom(cursor, columns, 0)
}

/** Reads as much as binds at least as tightly as `power`. */
function parseFrom(cursor: TokenCursor, columns: ColumnNames, power: number): Expression {
  let left = parsePrefix(cursor, columns)
  while (true) {
    const operator = OPERATORS.get(cursor.peek()?.kind === 'operator' ? (cursor.peek()?.text ?? '') : '')
    if (operator !== undefined && operator[1] >= power) {
      cursor.next()
      left = {
        kind: 'binary',
        operator: operator[0],
        left,
        right: parseFrom(cursor, columns, operator[1] + 1),
      }
      continue
    }
    const next = operator === undefined ? parseWordOperator(cursor, columns, left, power) : null
    if (next === null) return left
    left = next
  }
}

function parsePrefix(cursor: TokenCursor, columns: ColumnNames): Expression {
  if (cursor.accept('NOT')) {
    return { kind: 'unary', operator: 'NOT', operand: parseFrom(cursor, columns, POWER.not) }
  }
  for (const operator of ['-', '+', '~'] as const) {
    if (!cursor.acceptOperator(operator)) continue
    return (
      negativeLimit(operator, cursor) ?? {
        kind: 'unary',
        operator,
        operand: parseFrom(cursor, columns, POWER.sign),
      }
    )
  }
  return parseOperand(cursor, columns, () => parseFrom(cursor, columns, 0))
}

// 2^63 alone is beyond an integer and so a real, but -2^63 is an integer.
function negativeLimit(operator: string, cursor: TokenCursor): Expression | null {
  if (operator !== '-' || cursor.peek()?.value !== '9223372036854775808') return null
  cursor.next()
  return { kind: 'integer', value: -(2n ** 63n) }
}

/** One operator written as a word, applied to what stands left of it; null if none stands here. */
function parseWordOperator(
  cursor: TokenCursor,
  columns: ColumnNames,
  left: Expression,
  power: number,
): Expression | null {
  const operand = (least: number): Expression => parseFrom(cursor, columns, least)
  if (power <= POWER.collate && cursor.accept('COLLATE')) {
    return { kind: 'collate', operand: left, collation: cursor.name() }
  }
  if (power <= POWER.or && cursor.accept('OR')) return binary('OR', left, operand(POWER.or + 1))
  if (power <= POWER.and && cursor.accept('AND')) return binary('AND', left, operand(POWER.and + 1))
  const negated = cursor.isAt('NOT') && cursor.isAtOneOf(NEGATABLE, 1)
  if (power > POWER.equality || !(negated || cursor.isAtOneOf(EQUALITY_WORDS))) return null
  if (negated) cursor.next()
  return parseEqualityWord(cursor, left, negated, operand)
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right }
}

type ParseOperand = (power: number) => Expression

function parseEqualityWord(
  cursor: TokenCursor,
  left: Expression,
  negated: boolean,
  operand: ParseOperand,
): Expression {
  if (cursor.accept('IS')) return parseIs(cursor, left, operand)
  if (cursor.accept('ISNULL')) return { kind: 'null-test', operand: left, negated: false }
  if (cursor.accept('NOTNULL') || cursor.accept('NULL'))
    return { kind: 'null-test', operand: left, negated: true }
  if (cursor.accept('BETWEEN')) return parseBetween(cursor, left, negated, operand)
  if (cursor.accept('IN')) return parseIn(cursor, left, negated, operand)
  return parsePattern(cursor, left, negated, operand)
}

function parseIs(cursor: TokenCursor, left: Expression, operand: ParseOperand): Expression {
  const not = cursor.accept('NOT')
  const negated = cursor.accept('DISTINCT', 'FROM') ? !not : not
  const right = operand(POWER.equality + 1)
  if (right.kind === 'null') return { kind: 'null-test', operand: left, negated }
  return binary(negated ? 'IS NOT' : 'IS', left, right)
}

function parseBetween(
  cursor: TokenCursor,
  left: Expression,
  negated: boolean,
  operand: ParseOperand,
): Expression {
  const low = operand(POWER.equality + 1)
  cursor.expect('AND')
  return { kind: 'between', operand: left, low, high: operand(POWER.equality + 1), negated }
}

function parseIn(cursor: TokenCursor, left: Expression, negated: boolean, operand: ParseOperand): Expression {
  const start = cursor.peek()?.start ?? 0
  if (!cursor.isOperator('(')) throw cursor.failure('a list in parentheses')
  const isQuery = QUERY_WORDS.some(word => cursor.isAtOneOf([word], 1))
  const query = isQuery ? readQuery(cursor) : null
  if (query !== null) return { kind: 'query', form: 'in', operand: left, negated, query }
  if (cursor.isOperator(')', 1) || isQuery) {
    cursor.parenthesized()
    return {
      kind: 'unsupported',
      text: cursor.textSince(start),
      because: 'IN over a subquery or an empty list',
    }
  }
  return { kind: 'in', operand: left, list: parseList(cursor, () => operand(0)), negated }
}

function parsePattern(
  cursor: TokenCursor,
  left: Expression,
  negated: boolean,
  operand: ParseOperand,
): Expression {
  const operator = PATTERN_OPERATORS.find(word => cursor.accept(word))
  if (operator === undefined) throw cursor.failure('an operator')
  const pattern = operand(POWER.equality + 1)
  const escapeWith = cursor.accept('ESCAPE') ? operand(POWER.equality + 1) : null
  return { kind: 'pattern', operator, operand: left, pattern, escape: escapeWith, negated }
}
