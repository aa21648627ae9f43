// Makes SQL text of either dialect: templates whose interpolated parts must be SQL already.
import type { PostgresSql, SqliteSql } from '../model/sql-text.ts'

export type { PostgresSql, SqliteSql } from '../model/sql-text.ts'

type Fragment<Sql extends string> = Sql | number | bigint | readonly Sql[]

function assemble(strings: TemplateStringsArray, parts: readonly Fragment<string>[]): string {
  return strings.reduce((text, piece, i) => {
    const part = parts[i - 1]
    return text + (Array.isArray(part) ? part.join(', ') : String(part)) + piece
  })
}

/** SQLite SQL from a template; every interpolated part is SQL already, a number, or a list joined by commas. */
export function sqlite(strings: TemplateStringsArray, ...parts: Fragment<SqliteSql>[]): SqliteSql {
  return assemble(strings, parts) as SqliteSql
}

/** PostgreSQL SQL from a template; every interpolated part is SQL already, a number, or a list joined by commas. */
export function postgres(strings: TemplateStringsArray, ...parts: Fragment<PostgresSql>[]): PostgresSql {
  return assemble(strings, parts) as PostgresSql
}

/** Text that is SQLite SQL because SQLite itself stored it or because this project wrote it as a constant. */
export function trustSqlite(text: string): SqliteSql {
  return text as SqliteSql
}

/** Text that is PostgreSQL SQL because the server itself gave it or because this project wrote it as a constant. */
export function trustPostgres(text: string): PostgresSql {
  return text as PostgresSql
}
