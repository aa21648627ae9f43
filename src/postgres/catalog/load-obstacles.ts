// What of a target's tables stands in the way of rows: triggers that would fire, foreign keys from and to them, rows that
// are there already; and what of it we may change.
// https://www.postgresql.org/docs/current/catalog-pg-constraint.html
import { postgresName, postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

export interface LoadedTrigger {
  readonly table: string
  readonly name: string
  /** As pg_trigger.tgenabled says: `O` fires in ordinary sessions, `A` always. */
  readonly enabled: 'O' | 'A'
  /** False where the table belongs to a role whose rights we do not have. */
  readonly owned: boolean
}

const TRIGGERS = postgres`
  SELECT c.relname::text AS "table", t.tgname::text AS name, t.tgenabled::text AS enabled,
    pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owned
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
  ORDER BY c.relname COLLATE "C", t.tgname COLLATE "C"`

/** Those that would fire if rows were written. */
export function readLoadedTriggers(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly LoadedTrigger[]> {
  return connection.rows<LoadedTrigger>(TRIGGERS, [schema, tables])
}

export interface KeyDefinition {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly parentSchema: string
  readonly parent: string
  /** As pg_get_constraintdef() writes it. */
  readonly definition: string
  readonly comment: string | null
  readonly validated: boolean
  readonly owned: boolean
}

const KEYS = postgres`
  SELECT n.nspname::text AS schema, c.relname::text AS "table", o.conname::text AS name,
    pn.nspname::text AS "parentSchema", p.relname::text AS parent,
    pg_catalog.pg_get_constraintdef(o.oid) AS definition, o.convalidated AS validated,
    pg_catalog.obj_description(o.oid, 'pg_constraint') AS comment,
    pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owned
  FROM pg_catalog.pg_constraint o
  JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_class p ON p.oid = o.confrelid
  JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
  WHERE o.contype = 'f' AND o.conparentid = 0
    AND (n.nspname = $1 AND c.relname = ANY ($2::text[]) OR pn.nspname = $1 AND p.relname = ANY ($2::text[]))
  ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", o.conname COLLATE "C"`

/** The foreign keys that the tables have, and those that refer to them. */
export function readKeyDefinitions(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly KeyDefinition[]> {
  return connection.rows<KeyDefinition>(KEYS, [schema, tables])
}

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

/** Statements that change a trigger, and that put it back as it was. */
export function triggerStatements(
  schema: string,
  { table, name, enabled }: LoadedTrigger,
): { readonly hold: PostgresSql; readonly release: PostgresSql } {
  const altering = postgres`ALTER TABLE ${postgresName(schema, table)}`
  const enabling = enabled === 'A' ? postgres`ENABLE ALWAYS TRIGGER` : postgres`ENABLE TRIGGER`
  return {
    hold: postgres`${altering} DISABLE TRIGGER ${postgresName(name)}`,
    release: postgres`${altering} ${enabling} ${postgresName(name)}`,
  }
}

export function dropKey({ schema, table, name }: KeyDefinition): PostgresSql {
  return postgres`ALTER TABLE ${postgresName(schema, table)} DROP CONSTRAINT ${postgresName(name)}`
}

/** As it was, but NOT VALID where rows break it. */
export function addKey(key: KeyDefinition, hasOrphans: boolean): readonly PostgresSql[] {
  const { schema, table, name, definition, comment } = key
  const path = postgresName(schema, table)
  const notValid = hasOrphans && !definition.endsWith(' NOT VALID') ? postgres` NOT VALID` : postgres``
  const adding = postgres`ALTER TABLE ${path} ADD CONSTRAINT ${postgresName(name)} ${trustPostgres(definition)}${notValid}`
  if (comment === null) return [adding]
  return [
    adding,
    postgres`COMMENT ON CONSTRAINT ${postgresName(name)} ON ${path} IS ${postgresString(comment)}`,
  ]
}
