// Every INTEGER PRIMARY KEY hands out the next id by itself, beginning behind the largest id there ever was.
// https://www.sqlite.org/autoinc.html
import type Database from 'better-sqlite3'
import type { NameMap } from './judge-structure.ts'
import type { Structure } from './read-structure.ts'
import { quoteName, type TableModel } from './source-model.ts'

/** What is wrong with the identities and their positions, in words. */
export function sequenceFaults(
  tables: readonly TableModel[],
  database: Database.Database,
  { columns }: Structure,
  names: NameMap,
): readonly string[] {
  return tables.flatMap(table => {
    const target = names.table(table.name)
    const identities = columns.filter(column => column.table === target && column.identity)
    const alias = aliasOf(table)
    if (alias === null) return []
    const [identity] = identities.filter(({ name }) => name === names.column(table.name, alias))
    if (identity === undefined) return [`identity lost: ${table.name}.${alias}`]
    const last = lastId(database, table.name, alias)
    return identity.lastValue === last
      ? []
      : [`sequence stands elsewhere: ${table.name}.${alias} at ${identity.lastValue}, ids up to ${last}`]
  })
}

/** Only a column declared INTEGER PRIMARY KEY by itself is surely the rowid. */
function aliasOf({ columns, options }: TableModel): string | null {
  if (options.includes('WITHOUT ROWID')) return null
  const alias = columns.find(
    ({ declared, clauses }) =>
      declared.toUpperCase() === 'INTEGER' &&
      clauses.some(({ kind, sql }) => kind === 'primary key' && !/DESC/.test(sql)),
  )
  return alias?.name ?? null
}

/** Null where nothing above zero was ever there. */
function lastId(database: Database.Database, table: string, column: string): string | null {
  const ask = (sql: string, ...params: string[]): bigint =>
    (database
      .prepare(sql)
      .safeIntegers()
      .pluck()
      .get(...params) as bigint | null | undefined) ?? 0n
  const hasMarks = ask("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'") > 0n
  const mark = hasMarks ? ask('SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = ?', table) : 0n
  const largest = ask(`SELECT max(${quoteName(column)}) FROM ${quoteName(table)}`)
  const last = mark > largest ? mark : largest
  return last < 1n ? null : String(last)
}
