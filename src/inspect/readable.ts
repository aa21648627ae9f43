// What of a table can be read here: a generated column may call a function that only the application has, a table
// without rowid may be ordered by a collation of its own, a name may be no UTF-8. One such column or table never
// stops the others. https://www.sqlite.org/gencol.html

import { Sqlite2pgError } from '../model/errors.ts'
import type { SourceColumn, SourceLostColumn, SourceUnreadable } from '../model/source.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import type { SourceReader } from '../sqlite/reader.ts'

/** In a UTF-16 file SQLite gives names with U+FFFE or U+FFFF back with U+FFFD, by which it does not find them. */
export function holdsLostName(text: string): boolean {
  return /[\ufffe\uffff]/.test(text)
}

/** A table, or a column of it, has such a name. */
export function lostName(table: string): SourceUnreadable {
  const because = 'its name, or that of a column, holds U+FFFE or U+FFFF, which SQLite loses in a UTF-16 file'
  return { table, kind: 'lost name', because }
}

/** Why SQLite cannot even open the table, in its own words; null where it can. */
export function whyNotThere(reader: SourceReader, table: string): string | null {
  return refusal(reader, sqlite`SELECT * FROM ${sqliteName(table)} LIMIT 0`)
}

/** Why SQLite cannot read these columns of the table as they are read later; null where it can. */
export function whyUnreadable(
  reader: SourceReader,
  table: string,
  columns: readonly SourceColumn[],
): string | null {
  const misread = [table, ...columns.map(({ name }) => name)].find(name => name.includes('\u{fffd}'))
  const names = columns.map(({ name }) => sqliteName(name))
  const because =
    columns.length === 0
      ? 'SQLite finds no column in it'
      : refusal(reader, sqlite`SELECT ${names} FROM ${sqliteName(table)} NOT INDEXED LIMIT 0`)
  if (because !== null && misread !== undefined)
    return `the name ${misread} is no UTF-8; rename it in the file`
  // The planner's words for a table without rowid whose own order it cannot judge.
  return because === 'no query solution' ? 'its order is by a collation that SQLite does not have' : because
}

/** Generated columns whose expression fails, for want of a function or on the values of a row. */
export function findLostColumns(
  reader: SourceReader,
  table: string,
  columns: readonly SourceColumn[],
): readonly SourceLostColumn[] {
  const computed = columns.filter(({ generated }) => generated !== null && !generated.stored)
  if (computed.length === 0 || whyNotComputed(reader, table, computed) === null) return []
  return computed.flatMap(column => {
    const because = whyNotComputed(reader, table, [column])
    return because === null
      ? []
      : [{ name: column.name, expression: column.generated?.expression ?? '', because }]
  })
}

function whyNotComputed(
  reader: SourceReader,
  table: string,
  columns: readonly SourceColumn[],
): string | null {
  const counts = columns.map(({ name }) => sqlite`count(${sqliteName(name)})`)
  return refusal(reader, sqlite`SELECT ${counts} FROM ${sqliteName(table)} NOT INDEXED`)
}

function refusal(reader: SourceReader, query: SqliteSql): string | null {
  try {
    reader.raw(query)
    return null
  } catch (error) {
    if (error instanceof Sqlite2pgError) throw error
    return error instanceof Error ? error.message : String(error)
  }
}
