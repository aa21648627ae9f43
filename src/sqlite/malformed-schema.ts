// A schema with an entry that SQLite cannot parse: a view of a newer dialect, an index on a column that went away.
// `writable_schema` makes SQLite go on after it; nothing can be written through a read-only handle.
// https://www.sqlite.org/pragma.html#pragma_writable_schema
import type Database from 'better-sqlite3'

/** SQLite's words about the entry, or null for any other error. */
export function malformedSchema(error: unknown): string | null {
  const message = error instanceof Error ? error.message : ''
  return message.startsWith('malformed database schema') ? message : null
}

export function readPastMalformed(database: Database.Database): void {
  database.unsafeMode(true)
  database.pragma('writable_schema = ON')
}
