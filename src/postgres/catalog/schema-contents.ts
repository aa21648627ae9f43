// Whether a schema would be empty without certain things: then whoever made it may drop it.
// https://www.postgresql.org/docs/current/catalog-pg-depend.html
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

// What is in a schema depends on it; indexes, row types and sequences that a table owns go where the table goes.
const OTHERS = postgres`
  SELECT count(*) AS count FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_namespace n ON n.oid = d.refobjid AND d.refclassid = 'pg_catalog.pg_namespace'::regclass
  WHERE n.nspname = $1 AND d.classid <> 'pg_catalog.pg_default_acl'::regclass AND d.objid <> ALL ($2::oid[])
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend owned
      WHERE owned.classid = d.classid AND owned.objid = d.objid AND owned.deptype IN ('a', 'i')
        AND owned.classid = 'pg_catalog.pg_class'::regclass AND owned.refclassid = owned.classid AND owned.refobjid = ANY ($2::oid[]))`

/** How many objects a schema holds besides those of these oids and what they own. */
export async function countOthers(
  connection: CatalogConnection,
  schema: string,
  ids: readonly number[],
): Promise<bigint> {
  const [row] = await connection.rows<{ readonly count: bigint }>(OTHERS, [schema, ids])
  return row?.count ?? 0n
}
