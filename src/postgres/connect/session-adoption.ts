// Gives a fresh connection our settings. Behind a pooler nothing is set for the session, because it would
// stay with the pooler's own connection and surprise whoever gets that next.
// https://www.pgbouncer.org/features.html
import { Sqlite2pgError } from '../../model/errors.ts'
import { postgres } from '../../sql/text.ts'
import type { TargetConnection } from '../connection.ts'
import type { SessionSetting } from './connection-settings.ts'
import { ownSettings, setStatements } from './session-settings.ts'

export interface AdoptedSession {
  /** The settings this server takes, to be set in each transaction. */
  readonly settings: readonly SessionSetting[]
  readonly pooled: boolean
}

/** Finds the settings the server takes, and sets them for the session if the session is ours alone. */
export async function adoptSettings(
  connection: TargetConnection,
  wishes: readonly SessionSetting[],
): Promise<AdoptedSession> {
  const pooled = await isPooled(connection)
  const own = await acceptedSettings(connection, ownSettings(connection.serverVersionNumber))
  const settings = [...wishes, ...own]
  for (const wish of wishes) await trySettings(connection, [wish])
  if (!pooled)
    await connection.execute(setStatements('SESSION', settings), { doing: 'setting up the session' })
  return { settings, pooled }
}

/** Leaves the backend of a pooler as it was: not every pooler resets it before somebody else gets it. */
export const LEAVE_NOTHING = postgres`SELECT pg_catalog.pg_advisory_unlock_all()`

/** A pooler answers the login itself and invents the process number it tells. */
async function isPooled(connection: TargetConnection): Promise<boolean> {
  const [row] = await connection.rows<{ pid: number }>(postgres`SELECT pg_catalog.pg_backend_pid() AS pid`)
  return row?.pid !== connection.processId
}

/** Those that the server takes, found by trying. */
export async function acceptedSettings(
  connection: TargetConnection,
  settings: readonly SessionSetting[],
): Promise<readonly SessionSetting[]> {
  if (await isAccepted(connection, settings)) return settings
  const accepted: SessionSetting[] = []
  for (const setting of settings) {
    if (await isAccepted(connection, [setting])) accepted.push(setting)
  }
  return accepted
}

async function isAccepted(
  connection: TargetConnection,
  settings: readonly SessionSetting[],
): Promise<boolean> {
  try {
    await trySettings(connection, settings)
    return true
  } catch (error) {
    if (isFatal(error)) throw error
    return false
  }
}

const FATAL: readonly string[] = ['TARGET_LOST', 'TARGET_POOLER', 'TARGET_REFUSED', 'INTERRUPTED']

const isFatal = (error: unknown): boolean => !(error instanceof Sqlite2pgError) || FATAL.includes(error.code)

/** Sets them in a transaction that is rolled back at once. */
async function trySettings(connection: TargetConnection, settings: readonly SessionSetting[]): Promise<void> {
  const names = settings.map(({ name }) => name).join(', ')
  try {
    await connection.execute(postgres`BEGIN; ${setStatements('LOCAL', settings)}; ROLLBACK`, {
      doing: `setting ${names}`,
    })
  } catch (error) {
    await connection.execute(postgres`ROLLBACK`).catch(() => undefined)
    throw error
  }
}
