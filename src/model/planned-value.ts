// One value of a row on its way out of the file, where it may be too long to be a part of one expression for its row.
import type { SqliteSql } from './sql-text.ts'

/** A value that JavaScript writes in slices, since as one expression of SQLite's it is in memory several times. */
export interface Slices {
  /** SQLite expression of the bytes, a BLOB or NULL; those of a text are in the encoding of the database. */
  readonly raw: SqliteSql
  /** As hexadecimal digits for bytea, or as text with COPY's escapes. */
  readonly write: 'hex' | 'text'
}

/** One value of a row that is set aside. */
export interface ValueCell {
  /** What stands before it: its column's name as JSON, and a colon. */
  readonly label: string
  readonly value: SqliteSql
  /** SQLite expression of its JSON. */
  readonly json: SqliteSql
}
