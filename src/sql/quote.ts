// Quoting for both dialects. Names are always quoted; strings never pass through a format string.
// https://www.sqlite.org/lang_keywords.html, https://www.postgresql.org/docs/current/sql-syntax-lexical.html
import { type PostgresSql, type SqliteSql, trustPostgres, trustSqlite } from './text.ts'

const doubled = (text: string, quote: string): string => quote + text.replaceAll(quote, quote + quote) + quote

/** `"name"` for SQLite. */
export function sqliteName(name: string): SqliteSql {
  return trustSqlite(doubled(name, '"'))
}

/**
 * A column as its plain value: compared by bytes whatever its declaration says, which may name a collation that only
 * the application has. Of a column that is NOT NULL SQLite takes `IS NULL` for false unseen, though it may hold NULL:
 * not so behind a COLLATE.
 */
export function sqliteColumn(column: {
  readonly name: string
  readonly collation: string
  readonly notNull: boolean
}): SqliteSql {
  const name = sqliteName(column.name)
  const isPlain = column.collation === 'BINARY' && !column.notNull
  return isPlain ? name : trustSqlite(`(${name} COLLATE BINARY)`)
}

/** `'text'` for SQLite. SQLite reads a literal up to a NUL, so text holding one is refused. */
export function sqliteString(text: string): SqliteSql {
  if (text.includes('\0')) throw new RangeError('a SQLite string literal cannot hold NUL')
  return trustSqlite(doubled(text, "'"))
}

/** `"name"` for PostgreSQL. */
export function postgresName(...path: readonly string[]): PostgresSql {
  return trustPostgres(path.map(name => doubled(name, '"')).join('.'))
}

/** `'text'` for PostgreSQL, in the escape form where a backslash occurs, so `standard_conforming_strings` does not matter. */
export function postgresString(text: string): PostgresSql {
  const quoted = doubled(text, "'")
  return trustPostgres(text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted)
}

/** Line breaks, other control characters and those that cannot be seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** `'text'` for PostgreSQL on one line, harmless to a terminal and to whatever reads a script line by line. */
export function postgresLine(text: string): PostgresSql {
  if (!/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)) return postgresString(text)
  if (text.includes('\0')) throw new RangeError('a text of PostgreSQL cannot hold NUL')
  const escaped = doubled(text.replaceAll('\\', '\\\\'), "'").replace(UNSEEN, escapeOf)
  return trustPostgres(` E${escaped}`)
}

function escapeOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\U${code.padStart(8, '0')}`
}
