// One session with the target: the only place that talks to the server. Its settings are ours, its errors
// name object and fact, and it can be broken off within a second.
// Statements of one connection run one after another; a caller awaits each.
import type { DatabaseError } from 'pg'
import type { Sqlite2pgError } from '../model/errors.ts'
import { type PostgresSql, trustPostgres } from '../sql/text.ts'
import { requestCancel } from './cancel-request.ts'
import type { ConnectionSettings } from './connect/connection-settings.ts'
import { type Dialed, dial } from './connect/dial.ts'
import { adoptSettings } from './connect/session-adoption.ts'
import { beginStatements, type TransactionOptions } from './connect/session-settings.ts'
import { CopySink } from './copy-sink.ts'
import { type ErrorContext, targetError } from './errors/errors.ts'
import { RESULT_VALUES } from './result-values.ts'
import { parseServerVersion } from './server-version.ts'

export type { TransactionOptions } from './connect/session-settings.ts'
export type { CopySink } from './copy-sink.ts'

export interface ConnectOptions {
  /** Breaks off connecting, and later whatever the connection is doing. */
  readonly signal?: AbortSignal
  /** Shown in pg_stat_activity, unless the URL names another. */
  readonly applicationName?: string
}

/** What a statement is about, for its error. */
export type Errand = Pick<ErrorContext, 'object' | 'doing'>

const APPLICATION_NAME = 'sqlite2pg'
const CANCEL_TIMEOUT_MS = 700
const GOODBYE_TIMEOUT_MS = 2000

export class TargetConnection {
  readonly maskedUrl: string
  /** Such as `18.4`. */
  readonly serverVersion: string
  /** Such as 180004. */
  readonly serverVersionNumber: number
  /** Number of the backend; a pooler gives one of its own. */
  readonly processId: number | null
  readonly encrypted: boolean
  readonly #dialed: Dialed
  readonly #settings: ConnectionSettings
  readonly #options: ConnectOptions
  #session: Awaited<ReturnType<typeof adoptSettings>> = { settings: [], pooled: false }
  #copy: CopySink | null = null
  #state: 'open' | 'in transaction' | 'closing' | 'aborted' | 'lost' = 'open'
  #lost: Sqlite2pgError | null = null
  #lostListeners: ((error: Sqlite2pgError) => void)[] = []

  static async connect(
    settings: ConnectionSettings,
    options: ConnectOptions = {},
  ): Promise<TargetConnection> {
    const { signal, applicationName = APPLICATION_NAME } = options
    const connection = new TargetConnection(
      await dial(settings, { signal, applicationName }),
      settings,
      options,
    )
    await connection.#begin()
    return connection
  }

  private constructor(dialed: Dialed, settings: ConnectionSettings, options: ConnectOptions) {
    const version = parseServerVersion(dialed.client.serverParameters.get('server_version') ?? '')
    this.#dialed = dialed
    this.#settings = settings
    this.#options = options
    this.maskedUrl = settings.maskedUrl
    this.serverVersion = version.text
    this.serverVersionNumber = version.number
    this.processId = dialed.client.processID
    this.encrypted = dialed.tls !== null
    dialed.client.on('error', error => this.#lose(error))
    dialed.client.on('end', () => this.#lose(new Error('Connection terminated')))
  }

  /** True if a pooler answers in the server's place. */
  get pooled(): boolean {
    return this.#session.pooled
  }

  /** The server's rows. Values are as result-values.ts says; without `values` it is one plain query. */
  async rows<Row>(
    sql: PostgresSql,
    values: readonly unknown[] = [],
    errand: Errand = {},
  ): Promise<readonly Row[]> {
    const query = { text: sql, values: [...values], types: RESULT_VALUES }
    const result = await this.#ask(() => this.#dialed.client.query<Row & object>(query), errand)
    return result.rows
  }

  /** Runs one statement or several, parted by semicolons. */
  async execute(sql: PostgresSql, errand: Errand = {}): Promise<void> {
    await this.#ask(() => this.#dialed.client.query(sql), errand)
  }

  /** Starts a COPY … FROM STDIN; what is wrong with the statement is told by the first write. */
  async copyIn(sql: PostgresSql, errand: Errand = {}): Promise<CopySink> {
    this.#requireUsable()
    this.#copy = new CopySink(this.#dialed.client, sql, error => this.#toError(error, errand))
    return this.#copy
  }

  /** Runs the work in a transaction with our settings: committed if it succeeds, rolled back if it fails. */
  async transaction<T>(work: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    this.#requireUsable()
    if (this.#state === 'in transaction') throw new Error('this connection is in a transaction already')
    this.#state = 'in transaction'
    try {
      await this.execute(beginStatements(options, this.#session.settings), {
        doing: 'beginning a transaction',
      })
      const result = await work()
      await this.#commit()
      return result
    } catch (error) {
      await this.#rollback()
      throw error
    } finally {
      if (this.#state === 'in transaction') this.#state = 'open'
    }
  }

  /** How another connection to the same server is made, also from another thread. */
  get siblingSettings(): ConnectionSettings {
    return { ...this.#settings, hosts: [this.#dialed.host] }
  }

  /** A second connection to the same server. */
  sibling(options: ConnectOptions = this.#options): Promise<TargetConnection> {
    return TargetConnection.connect(this.siblingSettings, options)
  }

  onNotice(listener: (notice: DatabaseError) => void): void {
    this.#dialed.client.on('notice', notice => listener(notice as unknown as DatabaseError))
  }

  /** Called once if the server or the network ends the connection; not after close() or abort(). */
  onLost(listener: (error: Sqlite2pgError) => void): void {
    if (this.#lost === null) this.#lostListeners.push(listener)
    else listener(this.#lost)
  }

  /** Says goodbye to the server; may be called again. */
  async close(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    if (this.#state === 'lost' || this.#state === 'aborted' || this.#state === 'closing') return
    this.#state = 'closing'
    const timer = setTimeout(() => this.#dialed.client.destroy(), GOODBYE_TIMEOUT_MS)
    await this.#dialed.client.end().finally(() => clearTimeout(timer))
  }

  /** Asks the server to give up the running statement, which then fails; the connection stays. Never fails. */
  cancel(): Promise<void> {
    return requestCancel(this.#dialed, CANCEL_TIMEOUT_MS)
  }

  /** Cancels the running statement and drops the connection, all within a second. */
  abort(): void {
    if (this.#state === 'lost' || this.#state === 'aborted' || this.#state === 'closing') return
    this.#state = 'aborted'
    requestCancel(this.#dialed, CANCEL_TIMEOUT_MS).finally(() => this.#dialed.client.destroy())
  }

  readonly #onAbort = (): void => this.abort()

  async #begin(): Promise<void> {
    const { signal } = this.#options
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (signal?.aborted === true) this.abort()
    try {
      this.#session = await adoptSettings(this, this.#settings.sessionSettings)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async #commit(): Promise<void> {
    const doing = 'committing (the server may or may not have done it)'
    const result = await this.#ask(() => this.#dialed.client.query(COMMIT), { doing })
    if (result.command === 'COMMIT') return
    throw this.#toError(new Error('a statement had failed, so the server rolled the transaction back'), {})
  }

  /** Never fails: what led here is the error to tell. A connection that cannot roll back is dropped. */
  async #rollback(): Promise<void> {
    await this.#copy?.abort()
    if (this.#state !== 'in transaction') return
    await this.#dialed.client.query(ROLLBACK).catch(() => this.#dialed.client.destroy())
  }

  async #ask<T>(question: () => Promise<T>, errand: Errand): Promise<T> {
    this.#requireUsable()
    try {
      return await question()
    } catch (error) {
      throw this.#toError(error, errand)
    }
  }

  #requireUsable(): void {
    if (this.#lost !== null) throw this.#lost
    if (this.#state === 'aborted') throw this.#toError(new Error('aborted'), {})
  }

  #toError(error: unknown, errand: Errand): Sqlite2pgError {
    const aborted = this.#state === 'aborted'
    return targetError(error, {
      settings: this.#settings,
      host: this.#dialed.host,
      connected: true,
      aborted,
      ...errand,
    })
  }

  #lose(error: unknown): void {
    if (this.#state === 'closing' || this.#state === 'aborted' || this.#state === 'lost') return
    this.#lost = this.#toError(error, {})
    this.#state = 'lost'
    for (const listener of this.#lostListeners.splice(0)) listener(this.#lost)
  }
}

const COMMIT = trustPostgres('COMMIT')
const ROLLBACK = trustPostgres('ROLLBACK')
