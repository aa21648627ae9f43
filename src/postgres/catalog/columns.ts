// Columns of every table of a schema: type, NOT NULL, default, identity, and the sequence behind them.
// https://www.postgresql.org/docs/current/catalog-pg-attribute.html
import type { TargetColumn, TargetSequence } from '../../model/target.ts'
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { groupByTable } from './grouping.ts'
import { sequenceKey } from './sequences.ts'

interface ColumnRow {
  readonly table: string
  readonly name: string
  readonly type: string
  readonly baseType: string
  readonly notNull: boolean
  readonly default: string | null
  readonly identity: '' | 'a' | 'd'
  readonly generated: boolean
}

// From PostgreSQL 18 on attnotnull is set for a NOT NULL that is NOT VALID too: such rows may be there.
const COLUMNS = postgres`
  WITH RECURSIVE bases AS (
    SELECT t.oid AS type_oid, t.oid AS base_oid FROM pg_catalog.pg_type t WHERE t.typtype = 'd'
    UNION ALL
    SELECT b.type_oid, t.typbasetype FROM bases b
    JOIN pg_catalog.pg_type t ON t.oid = b.base_oid AND t.typtype = 'd'
  )
  SELECT c.relname::text AS "table", a.attname::text AS name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
    coalesce(domain_base.typname, own.typname)::text AS "baseType",
    a.attnotnull AND unproven.oid IS NULL AS "notNull",
    pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS "default",
    a.attidentity::text AS identity, a.attgenerated <> '' AS generated
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type own ON own.oid = a.atttypid
  LEFT JOIN (bases JOIN pg_catalog.pg_type domain_base
      ON domain_base.oid = bases.base_oid AND domain_base.typtype <> 'd') ON bases.type_oid = own.oid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_constraint unproven ON unproven.conrelid = c.oid AND unproven.contype = 'n'
    AND NOT unproven.convalidated AND unproven.conkey[1] = a.attnum
  WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  ORDER BY c.oid, a.attnum`

const IDENTITIES = { '': null, a: 'always', d: 'by default' } as const

/** The columns of each table in their order; `default` of a generated column is its expression. */
export async function readColumns(
  connection: CatalogConnection,
  schemaName: string,
  sequences: ReadonlyMap<string, TargetSequence>,
): Promise<ReadonlyMap<string, readonly TargetColumn[]>> {
  const rows = await connection.rows<ColumnRow>(COLUMNS, [schemaName])
  return groupByTable(rows, ({ table, identity, ...row }) => ({
    ...row,
    identity: IDENTITIES[identity],
    sequence: sequences.get(sequenceKey(table, row.name)) ?? null,
  }))
}
