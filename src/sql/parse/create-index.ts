// Reads the text SQLite stores for an index: its expressions and its WHERE are in no PRAGMA.
// Never throws. https://www.sqlite.org/lang_createindex.html
import { parseKeyPart, parseList, parseQualifiedName } from './clause.ts'
import type { ParsedKeyPart } from './parsed-table.ts'
import { parseOr, TokenCursor } from './token-cursor.ts'

export interface ParsedCreateIndex {
  readonly kind: 'index'
  readonly schema: string | null
  readonly name: string
  readonly table: string
  readonly unique: boolean
  /** A name that is no column of the table (`"x"` read as text by old SQLite) still comes as a column here. */
  readonly columns: readonly ParsedKeyPart[]
  readonly where: string | null
}

export type ParsedIndex =
  | ParsedCreateIndex
  | { readonly kind: 'unparsed'; readonly sql: string; readonly because: string }

export function parseCreateIndex(sql: string): ParsedIndex {
  return parseOr<ParsedIndex, ParsedIndex>(
    () => parseStatement(new TokenCursor(sql)),
    because => ({ kind: 'unparsed', sql, because }),
  )
}

function parseStatement(cursor: TokenCursor): ParsedCreateIndex {
  cursor.expect('CREATE')
  const unique = cursor.accept('UNIQUE')
  cursor.expect('INDEX')
  cursor.accept('IF', 'NOT', 'EXISTS')
  const name = parseQualifiedName(cursor)
  cursor.expect('ON')
  const table = cursor.name()
  const columns = parseList(cursor, parseKeyPart)
  const where = cursor.accept('WHERE') ? parseWhere(cursor) : null
  cursor.expectEnd()
  return { kind: 'index', ...name, table, unique, columns, where }
}

function parseWhere(cursor: TokenCursor): string {
  const start = cursor.peek()?.start ?? cursor.sql.length
  cursor.skipToDepthZero(';')
  return cursor.textSince(start)
}
