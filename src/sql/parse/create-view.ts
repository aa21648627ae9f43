// Reads the text SQLite stores for a view. Never throws. https://www.sqlite.org/lang_createview.html

import type { SelectQuery } from '../select.ts'
import { parseList, parseQualifiedName } from './clause.ts'
import { parseSelect } from './select.ts'
import { parseOr, TokenCursor } from './token-cursor.ts'

export type ParsedView =
  | {
      readonly kind: 'view'
      readonly name: string
      /** As in `CREATE VIEW v(a, b)`; null where the query names its columns. */
      readonly columns: readonly string[] | null
      readonly query: SelectQuery
    }
  | { readonly kind: 'unparsed'; readonly sql: string; readonly because: string }

export function parseCreateView(sql: string): ParsedView {
  return parseOr<ParsedView, ParsedView>(
    () => parseStatement(new TokenCursor(sql)),
    because => ({ kind: 'unparsed', sql, because }),
  )
}

function parseStatement(cursor: TokenCursor): ParsedView {
  cursor.expect('CREATE')
  if (!cursor.accept('TEMP')) cursor.accept('TEMPORARY')
  cursor.expect('VIEW')
  cursor.accept('IF', 'NOT', 'EXISTS')
  const { name } = parseQualifiedName(cursor)
  const columns = cursor.isOperator('(') ? parseList(cursor, () => cursor.name()) : null
  cursor.expect('AS')
  const query = parseSelect(cursor)
  cursor.expectEnd()
  return { kind: 'view', name, columns, query }
}
