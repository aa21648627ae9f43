// Whether each statement may meet another backend. A pooler tells a process number of its own; whether it
// works by transaction shows when a second session takes the first one's backend away.
// https://www.pgbouncer.org/features.html#sql-feature-map-for-pooling-modes
import { setTimeout as pause } from 'node:timers/promises'
import { Sqlite2pgError } from '../../model/errors.ts'
import { postgres } from '../../sql/text.ts'
import type { TargetConnection } from '../connection.ts'
import { directUrlHint } from '../errors/pooler-errors.ts'

export type PoolerMode = 'none' | 'session mode' | 'transaction mode' | 'unknown'

const ROUNDS = 3
/** A session that holds a backend is answered at once; one that must wait for a backend is not. */
const PATIENCE_MS = 2000

/** The pooler between us and the server; `unknown` if there is one that lets in no second connection to try it with. */
export async function detectPooler(connection: TargetConnection): Promise<PoolerMode> {
  if (!connection.pooled) return 'none'
  const giveUp = new AbortController()
  const opening = connection.sibling({ signal: giveUp.signal }).catch(() => null)
  const other = await Promise.race([opening, pause(PATIENCE_MS, 'waits' as const, { ref: false })])
  try {
    if (other === null) return 'unknown'
    if (other === 'waits') return await modeOfFullPool(connection)
    return (await sharesBackends(connection, other)) ? 'transaction mode' : 'session mode'
  } finally {
    giveUp.abort()
    await (await opening)?.close()
  }
}

/** The other waits for a backend. In transaction mode we would have to stand in line behind it. */
async function modeOfFullPool(connection: TargetConnection): Promise<PoolerMode> {
  const ours = await Promise.race([backend(connection), pause(PATIENCE_MS, 'waits' as const, { ref: false })])
  if (ours !== 'waits') return 'session mode'
  throw new Sqlite2pgError(
    'TARGET_POOLER',
    `the pooler of ${connection.maskedUrl} is in transaction mode, and all its connections to the server are taken`,
    directUrlHint(connection.maskedUrl),
  )
}

/** Our backend is seen in the other's transaction, is not the same before and after it, or is gone while it lasts. */
async function sharesBackends(connection: TargetConnection, other: TargetConnection): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round++) {
    const before = await backend(connection)
    if (await isTaken(connection, other, before)) return true
  }
  return false
}

async function isTaken(
  connection: TargetConnection,
  other: TargetConnection,
  before: number | undefined,
): Promise<boolean> {
  let asking: Promise<number | undefined> | undefined
  const taken = await other.transaction(async () => {
    if ((await backend(other)) === before) return true
    asking = backend(connection)
    return (await Promise.race([asking, pause(PATIENCE_MS, 'waits' as const, { ref: false })])) !== before
  })
  await asking
  return taken
}

async function backend(connection: TargetConnection): Promise<number | undefined> {
  const rows = await connection.rows<{ pid: number }>(postgres`SELECT pg_catalog.pg_backend_pid() AS pid`)
  return rows[0]?.pid
}
