// Whether this role may pass for a replica, so that neither triggers nor foreign keys are at work in its session.
// https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SESSION-REPLICATION-ROLE
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { CatalogConnection } from './catalog.ts'

type VersionedConnection = CatalogConnection & { readonly serverVersionNumber: number }

export async function mayPassForReplica(connection: VersionedConnection): Promise<boolean> {
  const sql = postgres`SELECT ${replicaRight(connection.serverVersionNumber)} AS granted`
  const [found] = await connection.rows<{ readonly granted: boolean }>(sql)
  return found?.granted === true
}

/** Before PostgreSQL 15 only a superuser may. */
export function replicaRight(serverVersion: number): PostgresSql {
  const granted =
    serverVersion >= 150_000
      ? postgres` OR pg_catalog.has_parameter_privilege('session_replication_role', 'SET')`
      : postgres``
  return postgres`((SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)${granted})`
}
