// The type of each column below its domains: its arguments, an enum's labels, an array's elements.
// https://www.postgresql.org/docs/current/catalog-pg-type.html
import type { TargetType } from '../../model/target-type.ts'
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

interface TypeRow extends TargetType {
  readonly table: string
  readonly column: string
}

// A domain has the arguments of the type below it.
const TYPES = postgres`
  WITH RECURSIVE columns AS (
    SELECT c.relname, a.attname, a.attnum, c.oid AS table_oid, a.atttypid AS own, a.atttypmod AS own_modifier
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')
  ), chain AS (
    SELECT columns.*, own AS type, own_modifier AS modifier, 0 AS depth FROM columns
    UNION ALL
    SELECT c.relname, c.attname, c.attnum, c.table_oid, c.own, c.own_modifier, t.typbasetype, t.typtypmod, c.depth + 1
    FROM chain c JOIN pg_catalog.pg_type t ON t.oid = c.type AND t.typtype = 'd'
  )
  SELECT c.relname::text AS "table", c.attname::text AS "column",
    pg_catalog.format_type(c.own, c.own_modifier) AS type,
    pg_catalog.format_type(c.type, c.modifier) AS written,
    t.typname::text AS base,
    CASE WHEN t.typtype = 'e' THEN 'enum' WHEN t.typcategory = 'A' AND e.oid IS NOT NULL THEN 'array' ELSE 'plain' END AS kind,
    c.depth > 0 AS "isDomain",
    ARRAY(SELECT l.enumlabel::text FROM pg_catalog.pg_enum l WHERE l.enumtypid = t.oid ORDER BY l.enumsortorder) AS labels,
    e.typname::text AS element
  FROM chain c
  JOIN pg_catalog.pg_type t ON t.oid = c.type AND t.typtype <> 'd'
  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
  ORDER BY c.table_oid, c.attnum`

/** By table, then by column. */
export async function readColumnTypes(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, ReadonlyMap<string, TargetType>>> {
  const rows = await connection.rows<TypeRow>(TYPES, [schemaName])
  const tables = new Map<string, Map<string, TargetType>>()
  for (const { table, column, ...type } of rows) {
    const columns = tables.get(table) ?? new Map<string, TargetType>()
    tables.set(table, columns.set(column, type))
  }
  return tables
}
