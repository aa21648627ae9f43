// What a schema of the target holds, whoever made it, as plain records: a handful of queries for the whole
// schema, so a thousand tables cost as many round trips as one. Reads PostgreSQL 13 and later.
// https://www.postgresql.org/docs/current/catalogs.html
import type { TargetSchema, TargetTable } from '../../model/target.ts'
import { postgres } from '../../sql/text.ts'
import type { TargetConnection } from '../connection.ts'
import { readColumns } from './columns.ts'
import { readChecks, readForeignKeys, readKeys } from './constraints.ts'
import { readIndexes } from './indexes.ts'
import { readSequences } from './sequences.ts'
import { readRules, readTriggers } from './triggers.ts'

/** All a reader of catalogs needs of a connection. */
export type CatalogConnection = Pick<TargetConnection, 'rows'>

/** Everything of a schema that a copy is compared by; a schema that is not there has no tables. */
export async function readTargetSchema(
  connection: CatalogConnection,
  schemaName: string,
): Promise<TargetSchema> {
  const relations = await readRelations(connection, schemaName)
  const sequences = await readSequences(connection, schemaName)
  const columns = await readColumns(connection, schemaName, sequences)
  const keys = await readKeys(connection, schemaName)
  const foreignKeys = await readForeignKeys(connection, schemaName)
  const checks = await readChecks(connection, schemaName)
  const indexes = await readIndexes(connection, schemaName)
  const triggers = await readTriggers(connection, schemaName)
  const rules = await readRules(connection, schemaName)
  const tables = relations.map(({ name, kind, hasChildren }) => ({
    name,
    kind: KINDS[kind],
    hasChildren,
    columns: columns.get(name) ?? [],
    keys: keys.get(name) ?? [],
    foreignKeys: foreignKeys.get(name) ?? [],
    checks: checks.get(name) ?? [],
    indexes: indexes.get(name) ?? [],
    triggers: triggers.get(name) ?? [],
    rules: rules.get(name) ?? [],
  }))
  return { name: schemaName, tables }
}

interface RelationRow {
  readonly name: string
  readonly kind: keyof typeof KINDS
  readonly hasChildren: boolean
}

const KINDS = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
} as const satisfies Record<string, TargetTable['kind']>

function readRelations(connection: CatalogConnection, schemaName: string): Promise<readonly RelationRow[]> {
  const sql = postgres`
    SELECT c.relname::text AS name, c.relkind::text AS kind,
      c.relkind = 'r' AND EXISTS (SELECT FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AS "hasChildren"
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
    ORDER BY c.relname COLLATE "C"`
  return connection.rows<RelationRow>(sql, [schemaName])
}
