// A view of the plan: the query that makes it, cut where the schema's name stands, and how its rows are compared.
import type { PostgresSql, SqliteSql } from './sql-text.ts'

export interface PlannedView {
  /** Its name in the file. */
  readonly name: string
  readonly target: string
  readonly state: 'created' | 'left out'
  /** CREATE VIEW as it will stand in the live schema; null where it is left out. */
  readonly sql: PostgresSql | null
  readonly because: string
  /** The text of CREATE VIEW as SQLite keeps it. */
  readonly original: string
  /** What it is made of; null where it is left out. */
  readonly query: ViewQuery | null
}

export interface ViewQuery {
  /** The query, cut at each place where the name of the schema stands. */
  readonly parts: readonly PostgresSql[]
  readonly columns: readonly ViewColumn[]
  /** Target names of the tables that it reads, through other views too. */
  readonly tables: readonly string[]
  /** Target names of the views that it reads itself. */
  readonly views: readonly string[]
}

export interface ViewColumn {
  /** Its name in the file. */
  readonly source: string
  readonly target: string
  /** Expressions over a row `v` of the view; `as` says how the two are brought to one text. */
  readonly proof: {
    readonly sqlite: SqliteSql
    readonly postgres: PostgresSql
    readonly as: 'text' | 'double' | 'decimal'
  }
}
