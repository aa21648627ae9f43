// Keys, foreign keys and checks of every table of a schema. NOT NULL, which PostgreSQL 18 keeps among the
// constraints too, belongs to the columns. https://www.postgresql.org/docs/current/catalog-pg-constraint.html
import type { ForeignKeyAction } from '../../model/source.ts'
import type { TargetCheck, TargetForeignKey, TargetKey } from '../../model/target.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { groupByTable, type RowOfTable } from './grouping.ts'

/** Names of the columns whose numbers stand in an array, in its order. */
function columnNames(table: PostgresSql, numbers: PostgresSql): PostgresSql {
  return postgres`ARRAY(
    SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY AS k(attnum, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.attnum ORDER BY k.place)`
}

const OF_SCHEMA = postgres`
  FROM pg_catalog.pg_constraint o
  JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`

const OWN_COLUMNS = columnNames(postgres`o.conrelid`, postgres`o.conkey`)

/** Primary keys and unique constraints; the primary key comes first. */
export async function readKeys(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, readonly TargetKey[]>> {
  const sql = postgres`
    SELECT c.relname::text AS "table", o.conname::text AS name, o.contype = 'p' AS "primary",
      ${OWN_COLUMNS} AS columns, o.condeferrable AS deferrable
    ${OF_SCHEMA}
    WHERE n.nspname = $1 AND o.contype IN ('p', 'u')
    ORDER BY c.oid, o.contype, o.conname COLLATE "C"`
  const rows = await connection.rows<TargetKey & RowOfTable>(sql, [schemaName])
  return groupByTable(rows, ({ table: _, deferrable, ...key }) => ({
    ...key,
    ...(deferrable && { deferrable }),
  }))
}

interface ForeignKeyRow extends Omit<TargetForeignKey, 'onDelete' | 'onUpdate'>, RowOfTable {
  readonly onDelete: keyof typeof ACTIONS
  readonly onUpdate: keyof typeof ACTIONS
}

const ACTIONS = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
} as const satisfies Record<string, ForeignKeyAction>

// A key to a partitioned table has a row for each partition besides its own; those have it as conparentid.
const FOREIGN_KEYS = postgres`
  SELECT c.relname::text AS "table", o.conname::text AS name, ${OWN_COLUMNS} AS columns,
    pn.nspname::text AS "parentSchema", p.relname::text AS parent,
    ${columnNames(postgres`o.confrelid`, postgres`o.confkey`)} AS "parentColumns",
    o.confdeltype::text AS "onDelete", o.confupdtype::text AS "onUpdate",
    o.condeferrable AS deferrable, o.condeferred AS deferred, o.convalidated AS validated,
    o.confmatchtype = 'f' AS "matchFull", EXISTS (
      SELECT FROM pg_catalog.pg_trigger t WHERE t.tgconstraint = o.oid AND t.tgenabled NOT IN ('O', 'A')) AS inert
  ${OF_SCHEMA}
  JOIN pg_catalog.pg_class p ON p.oid = o.confrelid
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
  WHERE n.nspname = $1 AND o.contype = 'f' AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_constraint whole WHERE whole.oid = o.conparentid AND whole.conrelid = o.conrelid)
  ORDER BY c.oid, o.conname COLLATE "C"`

export async function readForeignKeys(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, readonly TargetForeignKey[]>> {
  const rows = await connection.rows<ForeignKeyRow>(FOREIGN_KEYS, [schemaName])
  return groupByTable(rows, ({ table: _, onDelete, onUpdate, matchFull, inert, ...key }) => ({
    ...key,
    ...(matchFull && { matchFull }),
    ...(inert && { inert }),
    onDelete: ACTIONS[onDelete],
    onUpdate: ACTIONS[onUpdate],
  }))
}

export async function readChecks(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, readonly TargetCheck[]>> {
  const sql = postgres`
    SELECT c.relname::text AS "table", o.conname::text AS name,
      pg_catalog.pg_get_constraintdef(o.oid) AS definition, o.convalidated AS validated
    ${OF_SCHEMA}
    WHERE n.nspname = $1 AND o.contype = 'c'
    ORDER BY c.oid, o.conname COLLATE "C"`
  const rows = await connection.rows<TargetCheck & RowOfTable>(sql, [schemaName])
  return groupByTable(rows, ({ table: _, ...check }) => check)
}
