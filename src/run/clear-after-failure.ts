// After a failure the private schema is dropped, if the server can still be reached; if not, the next run
// finds and drops it. The failure itself is what is told, so nothing thrown here is.
import { setTimeout as pause } from 'node:timers/promises'
import type { TargetConnection } from '../postgres/connection.ts'
import { dropSchema } from './private-schemas.ts'

const PATIENCE_MS = 3000

export async function clearAfterFailure(connection: TargetConnection, privateSchema: string): Promise<void> {
  await Promise.race([dropQuietly(connection, privateSchema), pause(PATIENCE_MS, undefined, { ref: false })])
}

/** On a connection of its own: the run's may be broken, aborted or in the middle of a COPY. */
async function dropQuietly(connection: TargetConnection, privateSchema: string): Promise<void> {
  try {
    const other = await connection.sibling({})
    try {
      await dropSchema(other, privateSchema)
    } finally {
      await other.close()
    }
  } catch {
    // The next run drops what is left.
  }
}
