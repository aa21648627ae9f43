// Tables that our role may not move to another schema, since only the owner of a table may.
// https://www.postgresql.org/docs/current/sql-altertable.html
import { postgres } from '../sql/text.ts'
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
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'v')
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
