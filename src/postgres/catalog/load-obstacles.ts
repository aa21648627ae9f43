// What of a target's tables stands in the way of rows: conditions that they have to fulfil, and rows that are there
// already. https://www.postgresql.org/docs/current/catalog-pg-constraint.html
import { postgresName } from '../../sql/quote.ts'
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface CheckDefinition {
  readonly table: string
  readonly name: string
  readonly columns: readonly string[]
  /** As pg_get_expr() writes it: an expression over the columns' names. */
  readonly expression: string
}

const CHECKS = postgres`
  SELECT c.relname::text AS "table", o.conname::text AS name,
    ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (o.conkey) ORDER BY a.attnum) AS columns,
    pg_catalog.pg_get_expr(o.conbin, o.conrelid) AS expression
  FROM pg_catalog.pg_constraint o
  JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND o.contype = 'c'
  ORDER BY c.relname COLLATE "C", o.conname COLLATE "C"`

export function readCheckDefinitions(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly CheckDefinition[]> {
  return connection.rows<CheckDefinition>(CHECKS, [schema, tables])
}

export async function countRows(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const counts = new Map<string, bigint>()
  for (const table of tables) {
    const sql = postgres`SELECT count(*) AS rows FROM ${postgresName(schema, table)}`
    const [found] = await connection.rows<{ readonly rows: bigint }>(sql, [], {
      object: table,
      doing: 'counting rows',
    })
    counts.set(table, found?.rows ?? 0n)
  }
  return counts
}

// Partitions are no such tables: their parent has no rows of its own.
const CHILD_TABLES = postgres`
  SELECT c.relname::text AS "table", array_agg(i.inhrelid::regclass::text ORDER BY i.inhrelid) AS children
  FROM pg_catalog.pg_inherits i
  JOIN pg_catalog.pg_class c ON c.oid = i.inhparent AND c.relkind = 'r'
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[])
  GROUP BY c.oid, c.relname
  ORDER BY c.relname COLLATE "C"`

export interface ChildTables {
  readonly table: string
  readonly children: readonly string[]
}

/** Tables that inherit from one of these, whose rows every statement about it finds, too. */
export function readChildTables(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly ChildTables[]> {
  return connection.rows<ChildTables>(CHILD_TABLES, [schema, tables])
}

const DELETE_RULES = postgres`
  SELECT c.relname::text AS "table", r.rulename::text AS name
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND r.ev_type = '4' AND r.ev_enabled <> 'D'
  ORDER BY c.relname COLLATE "C", r.rulename COLLATE "C"`

/** What would act on a DELETE from one of these, or instead of it. */
export function readDeleteRules(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly { readonly table: string; readonly name: string }[]> {
  return connection.rows(DELETE_RULES, [schema, tables])
}
