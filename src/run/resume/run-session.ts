// The session of a run: the connection that holds its lock. Where it is lost it is begun anew: the lock is taken again, and
// what the run has built must be there still, since nobody else builds on it.
import { Sqlite2pgError } from '../../model/errors.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { endHolders, endSession, readSessionMark, type SessionMark } from '../../postgres/progress.ts'
import { postgres } from '../../sql/text.ts'
import { takeRunLock } from '../private-schemas.ts'

export class RunSession {
  readonly #connection: TargetConnection
  readonly #schema: string
  #mark: SessionMark | null = null
  #hasLock = false
  #privateSchema: string | null = null

  constructor(connection: TargetConnection, schema: string) {
    this.#connection = connection
    this.#schema = schema
  }

  /** Fails if the session was lost while nothing was asked of it. */
  async check(): Promise<void> {
    await this.#connection.rows(postgres`SELECT 1`)
  }

  /** Throws TARGET_BUSY if another run is at work on the schema. */
  async takeLock(): Promise<void> {
    await takeRunLock(this.#connection, this.#schema)
    this.#hasLock = true
    this.#mark = await readSessionMark(this.#connection)
  }

  /** From now on this must be there whenever the session is regained. */
  guard(privateSchema: string): void {
    this.#privateSchema = privateSchema
  }

  /** Throws what keeps it from coming back, TARGET_BUSY if another run has taken its place. */
  async regain(signal: AbortSignal): Promise<void> {
    const wasLost = this.#connection.isLost
    await this.#connection.reconnect(signal)
    await this.check()
    if (wasLost && this.#hasLock) {
      // The server may not have noticed that the session is lost, and would keep its lock for us.
      if (this.#mark !== null) await endSession(this.#connection, this.#mark)
      await this.takeLock()
    }
    if (this.#privateSchema === null) return
    await endHolders(this.#connection, this.#privateSchema)
    await this.#requireThere(this.#privateSchema)
  }

  async #requireThere(name: string): Promise<void> {
    const found = await this.#connection.rows(
      postgres`SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1`,
      [name],
    )
    if (found.length > 0) return
    throw new Sqlite2pgError(
      'TARGET_BUSY',
      `while the connection was lost another run worked on schema ${this.#schema} and cleared away what this one had built`,
      'See what it has published (sqlite2pg status), and run again.',
    )
  }
}
