// The comments on tables and their columns, so that they can travel to the tables that replace them.
// https://www.postgresql.org/docs/current/sql-comment.html
import { postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface Comment {
  readonly table: string
  /** Null for the comment of the table itself. */
  readonly column: string | null
  readonly text: string
}

const COMMENTS = postgres`
  SELECT c.relname::text AS "table", a.attname::text AS "column", d.description AS text
  FROM pg_catalog.pg_description d
  JOIN pg_catalog.pg_class c ON c.oid = d.objoid AND d.classoid = 'pg_catalog.pg_class'::regclass
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind = 'r' AND a.attisdropped IS NOT TRUE
  ORDER BY c.relname COLLATE "C", d.objsubid`

export function readComments(
  connection: CatalogConnection,
  schemaName: string,
  tables: readonly string[],
): Promise<readonly Comment[]> {
  return connection.rows<Comment>(COMMENTS, [schemaName, tables])
}

/** The same comment on another table or column, by its quoted name. */
export function commentStatement({ column, text }: Comment, on: PostgresSql): PostgresSql {
  const kind = column === null ? postgres`TABLE` : postgres`COLUMN`
  return postgres`COMMENT ON ${kind} ${on} IS ${postgresString(text)}`
}
