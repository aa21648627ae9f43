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
