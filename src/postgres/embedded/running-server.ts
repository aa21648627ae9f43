// Joins a server that runs already, started by us or by another process (`sqlite2pg serve` in another terminal).
// The file in the data directory says where it listens; that it serves these data and no others, it says itself.
import { readFile, realpath } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedServerOptions } from './embedded-server-terms.ts'
import { meetServer, type ServerFacts } from './first-connection.ts'
import { didNotStart } from './local-server-errors.ts'
import type { Postmaster } from './postmaster.ts'
import { isHeld, readLock } from './postmaster-lock.ts'
import { dataOwner, type ServerHome } from './server-home.ts'

/** A server that answers; `postmaster` is null when another process owns it. */
export interface Running {
  readonly port: number
  readonly facts: ServerFacts
  readonly postmaster: Postmaster | null
}

const WAIT_FOR_ANOTHER_MS = 120_000
const POLL_MS = 20

/** The server that runs on these data now, once it has finished starting; null when none does. */
export async function joinRunning(home: ServerHome, options: EmbeddedServerOptions): Promise<Running | null> {
  await dataOwner(home)
  for (let waitedMs = 0; waitedMs < WAIT_FOR_ANOTHER_MS; waitedMs += POLL_MS) {
    const lock = await readLock(home.data)
    if (lock === null || !(await isHeld(home.data, lock))) return null
    options.signal?.throwIfAborted()
    if (lock.status === 'ready') {
      const facts = await meet(home, lock.port, options).catch(leavingServer)
      if (facts && (await isSame(facts.dataDirectory, home.data))) {
        return { port: lock.port, facts, postmaster: null }
      }
    }
    await sleep(POLL_MS)
  }
  throw didNotStart(`a server holds ${home.data}/postmaster.pid and does not answer`, options)
}

// Refused, cut off or shutting down (57P03): it went between the look at its file and the connection.
function leavingServer(error: NodeJS.ErrnoException): null {
  if (['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03'].includes(error.code ?? '')) return null
  if (/terminated unexpectedly/.test(error.message)) return null
  throw error
}

/** Connects to the server of `home` that listens on `port`. */
export async function meet(
  home: ServerHome,
  port: number,
  options: EmbeddedServerOptions,
): Promise<ServerFacts> {
  return meetServer(port, await readPassword(home), databaseOf(options))
}

export function databaseOf(options: EmbeddedServerOptions): string {
  return options.database ?? 'sqlite2pg'
}

export async function readPassword(home: ServerHome): Promise<string> {
  return (await readFile(home.password, 'utf8')).trim()
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([realpath(one), realpath(other)])
  return first === second
}
