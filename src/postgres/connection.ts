// One session with the target: the only place that talks to the server. Its settings are ours, its errors
// name object and fact, and it can be broken off within a second.
// Statements of one connection run one after another; a caller awaits each.
import type { DatabaseError } from 'pg'
import type { Sqlite2pgError } from '../model/errors.ts'
import { type PostgresSql, postgres, trustPostgres } from '../sql/text.ts'
import type { ConnectionSettings } from './connect/connection-settings.ts'
import { dial } from './connect/dial.ts'
import { adoptSettings, LEAVE_NOTHING } from './connect/session-adoption.ts'
import { beginStatements, type TransactionOptions } from './connect/session-settings.ts'
import type { WireEncryption } from './connect/wire-client.ts'
import { withinLimits } from './connect/within-limits.ts'
import { CopySink } from './copy-sink.ts'
import { noFirstAnswer } from './errors/pooler-errors.ts'
import { RESULT_VALUES } from './result-values.ts'
import { parseServerVersion } from './server-version.ts'
import { type Errand, SessionLine } from './session-line.ts'

export type { TransactionOptions } from './connect/session-settings.ts'
export type { CopySink } from './copy-sink.ts'
export type { Errand } from './session-line.ts'

export interface ConnectOptions {
  /** Breaks off connecting, and later whatever the connection is doing. */
  readonly signal?: AbortSignal
  /** Shown in pg_stat_activity, unless the URL names another. */
  readonly applicationName?: string
}

const APPLICATION_NAME = 'sqlite2pg'
const GOODBYE_TIMEOUT_MS = 2000
/** A pooler that has no second connection for us now may keep us waiting until the first is closed. */
const POOL_PATIENCE_MS = 5000

export class TargetConnection {
  readonly #line: SessionLine
  readonly #options: ConnectOptions
  #session: Awaited<ReturnType<typeof adoptSettings>> = { settings: [], pooled: false }
  #copy: CopySink | null = null

  static async connect(
    settings: ConnectionSettings,
    options: ConnectOptions = {},
  ): Promise<TargetConnection> {
    const { signal, applicationName = APPLICATION_NAME } = options
    const dialed = await dial(settings, { signal, applicationName })
    const connection = new TargetConnection(new SessionLine(dialed, settings), options)
    await connection.#begin()
    return connection
  }

  private constructor(line: SessionLine, options: ConnectOptions) {
    this.#line = line
    this.#options = options
  }

  get maskedUrl(): string {
    return this.#line.settings.maskedUrl
  }

  /** Such as `18.4`. */
  get serverVersion(): string {
    return parseServerVersion(this.#reportedVersion).text
  }

  /** Such as 180004. */
  get serverVersionNumber(): number {
    return parseServerVersion(this.#reportedVersion).number
  }

  get #reportedVersion(): string {
    return this.#line.client.serverParameters.get('server_version') ?? ''
  }

  /** Number of the backend; a pooler gives one of its own. */
  get processId(): number | null {
    return this.#line.client.processID
  }

  /** How the way to who let us in is encrypted; null if it is not. */
  get tls(): WireEncryption | null {
    return this.#line.client.encryption
  }

  /** True once the server or the network has ended the session. */
  get isLost(): boolean {
    return this.#line.isLost
  }

  /** Begins a new session in the place of a lost one, for all who hold this connection; does nothing otherwise. */
  async reconnect(signal?: AbortSignal): Promise<void> {
    if (!this.isLost) return
    const { applicationName = APPLICATION_NAME } = this.#options
    this.#line.replace(
      await dial(this.#line.settings, { signal: signal ?? this.#options.signal, applicationName }),
    )
    this.#copy = null
    try {
      await this.#begin()
    } catch (error) {
      this.#line.giveUp(error)
      throw error
    }
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
    const result = await this.#line.ask(() => this.#line.client.query<Row & object>(query), errand)
    return result.rows
  }

  /** Runs one statement or several, parted by semicolons. */
  async execute(sql: PostgresSql, errand: Errand = {}): Promise<void> {
    await this.#line.ask(() => this.#line.client.query(sql), errand)
  }

  /** Starts a COPY … FROM STDIN; what is wrong with the statement is told by the first write. */
  async copyIn(sql: PostgresSql, errand: Errand = {}): Promise<CopySink> {
    this.#line.requireUsable()
    this.#copy = new CopySink(this.#line.client, sql, error => this.#line.toError(error, errand))
    return this.#copy
  }

  /** A COPY in a transaction that ends with what `send` gives, in one message with the COMMIT. */
  async copyIntoTransaction(
    copy: PostgresSql,
    send: (sink: CopySink) => Promise<PostgresSql>,
    errand: Errand = {},
  ): Promise<void> {
    const work = async (): Promise<void> => {
      const begin = beginStatements({}, this.pooled ? this.#session.settings : [])
      const last = await send(await this.copyIn(postgres`${begin}; ${copy}`, errand))
      await this.#commit(postgres`${last}; ${COMMIT}`)
    }
    await this.#line.transact(work, this.#rollback)
  }

  /** Runs the work in a transaction with our settings: committed if it succeeds, rolled back if it fails. */
  async transaction<T>(work: () => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const all = async (): Promise<T> => {
      const begin = beginStatements(options, this.#session.settings)
      await this.execute(begin, { doing: 'beginning a transaction' })
      const result = await work()
      await this.#commit()
      return result
    }
    return this.#line.transact(all, this.#rollback)
  }

  /** How another connection to the same server is made, also from another thread. */
  get siblingSettings(): ConnectionSettings {
    const { connectTimeoutMs } = this.#line.settings
    const patience = Math.min(connectTimeoutMs ?? POOL_PATIENCE_MS, POOL_PATIENCE_MS)
    return {
      ...this.#line.settings,
      hosts: [this.#line.dialed.host],
      connectTimeoutMs: this.pooled ? patience : connectTimeoutMs,
    }
  }

  /** A second connection to the same server. */
  sibling(options: ConnectOptions = this.#options): Promise<TargetConnection> {
    return TargetConnection.connect(this.siblingSettings, options)
  }

  onNotice(listener: (notice: DatabaseError) => void): void {
    this.#line.client.on('notice', notice => listener(notice as unknown as DatabaseError))
  }

  /** Called once if the server or the network ends the connection; not after close() or abort(). */
  onLost(listener: (error: Sqlite2pgError) => void): void {
    this.#line.onLost(listener)
  }

  /** Says goodbye to the server; may be called again. */
  async close(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#onAbort)
    if (!this.#line.beginClosing()) return
    const { client } = this.#line
    const timer = setTimeout(() => client.destroy(), GOODBYE_TIMEOUT_MS)
    if (this.pooled) await client.query(LEAVE_NOTHING).catch(() => undefined)
    await client.end().finally(() => clearTimeout(timer))
  }

  /** Asks the server to give up the running statement, which then fails; the connection stays. Never fails. */
  cancel(): Promise<void> {
    return this.#line.cancel()
  }

  /** Cancels the running statement and drops the connection, all within a second. */
  abort(): void {
    this.#line.abort()
  }

  /** Drops the connection without a word: whatever goes on fails as lost. */
  drop(): void {
    this.#line.client.destroy()
  }

  readonly #onAbort = (): void => this.abort()

  async #begin(): Promise<void> {
    const { signal } = this.#options
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    if (signal?.aborted === true) this.abort()
    const { connectTimeoutMs: timeoutMs, sessionSettings } = this.#line.settings
    const late = () =>
      noFirstAnswer({ settings: this.#line.settings, host: this.#line.dialed.host }, timeoutMs)
    try {
      this.#session = await withinLimits(adoptSettings(this, sessionSettings), { timeoutMs, late })
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async #commit(message = COMMIT): Promise<void> {
    const doing = 'committing (the server may or may not have done it)'
    // Of several statements there are several results.
    const results = [await this.#line.ask(() => this.#line.client.query(message), { doing })].flat()
    if (results.at(-1)?.command === 'COMMIT') return
    throw this.#line.toError(
      new Error('a statement had failed, so the server rolled the transaction back'),
      {},
    )
  }

  /** Never fails: what led here is the error to tell. A connection that cannot roll back is dropped. */
  readonly #rollback = async (): Promise<void> => {
    await this.#copy?.abort()
    if (!this.#line.isInTransaction) return
    await this.#line.client.query(ROLLBACK).catch(() => this.#line.client.destroy())
  }
}

const COMMIT = trustPostgres('COMMIT')
const ROLLBACK = trustPostgres('ROLLBACK')
