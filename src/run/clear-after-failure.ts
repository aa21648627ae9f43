// After a failure the journal is told and the private schema is dropped, if the server can still be reached; if not,
// the next run finds it. The failure itself is what is told, so nothing thrown here is.
import { setTimeout as pause } from 'node:timers/promises'
import type { Sqlite2pgError } from '../model/errors.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import type { JournalEntry } from './journal.ts'
import { dropSchema } from './private-schemas.ts'

const PATIENCE_MS = 3000

export async function clearAfterFailure(
  connection: TargetConnection,
  privateSchema: string | null,
  journal: JournalEntry,
  failure: Sqlite2pgError,
): Promise<void> {
  const clearing = elsewhere(connection, async other => {
    await journal.failed(other, failure).catch(() => undefined)
    if (privateSchema !== null) await dropSchema(other, privateSchema)
  })
  await Promise.race([clearing, pause(PATIENCE_MS, undefined, { ref: false })])
}

/** On a connection of its own: the run's may be broken, aborted or in the middle of a COPY. */
async function elsewhere(
  connection: TargetConnection,
  work: (other: TargetConnection) => Promise<void>,
): Promise<void> {
  try {
    const other = await connection.sibling({})
    try {
      await work(other)
    } finally {
      await other.close()
    }
  } catch {
    // The next run finds what is left.
  }
}
