// The line to one backend: open, lost, or ended by us, and what of it is told to whoever holds it. A lost line can be given
// another backend.
import type { Sqlite2pgError } from '../model/errors.ts'
import { requestCancel } from './cancel-request.ts'
import type { ConnectionSettings } from './connect/connection-settings.ts'
import type { Dialed } from './connect/dial.ts'
import type { WireClient } from './connect/wire-client.ts'
import { type ErrorContext, targetError } from './errors/errors.ts'

/** What a statement is about, for its error. */
export type Errand = Pick<ErrorContext, 'object' | 'doing'>

const CANCEL_TIMEOUT_MS = 700

export class SessionLine {
  readonly settings: ConnectionSettings
  #dialed: Dialed
  #state: 'open' | 'in transaction' | 'closing' | 'aborted' | 'lost' = 'open'
  #lost: Sqlite2pgError | null = null
  #lostListeners: ((error: Sqlite2pgError) => void)[] = []

  constructor(dialed: Dialed, settings: ConnectionSettings) {
    this.#dialed = dialed
    this.settings = settings
    this.#watch(dialed)
  }

  get dialed(): Dialed {
    return this.#dialed
  }

  get client(): WireClient {
    return this.#dialed.client
  }

  get isLost(): boolean {
    return this.#state === 'lost'
  }

  get isInTransaction(): boolean {
    return this.#state === 'in transaction'
  }

  /** A lost line has another backend from now on. */
  replace(dialed: Dialed): void {
    this.#dialed = dialed
    this.#lost = null
    this.#state = 'open'
    this.#watch(dialed)
  }

  /** It could not be begun after all. */
  giveUp(error: unknown): void {
    this.#state = 'lost'
    this.#lost = this.toError(error)
  }

  /** True the first time, if there is somebody to say goodbye to. */
  beginClosing(): boolean {
    if (this.#isOver) return false
    this.#state = 'closing'
    return true
  }

  /** Cancels the running statement and drops the connection, all within a second. */
  abort(): void {
    if (this.#isOver) return
    this.#state = 'aborted'
    this.cancel().finally(() => this.client.destroy())
  }

  /** Never fails. */
  cancel(): Promise<void> {
    return requestCancel(this.#dialed, CANCEL_TIMEOUT_MS)
  }

  onLost(listener: (error: Sqlite2pgError) => void): void {
    if (this.#lost === null) this.#lostListeners.push(listener)
    else listener(this.#lost)
  }

  async ask<T>(question: () => Promise<T>, errand: Errand): Promise<T> {
    this.requireUsable()
    try {
      return await question()
    } catch (error) {
      throw this.toError(error, errand)
    }
  }

  /** One at a time; `undo` is called where the work fails, and never fails. */
  async transact<T>(work: () => Promise<T>, undo: () => Promise<void>): Promise<T> {
    this.requireUsable()
    if (this.isInTransaction) throw new Error('this connection is in a transaction already')
    this.#state = 'in transaction'
    try {
      return await work()
    } catch (error) {
      await undo()
      throw error
    } finally {
      if (this.isInTransaction) this.#state = 'open'
    }
  }

  requireUsable(): void {
    if (this.#lost !== null) throw this.#lost
    if (this.#state === 'aborted') throw this.toError(new Error('aborted'))
  }

  toError(error: unknown, errand: Errand = {}): Sqlite2pgError {
    const aborted = this.#state === 'aborted'
    const { settings } = this
    return targetError(error, { settings, host: this.#dialed.host, connected: true, aborted, ...errand })
  }

  get #isOver(): boolean {
    return this.#state === 'lost' || this.#state === 'aborted' || this.#state === 'closing'
  }

  #watch(dialed: Dialed): void {
    const lose = (error: unknown): void => {
      if (dialed === this.#dialed) this.#lose(error)
    }
    dialed.client.on('error', lose)
    dialed.client.on('end', () => lose(new Error('Connection terminated')))
  }

  #lose(error: unknown): void {
    if (this.#isOver) return
    this.#lost = this.toError(error)
    this.#state = 'lost'
    for (const listener of this.#lostListeners.splice(0)) listener(this.#lost)
  }
}
