// The rights others have on tables, their columns and their sequences, so that they can travel to the tables
// that replace them. What an owner has by owning is left out.
// https://www.postgresql.org/docs/current/ddl-priv.html
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface Grant {
  readonly table: string
  /** For `sequence` the sequence behind `column`, for `column` the column itself, for `table` null. */
  readonly column: string | null
  readonly object: 'table' | 'column' | 'sequence'
  /** Role, or null for PUBLIC. */
  readonly grantee: string | null
  /** As aclexplode() names them: `SELECT`, `INSERT`, … */
  readonly privileges: readonly string[]
  readonly withGrantOption: boolean
}

const GRANTS = postgres`
  WITH given AS (
    SELECT c.oid, c.relname, c.relowner, c.relacl FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
  owned AS (
    SELECT DISTINCT g.relname, a.attname, s.relowner, s.relacl FROM given g
    JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = g.oid
      AND d.classid = d.refclassid AND d.deptype IN ('a', 'i')
    JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    JOIN pg_catalog.pg_attribute a ON a.attrelid = g.oid AND a.attnum = d.refobjsubid),
  lists (relname, attname, object, owner, acl) AS (
    SELECT g.relname, NULL, 'table', g.relowner, g.relacl FROM given g
    UNION ALL
    SELECT g.relname, a.attname, 'column', g.relowner, a.attacl
    FROM given g JOIN pg_catalog.pg_attribute a ON a.attrelid = g.oid AND NOT a.attisdropped
    UNION ALL
    SELECT o.relname, o.attname, 'sequence', o.relowner, o.relacl FROM owned o)
  SELECT l.relname::text AS "table", l.attname::text AS "column", l.object, r.rolname::text AS grantee,
    array_agg(DISTINCT x.privilege_type ORDER BY x.privilege_type) AS privileges,
    x.is_grantable AS "withGrantOption"
  FROM lists l CROSS JOIN LATERAL pg_catalog.aclexplode(l.acl) AS x
  LEFT JOIN pg_catalog.pg_roles r ON r.oid = x.grantee
  WHERE x.grantee <> l.owner AND (x.grantee = 0 OR r.oid IS NOT NULL)
  GROUP BY l.relname, l.attname, l.object, x.grantee, r.rolname, x.is_grantable
  ORDER BY l.relname, l.object DESC, l.attname, r.rolname, x.is_grantable`

/** Rights given to others than the owner on the tables, their columns, and the sequences they own. */
export async function readGrants(
  connection: CatalogConnection,
  schemaName: string,
  tables: readonly string[],
): Promise<readonly Grant[]> {
  return connection.rows<Grant>(GRANTS, [schemaName, tables])
}

/** GRANT of the same rights on another object: a table's name, or for a sequence the sequence's. */
export function grantStatement(grant: Grant, on: PostgresSql): PostgresSql {
  const columns = grant.object === 'column' && grant.column !== null ? postgresName(grant.column) : null
  const privileges = grant.privileges
    .map(trustPostgres)
    .map(privilege => (columns ? postgres`${privilege} (${columns})` : privilege))
  const kind = trustPostgres(grant.object === 'sequence' ? 'SEQUENCE' : 'TABLE')
  const grantee = grant.grantee === null ? trustPostgres('PUBLIC') : postgresName(grant.grantee)
  const option = trustPostgres(grant.withGrantOption ? ' WITH GRANT OPTION' : '')
  return postgres`GRANT ${privileges} ON ${kind} ${on} TO ${grantee}${option}`
}
