// Which words of an expression are columns, which are strings, which are TRUE and FALSE: SQLite decides it
// by the columns in reach. https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted
import { asciiLower } from '../ascii-case.ts'
import type { Expression } from '../expression.ts'
import type { Token } from '../parse/tokenize.ts'

/** The lower-cased names of the columns in reach; a Set or a Map will do. */
export interface ColumnNames {
  has(name: string): boolean
  /** Not known yet: every word stays a column, with how it was written. */
  readonly unknown?: true
}

const ROWID_NAMES = ['rowid', 'oid', '_rowid_']

/** A word that no qualifier, no `(` and no keyword claims. */
export function resolveWord(token: Token, columns: ColumnNames): Expression {
  if (columns.unknown) return { kind: 'column', table: null, name: token.value, written: writingOf(token) }
  const folded = asciiLower(token.value)
  const column: Expression = { kind: 'column', table: null, name: token.value }
  if (columns.has(folded) || ROWID_NAMES.includes(folded)) return column
  if (isDoubleQuoted(token)) return { kind: 'text', value: token.value }
  if (token.kind === 'word' && (folded === 'true' || folded === 'false')) {
    return { kind: 'boolean', value: folded === 'true' }
  }
  return column
}

function writingOf(token: Token): 'bare' | 'double-quoted' | 'quoted' {
  if (token.kind === 'word') return 'bare'
  return isDoubleQuoted(token) ? 'double-quoted' : 'quoted'
}

function isDoubleQuoted(token: Token): boolean {
  return token.kind === 'quoted' && token.text.startsWith('"')
}
