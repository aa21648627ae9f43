// The one trigger that is carried: AFTER UPDATE, set one column of the same row to the clock. It is known by
// its exact shape only; everything else is somebody's logic. https://www.sqlite.org/lang_createtrigger.html
import { asciiLower } from '../ascii-case.ts'
import type { ComparisonOperator, Expression } from '../expression.ts'
import { parseQualifiedName } from '../parse/clause.ts'
import { parseExpression } from '../parse/expression.ts'
import { parseOr, TokenCursor } from '../parse/token-cursor.ts'
import { readClock } from '../translate/read-clock.ts'

export interface TouchTrigger {
  readonly name: string
  readonly table: string
  /** The column that is set. */
  readonly column: string
  /** The question to the clock, in SQLite's words, for translateDefault(). */
  readonly expression: string
  /** The columns of UPDATE OF; empty for any UPDATE. */
  readonly updateOf: readonly string[]
  /** New and old value of the column: `equal` is never true of NULLs, `unchanged` (IS) is, `not later` is `<=`. */
  readonly when: 'always' | 'equal' | 'unchanged' | 'not later'
  /** The column that finds the row; the caller sees to it that it is the table's whole key. */
  readonly key: string
}

export function recognizeTouchTrigger(sql: string): TouchTrigger | null {
  return parseOr<TouchTrigger | null, null>(
    () => parseTrigger(new TokenCursor(sql)),
    () => null,
  )
}

function parseTrigger(cursor: TokenCursor): TouchTrigger | null {
  cursor.expect('CREATE')
  cursor.expect('TRIGGER')
  cursor.accept('IF', 'NOT', 'EXISTS')
  const { name } = parseQualifiedName(cursor)
  cursor.expect('AFTER', 'UPDATE')
  const updateOf = cursor.accept('OF') ? parseColumns(cursor) : []
  cursor.expect('ON')
  const table = cursor.name()
  cursor.accept('FOR', 'EACH', 'ROW')
  const condition = cursor.accept('WHEN') ? textUntil(cursor, 'BEGIN') : null
  cursor.expect('BEGIN')
  const body = parseBody(cursor, table)
  const when = condition === null ? 'always' : body && readCondition(condition, body.column)
  return body && when && { name, table, updateOf, when, ...body }
}

function parseColumns(cursor: TokenCursor): readonly string[] {
  const columns = [cursor.name()]
  while (cursor.acceptOperator(',')) columns.push(cursor.name())
  return columns
}

function textUntil(cursor: TokenCursor, word: string): string {
  const start = cursor.peek()?.start ?? cursor.sql.length
  while (!cursor.end && !cursor.isAt(word) && !cursor.isOperator(';')) cursor.next()
  return cursor.textSince(start)
}

/** `UPDATE t SET column = clock WHERE key = NEW.key; END` */
function parseBody(
  cursor: TokenCursor,
  table: string,
): Pick<TouchTrigger, 'column' | 'expression' | 'key'> | null {
  cursor.expect('UPDATE')
  if (!isSame(cursor.name(), table)) return null
  cursor.expect('SET')
  const column = cursor.name()
  cursor.expectOperator('=')
  const expression = textUntil(cursor, 'WHERE')
  cursor.expect('WHERE')
  const key = keyOf(readPair(textUntil(cursor, 'END'), table))
  cursor.expectOperator(';')
  cursor.expect('END')
  cursor.expectEnd()
  const isClock = readClock(parseExpression(expression, new Set())) !== null
  return isClock && key !== null ? { column, expression, key } : null
}

type Owner = 'new' | 'old' | 'row'

interface ColumnPair {
  readonly operator: ComparisonOperator
  readonly left: { readonly owner: Owner; readonly name: string }
  readonly right: { readonly owner: Owner; readonly name: string }
}

/** `a op b` of two columns, each of NEW, of OLD or of the row at hand; null for all else. */
function readPair(sql: string, table: string): ColumnPair | null {
  // Every bare or double-quoted word here is a column.
  const node = parseExpression(sql, { has: () => true })
  if (node.kind !== 'binary') return null
  const [left, right] = [ownedColumn(node.left, table), ownedColumn(node.right, table)]
  const operator = COMPARISONS.find(sign => sign === node.operator)
  return left && right && operator !== undefined ? { operator, left, right } : null
}

const COMPARISONS: readonly ComparisonOperator[] = ['=', 'IS', '<=', '>=']

function ownedColumn(node: Expression, table: string): ColumnPair['left'] | null {
  if (node.kind !== 'column') return null
  const owner = asciiLower(node.table ?? table)
  if (owner === 'new' || owner === 'old') return { owner, name: node.name }
  return isSame(owner, table) ? { owner: 'row', name: node.name } : null
}

function keyOf(pair: ColumnPair | null): string | null {
  if (
    pair === null ||
    (pair.operator !== '=' && pair.operator !== 'IS') ||
    !isSame(pair.left.name, pair.right.name)
  )
    return null
  const owners = [pair.left.owner, pair.right.owner]
  return owners.includes('row') && !owners.every(owner => owner === 'row') ? pair.left.name : null
}

function readCondition(sql: string, column: string): TouchTrigger['when'] | null {
  const pair = readPair(sql, '')
  if (pair === null || !isSame(pair.left.name, column) || !isSame(pair.right.name, column)) return null
  const [left, right] = [pair.left.owner, pair.right.owner]
  if (left === right || left === 'row' || right === 'row') return null
  if (pair.operator === '=') return 'equal'
  if (pair.operator === 'IS') return 'unchanged'
  const isNewFirst = left === 'new'
  return (pair.operator === '<=') === isNewFirst ? 'not later' : null
}

function isSame(first: string, second: string): boolean {
  return asciiLower(first) === asciiLower(second)
}
