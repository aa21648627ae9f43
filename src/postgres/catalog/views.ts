// The views of a schema with their comments and what each reads, through other views too: for a run that
// replaces tables together with the views an earlier one made of them.
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface LiveView {
  readonly name: string
  readonly comment: string | null
  /** Names of tables and views of the same schema. */
  readonly reads: readonly string[]
}

const VIEWS = postgres`
  WITH RECURSIVE views AS (
    SELECT c.oid, c.relname, c.relnamespace FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'v'),
  reads (reader, relation) AS (
    SELECT v.oid, d.refobjid FROM views v
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> v.oid
    UNION
    SELECT b.reader, d.refobjid FROM reads b
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = b.relation
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> b.relation)
  SELECT v.relname::text AS name, pg_catalog.obj_description(v.oid, 'pg_class') AS comment,
    array_remove(array_agg(DISTINCT c.relname::text), NULL) AS reads
  FROM views v LEFT JOIN reads b ON b.reader = v.oid
  LEFT JOIN pg_catalog.pg_class c ON c.oid = b.relation AND c.relnamespace = v.relnamespace
  GROUP BY v.oid, v.relname
  ORDER BY v.relname COLLATE "C"`

export function readViews(connection: CatalogConnection, schemaName: string): Promise<readonly LiveView[]> {
  return connection.rows<LiveView>(VIEWS, [schemaName])
}
