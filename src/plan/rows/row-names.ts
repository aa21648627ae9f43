// How a row of the source is named to people: by its primary key, else by its rowid.
import { sqliteName } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { DraftTable } from '../draft.ts'

/** `id`, `key` (of several columns) or `rowid`. */
export function rowLabelOf({ source }: DraftTable): string {
  const columns = source.primaryKey?.columns ?? []
  if (columns.length === 0) return 'rowid'
  return columns.length === 1 ? 'id' : 'key'
}

/** SQLite expression for that name of a row, as text: `17`, `'abc'`, `(1, 2)`. */
export function rowNameOf({ source }: DraftTable): SqliteSql {
  const columns = source.primaryKey?.columns ?? []
  const parts = columns.map(name => shownValue(sqliteName(name)))
  const [first, ...rest] = parts
  if (first === undefined) return sqlite`CAST(${sqliteName(source.rowidName ?? 'rowid')} AS TEXT)`
  if (rest.length === 0) return first
  return sqlite`'(' || ${parts.reduce((all, one) => sqlite`${all} || ', ' || ${one}`)} || ')'`
}

const SHOWN_CHARACTERS = 60

/** SQLite expression for a value as people are shown it: a literal, cut where it is long. */
export function shownValue(value: SqliteSql): SqliteSql {
  return sqlite`iif(typeof(${value}) IN ('text', 'blob') AND length(${value}) > ${SHOWN_CHARACTERS}, quote(substr(${value}, 1, ${SHOWN_CHARACTERS})) || '…', quote(${value}))`
}
