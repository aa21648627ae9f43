// Where the keys of rows that are set aside are gathered, and the one way to read a table without them. The keys
// lie in temporary tables of the reader, on disk: nothing of it is proportional to memory, nothing is in the file.
// https://www.sqlite.org/tempfiles.html#temporary_database_files
import { asciiLower } from '../../sql/ascii-case.ts'
import { sqliteName } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { DraftTable, PlanContext } from '../draft.ts'
import { type RowKey, rowKeyOf } from '../rows/row-keys.ts'

/** One row in it is a row of the source with one reason. */
export interface AsideKeys {
  /** Names the temporary tables that belong to the table. */
  readonly place: string
  readonly scratch: SqliteSql
  readonly key: RowKey
}

/** The tables with a place for the keys of rows that are set aside, if any may be. */
export function withAsideKeys(
  tables: readonly DraftTable[],
  { input: { source, options } }: PlanContext,
): readonly DraftTable[] {
  if (options.badValues !== 'quarantine' && options.orphans !== 'quarantine') return tables
  const prefix = freePrefix([...source.tables, ...source.views, ...source.others].map(({ name }) => name))
  return tables.map((table, i) => {
    const place = `${prefix}${i}`
    return { ...table, aside: { place, scratch: temporary(place), key: rowKeyOf(table.source) } }
  })
}

/** A temporary table hides one of the file that is called the same. */
function freePrefix(names: readonly string[]): string {
  const taken = names.map(asciiLower)
  for (let i = 0; ; i++) {
    const prefix = `sqlite2pg_aside${i === 0 ? '' : i}_`
    if (!taken.some(name => name.startsWith(prefix))) return prefix
  }
}

export function temporary(name: string): SqliteSql {
  return sqlite`temp.${sqliteName(name)}`
}

/** What follows FROM, ending in a condition: every row of the table. */
export function allRowsOf(table: DraftTable): SqliteSql {
  return sqlite`${sqliteName(table.source.name)} NOT INDEXED WHERE 1`
}

/** The same without the rows that are set aside. */
export function rowsOf(table: DraftTable): SqliteSql {
  const { aside } = table
  return sqlite`${sqliteName(table.source.name)} NOT INDEXED WHERE ${aside === null ? sqlite`1` : isKept(aside)}`
}

export function isKept(keys: AsideKeys): SqliteSql {
  return sqlite`${keys.key.sql} NOT IN (SELECT key FROM ${keys.scratch})`
}

/** The other rows, found by their keys: one seek for each. */
export function isSetAside(keys: AsideKeys): SqliteSql {
  return sqlite`${keys.key.sql} IN (SELECT key FROM ${keys.scratch})`
}

/** The same for a walk along the table, range by range: no range gathers all keys anew. */
export function isSetAsideInPassing(keys: AsideKeys): SqliteSql {
  return sqlite`+${isSetAside(keys)}`
}
