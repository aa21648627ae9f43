// Triggers that do nothing but keep a virtual table in step with an ordinary one, as full-text and R-Tree tables are
// kept: every statement of the body writes to it, or calls a function that is given its name.
// https://www.sqlite.org/fts5.html#external_content_tables, http://www.geopackage.org/spec/#extension_rtree
import { asciiLower } from '../ascii-case.ts'
import type { Token } from '../parse/tokenize.ts'
import { tokenize } from '../parse/tokenize.ts'

/**
 * The virtual tables that the trigger keeps, by the names `virtualOf` gives; none where it does anything else.
 * `virtualOf` tells the virtual table that a table is, or belongs to as a shadow.
 */
export function tablesKeptBy(
  sql: string,
  virtualOf: (table: string) => string | undefined,
): readonly string[] {
  const statements = bodyOf(tokenize(sql))
  const kept = statements.map(statement => keptBy(statement, virtualOf))
  return kept.some(names => names.length === 0) ? [] : [...new Set(kept.flat())]
}

const STATEMENTS = ['insert', 'replace', 'update', 'delete', 'select', 'with', 'values']

/** The statements between BEGIN and END; none where there is no such body. */
function bodyOf(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const begin = tokens.findIndex((_, i) => isWord(tokens[i], 'begin') && isWord(tokens[i + 1], ...STATEMENTS))
  const end = tokens.findLastIndex(token => isWord(token, 'end'))
  if (begin < 0) return []
  const statements: Token[][] = [[]]
  for (const token of tokens.slice(begin + 1, end)) {
    if (token.text === ';') statements.push([])
    else statements.at(-1)?.push(token)
  }
  return statements.filter(statement => statement.length > 0)
}

function keptBy(
  statement: readonly Token[],
  virtualOf: (table: string) => string | undefined,
): readonly string[] {
  // A refusal is the application's rule, wherever it stands.
  if (statement.some((token, i) => isWord(token, 'raise') && statement[i + 1]?.text === '(')) return []
  const names = isWord(statement[0], 'select') ? namedInCalls(statement) : writtenBy(statement)
  return names.flatMap(name => virtualOf(name) ?? [])
}

/** The table after INSERT OR REPLACE INTO, REPLACE INTO, UPDATE OR IGNORE, DELETE FROM and the like. */
function writtenBy(statement: readonly Token[]): readonly string[] {
  if (!isWord(statement[0], 'insert', 'replace', 'update', 'delete')) return []
  const afterConflict = isWord(statement[1], 'or') ? 3 : 1
  const isBehindWord = isWord(statement[afterConflict], 'into', 'from')
  const table = statement[afterConflict + (isBehindWord ? 1 : 0)]
  return table === undefined ? [] : [table.value]
}

/** `SELECT RTreeAlign('idx_t_geometry', …)`, as SpatiaLite has it. */
function namedInCalls(statement: readonly Token[]): readonly string[] {
  return statement.flatMap((token, i) =>
    token.kind === 'string' && ['(', ','].includes(statement[i - 1]?.text ?? '') ? [token.value] : [],
  )
}

function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(asciiLower(token.text))
}
