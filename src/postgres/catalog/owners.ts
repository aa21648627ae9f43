// The roles that tables and views belong to: which of them we may not move, since only an owner may, and who shall
// own what replaces the others.
// https://www.postgresql.org/docs/current/sql-altertable.html
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

/** A table, the role it belongs to, and the one we are. */
export interface OwnedTable {
  readonly table: string
  readonly owner: string
  readonly user: string
}

const OWNED_BY_OTHERS = postgres`
  SELECT c.relname::text AS "table", pg_catalog.pg_get_userbyid(c.relowner)::text AS owner,
    current_user::text AS "user"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'p', 'v')
    AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')
  ORDER BY c.relname COLLATE "C"`

/** Those of the tables that belong to a role whose rights we do not have. */
export function readOwnedByOthers(
  connection: CatalogConnection,
  schemaName: string,
  tables: readonly string[],
): Promise<readonly OwnedTable[]> {
  return connection.rows<OwnedTable>(OWNED_BY_OTHERS, [schemaName, tables])
}

// Only a role that may make objects in the schema can be given one there, unless a superuser gives it.
const OTHER_OWNERS = postgres`
  SELECT c.relname::text AS "table", o.rolname::text AS owner, current_user::text AS "user"
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'v')
    AND o.rolname <> current_user
    AND ((SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
      OR pg_catalog.has_schema_privilege(o.oid, n.oid, 'CREATE')
        AND CASE WHEN current_setting('server_version_num')::int >= 160000
          THEN pg_catalog.pg_has_role(o.oid, 'SET') ELSE pg_catalog.pg_has_role(o.oid, 'MEMBER') END)
  ORDER BY c.relname COLLATE "C"`

/** Those of the tables and views that belong to another role than ours, to which we may give them. */
export function readOtherOwners(
  connection: CatalogConnection,
  schemaName: string,
  relations: readonly string[],
): Promise<readonly OwnedTable[]> {
  return connection.rows<OwnedTable>(OTHER_OWNERS, [schemaName, relations])
}

/** Gives a table with its sequences, or a view, to the role. */
export function ownerStatement({ owner }: OwnedTable, relation: PostgresSql): PostgresSql {
  return postgres`ALTER TABLE ${relation} OWNER TO ${postgresName(owner)}`
}
