// One moment of the target for several connections, and what a session needs for digests.
// https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION
import type { TargetConnection } from '../../postgres/connection.ts'
import { postgres } from '../../sql/text.ts'

/** The name of the transaction's moment, for others to join; null where the server does not give it away. */
export async function exportSnapshot(connection: Pick<TargetConnection, 'rows'>): Promise<string | null> {
  const found = await connection.rows<{ snapshot: string }>(postgres`SELECT pg_export_snapshot() AS snapshot`)
  return found[0]?.snapshot ?? null
}

/** Compiling the long expressions of a digest takes longer than it saves. */
export async function useNoCompiler(connection: Pick<TargetConnection, 'rows'>): Promise<void> {
  await connection.rows(postgres`SELECT set_config('jit', 'off', true)`)
}
