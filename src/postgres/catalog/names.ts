// Every name of a schema that a new object could run into. Relations, types and functions have a name space
// each, but a table's row type takes its name among the types as well.
// https://www.postgresql.org/docs/current/ddl-schemas.html
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export type OccupiedKind =
  | 'table'
  | 'partitioned table'
  | 'view'
  | 'materialized view'
  | 'foreign table'
  | 'index'
  | 'sequence'
  | 'type'
  | 'function'

// Row types and the arrays PostgreSQL makes by itself are left out: it renames such arrays when need be.
const NAMES = postgres`
  SELECT name, kind FROM (
    SELECT c.relname::text AS name, 1 AS rank, CASE c.relkind
      WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' WHEN 'S' THEN 'sequence'
      WHEN 'c' THEN 'type' ELSE 'index' END AS kind
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1
    UNION ALL
    SELECT t.typname::text, 2, 'type'
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = $1 AND t.typrelid = 0
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type element WHERE element.typarray = t.oid)
    UNION ALL
    SELECT p.proname::text, 3, 'function'
    FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = $1 AND p.pronargs = 0
  ) AS occupied
  ORDER BY name COLLATE "C", rank`

/** Names with what has them; of a relation, a type and a function of one name the first is told. */
export async function readOccupiedNames(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, OccupiedKind>> {
  const rows = await connection.rows<{ readonly name: string; readonly kind: OccupiedKind }>(NAMES, [
    schemaName,
  ])
  const names = new Map<string, OccupiedKind>()
  for (const { name, kind } of rows) if (!names.has(name)) names.set(name, kind)
  return names
}
