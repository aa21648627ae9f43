// Whether each statement may meet another backend. A pooler tells a process number of its own; whether it
// works by transaction shows when a second session takes the first one's backend away.
// https://www.pgbouncer.org/features.html#sql-feature-map-for-pooling-modes
import { postgres } from '../../sql/text.ts'
import type { TargetConnection } from '../connection.ts'

export type PoolerMode = 'none' | 'session mode' | 'transaction mode' | 'unknown'

const ROUNDS = 3

/** The pooler between us and the server; `unknown` if there is one and no second connection to try it with. */
export async function detectPooler(connection: TargetConnection): Promise<PoolerMode> {
  if (!connection.pooled) return 'none'
  const other = await connection.sibling().catch(() => null)
  if (other === null) return 'unknown'
  try {
    return (await sharesBackends(connection, other)) ? 'transaction mode' : 'session mode'
  } finally {
    await other.close()
  }
}

/** Our backend is seen in the other's transaction, or is not the same before and after it. */
async function sharesBackends(connection: TargetConnection, other: TargetConnection): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    const before = await backend(connection)
    const between = await other.transaction(async () => ({
      others: await backend(other),
      ours: await backend(connection),
    }))
    if (between.others === before || between.ours !== before) return true
  }
  return false
}

async function backend(connection: TargetConnection): Promise<number | undefined> {
  const rows = await connection.rows<{ pid: number }>(postgres`SELECT pg_catalog.pg_backend_pid() AS pid`)
  return rows[0]?.pid
}
