// SQL of a file with its "texts" written as 'texts': SQLite takes a name in double quotes that no column has
// for a string in a schema, but not in a query of ours.
// https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted

import { tokenize } from '../parse/tokenize.ts'
import { sqliteString } from '../quote.ts'
import { type ColumnNames, resolveWord } from '../resolve/resolve-name.ts'
import { type SqliteSql, trustSqlite } from '../text.ts'

/** `columns` are the lower-cased names in reach. Text without such strings comes back as it is. */
export function withPlainStrings(sql: string, columns: ColumnNames): SqliteSql {
  const tokens = tokenize(sql)
  const pieces = tokens.map((token, i) => {
    const gap = sql.slice(tokens[i - 1]?.end ?? 0, token.start)
    const isQualified = tokens[i - 1]?.text === '.' || ['.', '('].includes(tokens[i + 1]?.text ?? '')
    const node = token.kind === 'quoted' && !isQualified ? resolveWord(token, columns) : null
    return gap + (node?.kind === 'text' ? sqliteString(node.value) : token.text)
  })
  return trustSqlite(pieces.join(''))
}
