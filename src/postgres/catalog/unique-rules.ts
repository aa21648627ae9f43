// What of a table forbids rows beside each other and is more than a set of columns: partial unique indexes, those on
// expressions or with NULLS NOT DISTINCT, exclusion constraints. Each as text that makes it again on another table.
// https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-EXCLUSION
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface UniqueRule {
  readonly table: string
  readonly name: string
  readonly kind: 'unique index' | 'exclusion constraint'
  /** Every column that it reads. */
  readonly columns: readonly string[]
  /** What follows `CREATE UNIQUE INDEX ON table`, or `ALTER TABLE table ADD`. */
  readonly definition: PostgresSql
}

// ON CONFLICT knows no deferrable constraints, and their rows must not conflict in the end either.
const RULES = postgres`
  SELECT c.relname::text AS "table", ic.relname::text AS name,
    CASE WHEN o.oid IS NULL THEN 'unique index' ELSE 'exclusion constraint' END AS kind,
    ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND (a.attnum = ANY (i.indkey) OR EXISTS (
        SELECT FROM pg_catalog.pg_depend d
        WHERE d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid
          AND d.refobjsubid = a.attnum AND d.objid IN (ic.oid, o.oid))) ORDER BY 1) AS columns,
    CASE WHEN o.oid IS NULL
      THEN substr(pg_catalog.pg_get_indexdef(ic.oid), 1 + length(format('CREATE UNIQUE INDEX %I ON %I.%I ', ic.relname, n.nspname, c.relname)))
      ELSE regexp_replace(pg_catalog.pg_get_constraintdef(o.oid), ' DEFERRABLE( INITIALLY DEFERRED)?$', '') END AS definition
  FROM pg_catalog.pg_index i
  JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = i.indrelid AND c.relkind = 'r'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_constraint o ON o.conindid = ic.oid AND o.conrelid = c.oid AND o.contype = 'x'
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[])
    AND (o.oid IS NOT NULL OR i.indisunique AND (i.indpred IS NOT NULL OR i.indexprs IS NOT NULL
      OR (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean))
  ORDER BY c.relname COLLATE "C", ic.relname COLLATE "C"`

export async function readUniqueRules(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly UniqueRule[]> {
  const rows = await connection.rows<Omit<UniqueRule, 'definition'> & { readonly definition: string }>(
    RULES,
    [schema, tables],
  )
  return rows.map(row => ({ ...row, definition: trustPostgres(row.definition) }))
}
