// What others put on a table that holds no data and can be made again on another one: row-level policies, row security,
// triggers, each as the server writes it. Names in the statements are qualified, so they mean what is live by then.
// https://www.postgresql.org/docs/current/ddl-rowsecurity.html
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { IS_OTHERS_TRIGGER } from './dependents.ts'

export interface Carried {
  readonly table: string
  readonly kind: 'policy' | 'row security' | 'trigger'
  /** Of the policy or trigger; the table's for row security. */
  readonly name: string
  /** Makes it on the table of the same name in the same schema. */
  readonly statement: PostgresSql
}

const POLICIES = postgres`
  SELECT g.relname AS "table", 'policy' AS kind, p.polname::text AS name,
    format('CREATE POLICY %I ON %s AS %s FOR %s TO %s', p.polname, g.path,
      CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
      CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
      (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_catalog.pg_get_userbyid(role)) END, ', ')
        FROM unnest(p.polroles) AS role))
    || coalesce(' USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')', '')
    || coalesce(' WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
    || coalesce(format('; COMMENT ON POLICY %I ON %s IS ', p.polname, g.path)
      || quote_literal(pg_catalog.obj_description(p.oid, 'pg_policy')), '') AS statement
  FROM given g JOIN pg_catalog.pg_policy p ON p.polrelid = g.oid`

const ROW_SECURITY = postgres`
  SELECT g.relname, 'row security', g.relname, format('ALTER TABLE %s %s ROW LEVEL SECURITY', g.path, f.word)
  FROM given g JOIN pg_catalog.pg_class c ON c.oid = g.oid
  CROSS JOIN LATERAL (VALUES ('ENABLE', c.relrowsecurity), ('FORCE', c.relforcerowsecurity)) AS f (word, is_set)
  WHERE f.is_set`

const TRIGGERS = postgres`
  SELECT g.relname, 'trigger', t.tgname::text, pg_catalog.pg_get_triggerdef(t.oid)
    || coalesce(format('; ALTER TABLE %s ', g.path) || CASE t.tgenabled WHEN 'D' THEN 'DISABLE'
      WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' END || format(' TRIGGER %I', t.tgname), '')
    || coalesce(format('; COMMENT ON TRIGGER %I ON %s IS ', t.tgname, g.path)
      || quote_literal(pg_catalog.obj_description(t.oid, 'pg_trigger')), '')
  FROM given g JOIN pg_catalog.pg_trigger t ON t.tgrelid = g.oid
  JOIN pg_catalog.pg_class c ON c.oid = g.oid JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
  WHERE ${IS_OTHERS_TRIGGER}`

const CARRIED = postgres`
  WITH given AS (
    SELECT c.oid, c.relname::text, format('%I.%I', n.nspname, c.relname) AS path
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'v'))
  SELECT * FROM (${POLICIES} UNION ALL ${TRIGGERS} UNION ALL ${ROW_SECURITY}) AS every
  ORDER BY "table" COLLATE "C", kind, name COLLATE "C", statement`

/** By table and kind; a trigger that a run of ours made is left out. */
export async function readCarried(
  connection: CatalogConnection,
  schema: string,
  relations: readonly string[],
): Promise<readonly Carried[]> {
  const rows = await connection.rows<Omit<Carried, 'statement'> & { readonly statement: string }>(CARRIED, [
    schema,
    relations,
  ])
  return rows.map(row => ({ ...row, statement: trustPostgres(row.statement) }))
}
