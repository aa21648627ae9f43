// The hidden rowid as a column of its own, where the user asks for it with `--cast TABLE.rowid=bigint`: a plain column
// called rowid, no key and no identity. https://www.sqlite.org/rowidtable.html

import type { SourceColumn, SourceDatabase, SourceTable } from '../../model/source.ts'
import { sameName } from '../../sql/ascii-case.ts'
import type { NarrowedSource } from '../select-tables.ts'

const ROWID: SourceColumn = {
  name: 'rowid',
  declaredType: 'INTEGER',
  notNull: false,
  defaultSql: null,
  defaultValue: null,
  collation: 'BINARY',
  generated: null,
}

/** A table that has a column called rowid, or none behind it, is left as it is. */
export function withRowids(
  { source, tables }: NarrowedSource,
  casts: Readonly<Record<string, string>>,
): NarrowedSource {
  const changed = new Map(source.tables.map(table => [table, withRowid(table, casts)] as const))
  const replaced = (table: SourceTable): SourceTable => changed.get(table) ?? table
  const changedSource: SourceDatabase = { ...source, tables: source.tables.map(replaced) }
  return { source: changedSource, tables: tables.map(replaced) }
}

function withRowid(table: SourceTable, casts: Readonly<Record<string, string>>): SourceTable {
  const isWanted = Object.keys(casts).some(name => sameName(name, `${table.name}.rowid`))
  const isHidden = table.rowidName !== null && table.rowidAlias === null
  const isTaken = table.columns.some(({ name }) => sameName(name, 'rowid'))
  return isWanted && isHidden && !isTaken ? { ...table, columns: [...table.columns, ROWID] } : table
}
