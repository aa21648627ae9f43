// Materialized views that read tables through views: they keep the rows they were filled with. Those that read the tables
// themselves are dependents. https://www.postgresql.org/docs/current/rules-materializedviews.html
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

const READERS = postgres`
  WITH RECURSIVE reads (reader, relation) AS (
    SELECT DISTINCT r.ev_class, d.refobjid FROM pg_catalog.pg_depend d
    JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid AND r.rulename = '_RETURN'
    WHERE d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
      AND d.refobjid <> r.ev_class),
  given AS (
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND c.relkind IN ('r', 'p', 'v')),
  readers (oid) AS (
    SELECT reader FROM reads JOIN given ON given.oid = relation
    UNION
    SELECT reads.reader FROM readers JOIN reads ON reads.relation = readers.oid)
  SELECT format('%I.%I', n.nspname, c.relname) AS path
  FROM readers JOIN pg_catalog.pg_class c USING (oid) JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'm' AND c.relispopulated
    AND NOT EXISTS (SELECT FROM reads JOIN given ON given.oid = relation WHERE reader = c.oid) ORDER BY c.oid`

/** As SQL writes them, in the order in which they were made. */
export async function readStoredReaders(
  connection: CatalogConnection,
  schema: string,
  relations: readonly string[],
): Promise<readonly string[]> {
  const rows = await connection.rows<{ readonly path: string }>(READERS, [schema, relations])
  return rows.map(({ path }) => path)
}
