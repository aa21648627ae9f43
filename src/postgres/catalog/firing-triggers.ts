// What would fire while rows of some tables are written, and whether this role may keep it from firing.
// https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE
// https://www.postgresql.org/docs/current/sql-altertable.html
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres, trustPostgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'
import { replicaRight } from './replica-right.ts'

export interface FiringTrigger {
  readonly table: string
  readonly name: string
  readonly fires: 'in ordinary sessions' | 'always' | 'for replicas'
  /** False where the table belongs to a role whose rights we do not have. */
  readonly owned: boolean
}

export interface RepairRights {
  /** May pass for a replica, so that neither triggers nor foreign keys are at work. */
  readonly replica: boolean
  /** Owns every one of the tables. */
  readonly owner: boolean
  /** May make temporary tables. */
  readonly temporary: boolean
}

const TRIGGERS = postgres`
  SELECT c.relname::text AS "table", t.tgname::text AS name,
    CASE t.tgenabled WHEN 'A' THEN 'always' WHEN 'R' THEN 'for replicas' ELSE 'in ordinary sessions' END AS fires,
    pg_catalog.pg_has_role(c.relowner, 'USAGE') AS owned
  FROM pg_catalog.pg_trigger t
  JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relname = ANY ($2) AND NOT t.tgisinternal AND t.tgenabled <> 'D'
  ORDER BY c.oid, t.tgname COLLATE "C"`

export function readFiringTriggers(
  connection: CatalogConnection,
  schema: string,
  tables: readonly string[],
): Promise<readonly FiringTrigger[]> {
  return connection.rows<FiringTrigger>(TRIGGERS, [schema, tables])
}

/** Whether it is at work in a session that passes for a replica, or in an ordinary one. */
export function firesIn(isReplica: boolean): (trigger: FiringTrigger) => boolean {
  return ({ fires }) => fires !== (isReplica ? 'in ordinary sessions' : 'for replicas')
}

/** Statements that keep a trigger from firing, and that put it back as it was. */
export function triggerStatements(
  schema: string,
  { table, name, fires }: FiringTrigger,
): { readonly hold: PostgresSql; readonly release: PostgresSql } {
  const altering = postgres`ALTER TABLE ${postgresName(schema, table)}`
  return {
    hold: postgres`${altering} DISABLE TRIGGER ${postgresName(name)}`,
    release: postgres`${altering} ENABLE ${ENABLE[fires]}TRIGGER ${postgresName(name)}`,
  }
}

const ENABLE = {
  'in ordinary sessions': trustPostgres(''),
  always: trustPostgres('ALWAYS '),
  'for replicas': trustPostgres('REPLICA '),
} as const

export async function readRepairRights(
  connection: CatalogConnection & { readonly serverVersionNumber: number },
  schema: string,
  tables: readonly string[],
): Promise<RepairRights> {
  const [rights] = await connection.rows<RepairRights>(rightsQuery(connection.serverVersionNumber), [
    schema,
    tables,
  ])
  return rights ?? { replica: false, owner: false, temporary: false }
}

function rightsQuery(serverVersion: number): PostgresSql {
  return postgres`
    SELECT ${replicaRight(serverVersion)} AS replica,
      coalesce((SELECT bool_and(pg_catalog.pg_has_role(c.relowner, 'USAGE')) FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = ANY ($2)), true) AS owner,
      pg_catalog.has_database_privilege(current_database(), 'TEMP') AS temporary`
}
