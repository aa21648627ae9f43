// The FROM of a query: tables, queries in parentheses, joins. A comma joins as JOIN does, from left to right.
// https://www.sqlite.org/syntax/join-clause.html
import type { Expression } from '../expression.ts'
import type { FromItem, JoinType, SelectQuery } from '../select.ts'
import { parseList } from './clause.ts'
import type { TokenCursor } from './token-cursor.ts'

type ParseExpression = (cursor: TokenCursor) => Expression
type ParseQuery = (cursor: TokenCursor) => SelectQuery

const JOIN_WORDS = 'NATURAL LEFT RIGHT FULL INNER CROSS JOIN'.split(' ')
const AFTER_TABLE = [
  ...JOIN_WORDS,
  ...'OUTER ON USING WHERE GROUP HAVING ORDER LIMIT UNION INTERSECT EXCEPT WINDOW INDEXED NOT'.split(' '),
]

export function parseFrom(
  cursor: TokenCursor,
  parseExpression: ParseExpression,
  parseQuery: ParseQuery,
): FromItem {
  const parseTerm = (): FromItem => parseFromTerm(cursor, parseExpression, parseQuery)
  let left = parseTerm()
  for (let join = joinAt(cursor); join !== null; join = joinAt(cursor)) {
    const right = parseTerm()
    const on = cursor.accept('ON') ? parseExpression(cursor) : null
    const using = on === null && cursor.accept('USING') ? parseList(cursor, () => cursor.name()) : []
    left = { kind: 'join', ...join, left, right, on, using }
  }
  return left
}

function joinAt(cursor: TokenCursor): { type: JoinType; natural: boolean } | null {
  if (cursor.acceptOperator(',')) return { type: 'INNER', natural: false }
  if (!cursor.isAtOneOf(JOIN_WORDS)) return null
  const natural = cursor.accept('NATURAL')
  const type = (['LEFT', 'RIGHT', 'FULL'] as const).find(word => cursor.accept(word)) ?? 'INNER'
  if (type !== 'INNER') cursor.accept('OUTER')
  else if (!cursor.accept('INNER')) cursor.accept('CROSS')
  cursor.expect('JOIN')
  return { type, natural }
}

function parseFromTerm(
  cursor: TokenCursor,
  parseExpression: ParseExpression,
  parseQuery: ParseQuery,
): FromItem {
  if (cursor.isOperator('(')) return parseGroup(cursor, parseExpression, parseQuery)
  const first = cursor.name()
  const isQualified = cursor.acceptOperator('.')
  if (isQualified && first.toLowerCase() !== 'main')
    throw cursor.failure(`a table of this file, not of ${first}`)
  const name = isQualified ? cursor.name() : first
  if (cursor.isOperator('(')) throw cursor.failure(`a table, not the function ${name}()`)
  const alias = parseAlias(cursor) ?? name
  if (cursor.accept('INDEXED')) {
    cursor.expect('BY')
    cursor.name()
  } else if (cursor.accept('NOT')) cursor.expect('INDEXED')
  return { kind: 'table', name, alias }
}

function parseGroup(cursor: TokenCursor, parseExpression: ParseExpression, parseQuery: ParseQuery): FromItem {
  cursor.expectOperator('(')
  if (cursor.isAtOneOf(['SELECT', 'WITH', 'VALUES'])) {
    const query = parseQuery(cursor)
    cursor.expectOperator(')')
    return { kind: 'query', query, alias: parseAlias(cursor) }
  }
  const inner = parseFrom(cursor, parseExpression, parseQuery)
  cursor.expectOperator(')')
  if (parseAlias(cursor) !== null) throw cursor.failure('no name for a join in parentheses')
  return inner
}

function parseAlias(cursor: TokenCursor): string | null {
  if (cursor.accept('AS')) return cursor.name()
  const kind = cursor.peek()?.kind
  const isName = kind === 'word' || kind === 'quoted' || kind === 'string'
  return isName && !cursor.isAtOneOf(AFTER_TABLE) ? cursor.name() : null
}
