// What operators stand between: literals, names, calls, CASE, CAST, parentheses.
// https://www.sqlite.org/syntax/expr.html
import type { CaseExpression, Expression } from '../expression.ts'
import { type ColumnNames, resolveWord } from '../resolve/resolve-name.ts'
import type { SelectQuery } from '../select.ts'
import { parseList } from './clause.ts'
import type { TokenCursor } from './token-cursor.ts'
import type { Token } from './tokenize.ts'

type ParseInner = () => Expression

const INT64_MAX = 2n ** 63n - 1n
const CLOCK_WORDS = ['CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME'] as const
export const QUERY_WORDS = ['SELECT', 'WITH', 'VALUES']

/** `parseInner` reads a whole expression from where the cursor stands. */
export function parseOperand(cursor: TokenCursor, columns: ColumnNames, parseInner: ParseInner): Expression {
  if (cursor.isOperator('(')) return parseParentheses(cursor, parseInner)
  const token = cursor.peek()
  if (token?.kind === 'word') return parseWord(cursor, columns, parseInner)
  if (token?.kind === 'quoted') return parseName(cursor, columns, parseInner)
  return parseLiteral(cursor.next(), cursor)
}

function parseLiteral(token: Token, cursor: TokenCursor): Expression {
  switch (token.kind) {
    case 'string':
      if (!token.value.includes(UNREADABLE)) return { kind: 'text', value: token.value }
      return { kind: 'unsupported', text: token.text, because: 'a text with bytes that are no UTF-8' }
    case 'blob':
      return { kind: 'blob', hex: token.value.toLowerCase() }
    case 'number':
      return parseNumber(token.value)
    case 'parameter':
      return { kind: 'unsupported', text: token.text, because: 'a parameter' }
    default:
      throw cursor.failure('an expression', token)
  }
}

/** What stands for bytes that are no UTF-8: nobody knows from here what they were. */
const UNREADABLE = '\uFFFD'

function parseNumber(text: string): Expression {
  if (/^0x/i.test(text)) return { kind: 'integer', value: BigInt.asIntN(64, BigInt(text)) }
  if (/^\d+$/.test(text) && BigInt(text) <= INT64_MAX) return { kind: 'integer', value: BigInt(text) }
  return { kind: 'real', text }
}

function parseParentheses(cursor: TokenCursor, parseInner: ParseInner): Expression {
  const start = cursor.peek()?.start ?? 0
  if (cursor.isAtOneOf(QUERY_WORDS, 1)) {
    const query = readQuery(cursor)
    if (query !== null) return { kind: 'query', form: 'value', operand: null, negated: false, query }
    cursor.parenthesized()
    return { kind: 'unsupported', text: cursor.textSince(start), because: 'a subquery' }
  }
  const [only, ...others] = parseList(cursor, parseInner)
  if (only !== undefined && others.length === 0) return only
  return { kind: 'unsupported', text: cursor.textSince(start), because: 'a row value' }
}

/** The query in parentheses that begins here; null where an expression may hold none. */
export function readQuery(cursor: TokenCursor): SelectQuery | null {
  if (cursor.readQuery === null) return null
  cursor.expectOperator('(')
  const query = cursor.readQuery()
  cursor.expectOperator(')')
  return query
}

function parseWord(cursor: TokenCursor, columns: ColumnNames, parseInner: ParseInner): Expression {
  const clock = CLOCK_WORDS.find(word => cursor.accept(word))
  if (clock !== undefined) return { kind: 'clock', word: clock }
  if (cursor.accept('NULL')) return { kind: 'null' }
  if (cursor.accept('CASE')) return parseCase(cursor, parseInner)
  if (cursor.isAt('CAST') && cursor.isOperator('(', 1)) return parseCast(cursor, parseInner)
  if (cursor.isAtOneOf(['EXISTS', 'RAISE']) && cursor.isOperator('(', 1)) return parseUnsupportedCall(cursor)
  return parseName(cursor, columns, parseInner)
}

function parseUnsupportedCall(cursor: TokenCursor): Expression {
  const word = cursor.next()
  const query = word.text.toUpperCase() === 'EXISTS' ? readQuery(cursor) : null
  if (query !== null) return { kind: 'query', form: 'exists', operand: null, negated: false, query }
  cursor.parenthesized()
  return { kind: 'unsupported', text: cursor.textSince(word.start), because: word.text.toUpperCase() }
}

function parseCase(cursor: TokenCursor, parseInner: ParseInner): CaseExpression {
  const base = cursor.isAt('WHEN') ? null : parseInner()
  const branches: { when: Expression; result: Expression }[] = []
  while (cursor.accept('WHEN')) {
    const when = parseInner()
    cursor.expect('THEN')
    branches.push({ when, result: parseInner() })
  }
  const otherwise = cursor.accept('ELSE') ? parseInner() : null
  cursor.expect('END')
  if (branches.length === 0) throw cursor.failure('WHEN')
  return { kind: 'case', base, branches, otherwise }
}

function parseCast(cursor: TokenCursor, parseInner: ParseInner): Expression {
  cursor.expect('CAST')
  cursor.expectOperator('(')
  const operand = parseInner()
  cursor.expect('AS')
  const start = cursor.peek()?.start ?? 0
  cursor.skipToDepthZero()
  const type = cursor.textSince(start)
  cursor.expectOperator(')')
  return { kind: 'cast', operand, type }
}

function parseName(cursor: TokenCursor, columns: ColumnNames, parseInner: ParseInner): Expression {
  const token = cursor.next()
  if (cursor.isOperator('(')) return parseCall(cursor, token, parseInner)
  if (!cursor.acceptOperator('.')) return resolveWord(token, columns)
  const second = cursor.name()
  if (!cursor.acceptOperator('.')) return { kind: 'column', table: token.value, name: second }
  return { kind: 'column', table: second, name: cursor.name() }
}

function parseCall(cursor: TokenCursor, token: Token, parseInner: ParseInner): Expression {
  const name = token.value.toLowerCase()
  const start = token.start
  const isDistinct = cursor.readQuery !== null && cursor.isAtOneOf(['DISTINCT'], 1)
  if (isAggregateForm(cursor) && !isDistinct) {
    cursor.parenthesized()
    return { kind: 'unsupported', text: cursor.textSince(start), because: `${name}() with DISTINCT` }
  }
  const call: Expression = isDistinct
    ? { kind: 'call', name, args: parseDistinct(cursor, parseInner), star: false, distinct: true }
    : { kind: 'call', name, ...parseArguments(cursor, parseInner) }
  if (!cursor.isAtOneOf(['FILTER', 'OVER'])) return call
  while (cursor.isAtOneOf(['FILTER', 'OVER'])) stepOverWindow(cursor)
  return { kind: 'unsupported', text: cursor.textSince(start), because: `${name}() with FILTER or OVER` }
}

function isAggregateForm(cursor: TokenCursor): boolean {
  return cursor.isAtOneOf(['DISTINCT', 'ALL'], 1)
}

/** `(DISTINCT x)` of an aggregate. */
function parseDistinct(cursor: TokenCursor, parseInner: ParseInner): readonly Expression[] {
  return parseList(cursor, () => {
    cursor.accept('DISTINCT')
    return parseInner()
  })
}

function stepOverWindow(cursor: TokenCursor): void {
  cursor.next()
  if (cursor.isOperator('(')) cursor.parenthesized()
  else cursor.name()
}

function parseArguments(
  cursor: TokenCursor,
  parseInner: ParseInner,
): { args: readonly Expression[]; star: boolean } {
  if (cursor.isOperator('*', 1)) {
    cursor.parenthesized()
    return { args: [], star: true }
  }
  if (cursor.isOperator(')', 1)) {
    cursor.parenthesized()
    return { args: [], star: false }
  }
  return { args: parseList(cursor, parseInner), star: false }
}
