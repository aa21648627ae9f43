// How a row of the source is named to people: by its primary key, else by its rowid. SQLite lets a primary key be
// NULL, in as many rows as there are; such a row is named by its rowid too.
// https://www.sqlite.org/lang_createtable.html#the_primary_key
import { sqliteName, sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Answer, DraftTable } from '../draft.ts'

/** `id`, `key` (of several columns) or `rowid`. */
export function rowLabelOf({ source }: DraftTable): string {
  const columns = source.primaryKey?.columns ?? []
  if (columns.length === 0) return 'rowid'
  return columns.length === 1 ? 'id' : 'key'
}

const BY_ROWID = 'rowid '

/** SQLite expression for that name of a row, as text: `17`, `'abc'`, `(1, 2)`; `rowid 3` where the key is NULL. */
export function rowNameOf({ source }: DraftTable): SqliteSql {
  const columns = source.primaryKey?.columns ?? []
  const rowid = sqlite`CAST(${sqliteName(source.rowidName ?? 'rowid')} AS TEXT)`
  if (columns.length === 0) return rowid
  const key = keyText(columns.map(name => shownValue(sqliteName(name))))
  if (source.rowidName === null) return key
  const isNull = columns
    .map(name => sqlite`typeof(${sqliteName(name)}) = 'null'`)
    .reduce((all, one) => sqlite`${all} OR ${one}`)
  return sqlite`iif(${isNull}, ${sqliteString(BY_ROWID)} || ${rowid}, ${key})`
}

function keyText(parts: readonly SqliteSql[]): SqliteSql {
  const all = parts.reduce((before, one) => sqlite`${before} || ', ' || ${one}`)
  return parts.length === 1 ? all : sqlite`'(' || ${all} || ')'`
}

/** `id 7`, `ids 7, 9, …`, `ids 7, rowid 3`, `rowids 3, 4`: the rows of an answer behind what their names are. */
export function sayNames(label: string, { count, examples }: Answer): string {
  const byRowid = label !== 'rowid' && examples.length > 0 && examples.every(isByRowid)
  const names = byRowid ? examples.map(name => name.slice(BY_ROWID.length)) : examples
  const more = count > BigInt(examples.length) ? ', …' : ''
  return `${byRowid ? 'rowid' : label}${count === 1n ? '' : 's'} ${names.join(', ')}${more}`
}

/** A key that is a text stands in quotes. */
const isByRowid = (name: string): boolean => name.startsWith(BY_ROWID)

const SHOWN_CHARACTERS = 60

/** SQLite expression for a value as people are shown it: a literal, cut where it is long. */
export function shownValue(value: SqliteSql): SqliteSql {
  return sqlite`iif(typeof(${value}) IN ('text', 'blob') AND length(${value}) > ${SHOWN_CHARACTERS}, quote(substr(${value}, 1, ${SHOWN_CHARACTERS})) || '…', quote(${value}))`
}
