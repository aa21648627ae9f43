// What can still be said about a damaged file: which of its tables read from the first row to the last.
// The handle used for it is read-only and takes the schema as far as it can be parsed.
// https://www.sqlite.org/recovery.html
import Database from 'better-sqlite3'
import { Sqlite2pgError } from '../model/errors.ts'
import { shellWord } from '../model/shell-word.ts'
import { sqliteName } from '../sql/quote.ts'
import { readPastMalformed } from './malformed-schema.ts'

export interface TablesByHealth {
  readonly readable: readonly string[]
  readonly damaged: readonly string[]
}

/** SOURCE_CORRUPT with the tables that still read. `readPath` null means that SQLite must not open the file. */
export function corruptError(
  path: string,
  fact: string,
  readPath: string | null,
  cause?: unknown,
): Sqlite2pgError {
  const health = readPath === null ? null : tablesByHealth(readPath)
  return new Sqlite2pgError(
    'SOURCE_CORRUPT',
    `${path} is corrupt: ${fact}${health ? `. ${healthInWords(health)}` : ''}`,
    `Copy the file again from its origin, or save what is left: sqlite3 ${shellWord(path)} .recover | sqlite3 recovered.db   then pass --sqlite-path=recovered.db${health ? withoutDamaged(health) : ''}`,
    { cause },
  )
}

/** The sound tables can be moved alone. */
function withoutDamaged({ readable, damaged }: TablesByHealth): string {
  if (readable.length === 0 || damaged.length === 0 || damaged.length > NAMES_SHOWN) return ''
  const options = damaged.map(name => `--exclude ${shellWord(name)}`).join(' ')
  return `. To move the tables that read: ${options}`
}

function healthInWords({ readable, damaged }: TablesByHealth): string {
  if (readable.length + damaged.length === 0) return 'No table can be listed'
  if (readable.length === 0) return `No table reads to its end: ${namesInWords(damaged)}`
  const bad = damaged.length === 0 ? '' : `; damaged: ${namesInWords(damaged)}`
  return `Tables that still read: ${namesInWords(readable)}${bad}`
}

const NAMES_SHOWN = 20

function namesInWords(names: readonly string[]): string {
  const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : ''
  return names.slice(0, NAMES_SHOWN).join(', ') + more
}

/** Reads every value of every ordinary table once. Null where not even a handle can be had. */
function tablesByHealth(readPath: string): TablesByHealth | null {
  let database: Database.Database | undefined
  try {
    database = openForgiving(readPath)
    return sortTables(database, tableNames(database))
  } catch {
    return null
  } finally {
    database?.close()
  }
}

function openForgiving(readPath: string): Database.Database {
  const database = new Database(readPath, { readonly: true, fileMustExist: true, timeout: 1000 })
  database.pragma('query_only = ON')
  readPastMalformed(database)
  return database
}

function tableNames(database: Database.Database): readonly string[] {
  const sql =
    "SELECT CAST(name AS TEXT) FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
  const names: string[] = []
  try {
    for (const name of database.prepare<[], string>(sql).pluck().iterate()) names.push(name)
  } catch {
    // The schema itself is damaged from here on: what it gave so far is all there is.
  }
  return names.sort()
}

function sortTables(database: Database.Database, names: readonly string[]): TablesByHealth {
  const readable = names.filter(name => readsToItsEnd(database, name))
  return { readable, damaged: names.filter(name => !readable.includes(name)) }
}

/** `max` of every column has SQLite load each value, overflow pages included, and keep none. */
function readsToItsEnd(database: Database.Database, table: string): boolean {
  try {
    const columns = database
      .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
      .pluck()
      .all(table)
    const greatest = columns.map(column => `max(${sqliteName(column)})`)
    database
      .prepare(`SELECT ${['count(*)', ...greatest].join(', ')} FROM ${sqliteName(table)} NOT INDEXED`)
      .get()
    return true
  } catch {
    return false
  }
}
