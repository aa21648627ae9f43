// What tells a row of the source from all others, so that rows which are set aside can be named to SQLite: the
// rowid, else the primary key, else everything in the row. Equal rows without a key share a name.
// https://www.sqlite.org/withoutrowid.html
import type { SourceTable } from '../../model/source.ts'
import { sqliteName } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'

export interface RowKey {
  /** Qualified by the table's name, so that it means the same inside a subquery. */
  readonly sql: SqliteSql
  readonly type: 'INTEGER' | 'TEXT'
}

export function rowKeyOf(table: SourceTable): RowKey {
  const rowid = table.rowidName ?? table.rowidAlias
  if (rowid !== null) return { sql: columnOf(table, rowid), type: 'INTEGER' }
  const names = table.withoutRowid ? table.primaryKey?.columns : undefined
  return { sql: exactText(table, names ?? table.columns.map(({ name }) => name)), type: 'TEXT' }
}

/** A column as `"table"."column"`. */
export function columnOf(table: SourceTable, column: string): SqliteSql {
  return sqlite`${sqliteName(table.name)}.${sqliteName(column)}`
}

/** Storage class and bytes of each value: equal for equal rows only. */
function exactText(table: SourceTable, names: readonly string[]): SqliteSql {
  const parts = names.map(name => {
    const column = columnOf(table, name)
    return sqlite`typeof(${column}) || hex(${column})`
  })
  return joinTexts(parts, ',')
}

/** SQLite takes at most 1,000 arguments a function call. https://www.sqlite.org/limits.html */
const ARGUMENTS = 900

/** Texts that are never NULL, joined; in groups where there are many. */
export function joinTexts(parts: readonly SqliteSql[], separator: ',' | ''): SqliteSql {
  const between = separator === ',' ? sqlite`','` : sqlite`''`
  if (parts.length <= ARGUMENTS) return sqlite`concat_ws(${[between, ...parts]})`
  const groups = Array.from({ length: Math.ceil(parts.length / ARGUMENTS) }, (_, i) =>
    joinTexts(parts.slice(i * ARGUMENTS, (i + 1) * ARGUMENTS), separator),
  )
  return joinTexts(groups, separator)
}
