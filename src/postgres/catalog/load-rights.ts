// Which rights a load lacks on tables and sequences of the target, asked before anything is written. A right on single
// columns counts, so that nothing is refused here that the server would allow.
// https://www.postgresql.org/docs/current/sql-lock.html https://www.postgresql.org/docs/current/functions-sequence.html
import { postgresName } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface LackingRight {
  readonly kind: 'table' | 'sequence'
  readonly schema: string
  readonly name: string
  /** As GRANT takes them. */
  readonly rights: string
}

export interface RightsAsked {
  readonly schema: string
  readonly tables: readonly string[]
  /** Those of `tables` whose rows are replaced. */
  readonly emptied: readonly string[]
  /** Sequences that will be raised, as schema and name. */
  readonly sequences: readonly (readonly [string, string])[]
}

// Any of UPDATE, DELETE and TRUNCATE lets a role lock a table against other writers.
const LACKING = postgres`
  SELECT 'table' AS kind, n.nspname::text AS schema, c.relname::text AS name, concat_ws(', ',
    CASE WHEN NOT has_any_column_privilege(c.oid, 'INSERT') THEN 'INSERT' END,
    CASE WHEN c.relname = ANY ($3::text[]) THEN CASE WHEN NOT has_table_privilege(c.oid, 'DELETE') THEN 'DELETE' END
      WHEN NOT has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') THEN 'UPDATE' END) AS rights
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[])
  UNION ALL
  SELECT 'sequence', n.nspname, c.relname, concat_ws(', ',
    CASE WHEN NOT has_sequence_privilege(c.oid, 'SELECT') THEN 'SELECT' END,
    CASE WHEN NOT has_sequence_privilege(c.oid, 'UPDATE') THEN 'UPDATE' END)
  FROM unnest($4::text[], $5::text[]) AS s (schema, name)
  JOIN pg_catalog.pg_namespace n ON n.nspname = s.schema
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.name AND c.relkind = 'S'
  ORDER BY 1 DESC, 2, 3`

export async function readLackingRights(
  connection: CatalogConnection,
  { schema, tables, emptied, sequences }: RightsAsked,
): Promise<readonly LackingRight[]> {
  const [schemas, names] = [sequences.map(([of]) => of), sequences.map(([, name]) => name)]
  const rows = await connection.rows<LackingRight>(LACKING, [schema, tables, emptied, schemas, names])
  return rows.filter(({ rights }) => rights !== '')
}

/** `GRANT INSERT, UPDATE ON TABLE "public"."users" TO "app";` */
export function grantOf({ kind, schema, name, rights }: LackingRight, user: string): string {
  const object = `${kind.toUpperCase()} ${postgresName(schema, name)}`
  return `GRANT ${rights} ON ${object} TO ${postgresName(user)};`
}
