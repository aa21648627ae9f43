// Triggers of every table of a schema, without those PostgreSQL makes for its own constraints, and rules that rewrite
// statements. https://www.postgresql.org/docs/current/catalog-pg-rewrite.html
// https://www.postgresql.org/docs/current/catalog-pg-trigger.html
import type { TargetRule, TargetTrigger } from '../../model/target.ts'
import { postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { groupByTable, type RowOfTable } from './grouping.ts'

const TRIGGERS = postgres`
  SELECT c.relname::text AS "table", t.tgname::text AS name,
    pg_catalog.pg_get_triggerdef(t.oid) AS definition, p.prosrc AS body, t.tgenabled IN ('O', 'A') AS enabled
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND NOT t.tgisinternal
  ORDER BY c.oid, t.tgname COLLATE "C"`

/** `enabled` means that it fires in an ordinary session: not disabled, and not for replicas only. */
export async function readTriggers(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, readonly TargetTrigger[]>> {
  const rows = await connection.rows<TargetTrigger & RowOfTable>(TRIGGERS, [schemaName])
  return groupByTable(rows, ({ table: _, ...trigger }) => trigger)
}

const RULES = postgres`
  SELECT c.relname::text AS "table", r.rulename::text AS name,
    pg_catalog.pg_get_ruledef(r.oid) AS definition, r.ev_enabled IN ('O', 'A') AS enabled
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND r.rulename <> '_RETURN'
  ORDER BY c.oid, r.rulename COLLATE "C"`

export async function readRules(
  connection: CatalogConnection,
  schemaName: string,
): Promise<ReadonlyMap<string, readonly TargetRule[]>> {
  const rows = await connection.rows<TargetRule & RowOfTable>(RULES, [schemaName])
  return groupByTable(rows, ({ table: _, ...rule }) => rule)
}
