// Reads a SELECT into a tree. Names are not looked up here: the tables they are read from come later in the
// text than the names themselves. https://www.sqlite.org/lang_select.html
import type { Expression } from '../expression.ts'
import type { ColumnNames } from '../resolve/resolve-name.ts'
import type {
  CommonTable,
  CompoundOperator,
  OrderTerm,
  SelectBody,
  SelectCore,
  SelectItem,
  SelectQuery,
} from '../select.ts'
import { parseList } from './clause.ts'
import { parseExpressionAt } from './expression.ts'
import { parseFrom } from './select-from.ts'
import type { TokenCursor } from './token-cursor.ts'

const ANY_NAME: ColumnNames = { has: () => true, unknown: true }

const AFTER_ITEM = 'FROM WHERE GROUP HAVING ORDER LIMIT UNION INTERSECT EXCEPT WINDOW'.split(' ')

/** A whole query from where the cursor stands; throws a failure of syntax. */
export function parseSelect(cursor: TokenCursor): SelectQuery {
  cursor.readQuery ??= () => parseSelect(cursor)
  const commonTables = cursor.accept('WITH') ? parseCommonTables(cursor) : []
  const body = parseBody(cursor)
  const orderBy = cursor.accept('ORDER', 'BY') ? separated(cursor, parseOrderTerm) : []
  return { commonTables, body, orderBy, ...parseLimit(cursor) }
}

function parseQueryExpression(cursor: TokenCursor): Expression {
  return parseExpressionAt(cursor, ANY_NAME)
}

/** `item, item …` without parentheses. */
function separated<Item>(
  cursor: TokenCursor,
  parseItem: (cursor: TokenCursor) => Item,
): readonly [Item, ...Item[]] {
  const items: [Item, ...Item[]] = [parseItem(cursor)]
  while (cursor.acceptOperator(',')) items.push(parseItem(cursor))
  return items
}

// A query that reads its own name is recursive with the word and without it.
function parseCommonTables(cursor: TokenCursor): readonly CommonTable[] {
  cursor.accept('RECURSIVE')
  return separated(cursor, () => {
    const name = cursor.name()
    const columns = cursor.isOperator('(') ? parseList(cursor, () => cursor.name()) : null
    cursor.expect('AS')
    cursor.accept('NOT')
    cursor.accept('MATERIALIZED')
    cursor.expectOperator('(')
    const query = parseSelect(cursor)
    cursor.expectOperator(')')
    return { name, columns, query }
  })
}

function parseBody(cursor: TokenCursor): SelectBody {
  let left: SelectBody = parseCore(cursor)
  for (let found = operatorAt(cursor); found !== null; found = operatorAt(cursor))
    left = { kind: 'compound', operator: found, left, right: parseCore(cursor) }
  return left
}

function operatorAt(cursor: TokenCursor): CompoundOperator | null {
  if (cursor.accept('UNION', 'ALL')) return 'UNION ALL'
  const words = ['UNION', 'INTERSECT', 'EXCEPT'] as const
  return words.find(word => cursor.accept(word)) ?? null
}

function parseCore(cursor: TokenCursor): SelectCore {
  cursor.expect('SELECT')
  const distinct = cursor.accept('DISTINCT')
  if (!distinct) cursor.accept('ALL')
  const items = separated(cursor, parseItem)
  const from = cursor.accept('FROM') ? parseFrom(cursor, parseQueryExpression, parseSelect) : null
  const where = cursor.accept('WHERE') ? parseQueryExpression(cursor) : null
  const groupBy = cursor.accept('GROUP', 'BY') ? separated(cursor, parseQueryExpression) : []
  const having = cursor.accept('HAVING') ? parseQueryExpression(cursor) : null
  return { kind: 'core', distinct, items, from, where, groupBy, having }
}

function parseItem(cursor: TokenCursor): SelectItem {
  if (cursor.acceptOperator('*')) return { kind: 'star', table: null }
  if (cursor.isOperator('.', 1) && cursor.isOperator('*', 2)) {
    const table = cursor.name()
    cursor.expectOperator('.')
    cursor.expectOperator('*')
    return { kind: 'star', table }
  }
  const start = cursor.peek()?.start ?? 0
  const value = parseQueryExpression(cursor)
  return { kind: 'value', value, text: cursor.textSince(start), alias: parseItemAlias(cursor) }
}

function parseItemAlias(cursor: TokenCursor): string | null {
  if (cursor.accept('AS')) return cursor.name()
  const kind = cursor.peek()?.kind
  const isName = kind === 'word' || kind === 'quoted' || kind === 'string'
  return isName && !cursor.isAtOneOf(AFTER_ITEM) ? cursor.name() : null
}

function parseOrderTerm(cursor: TokenCursor): OrderTerm {
  const value = parseQueryExpression(cursor)
  const descending = cursor.accept('DESC')
  if (!descending) cursor.accept('ASC')
  if (!cursor.accept('NULLS')) return { value, descending, nulls: null }
  if (cursor.accept('FIRST')) return { value, descending, nulls: 'FIRST' }
  cursor.expect('LAST')
  return { value, descending, nulls: 'LAST' }
}

/** `LIMIT a, b` skips a rows and takes b. */
function parseLimit(cursor: TokenCursor): Pick<SelectQuery, 'limit' | 'offset'> {
  if (!cursor.accept('LIMIT')) return { limit: null, offset: null }
  const first = parseQueryExpression(cursor)
  if (cursor.acceptOperator(',')) return { limit: parseQueryExpression(cursor), offset: first }
  return { limit: first, offset: cursor.accept('OFFSET') ? parseQueryExpression(cursor) : null }
}
