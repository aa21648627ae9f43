// Several workers on one source: they answer queries side by side, and each is a lane for copying. All of them and
// the main thread's reader hold one moment of the source. https://nodejs.org/api/worker_threads.html
import type { CopyEnds } from '../copy/copy-part.ts'
import type { CopyLane } from '../copy/copy-rows.ts'
import type { ConnectionSettings } from '../postgres/connect/connection-settings.ts'
import type { SqliteSql } from '../sql/text.ts'
import type { SourceAsker } from '../sqlite/asker.ts'
import type { SourceReader, SqliteValue } from '../sqlite/reader.ts'
import type { SourceFile } from '../sqlite/source-file.ts'
import type { ProofLane } from '../verify/content/prove-tables.ts'
import { giveUpMoment, makeSharedMoment, type SharedMoment, seekMoment } from './shared-moment.ts'
import { WorkerHandle } from './worker-handle.ts'

export class WorkerPool implements SourceAsker {
  readonly #workers: readonly WorkerHandle[]
  readonly #moment: SharedMoment
  readonly #idle: WorkerHandle[]
  readonly #queue: ((worker: WorkerHandle) => void)[] = []

  /** Threads that have opened the file and wait for their moment. */
  static async start(file: SourceFile, count: number): Promise<WorkerPool> {
    const moment = makeSharedMoment(count)
    const starting = Array.from({ length: count }, (_, thread) =>
      WorkerHandle.start({ file: file.forThread(), moment, thread }),
    )
    const started = await Promise.allSettled(starting)
    const workers = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
    const failed = started.find(one => one.status === 'rejected')
    try {
      if (failed !== undefined) throw failed.reason
      // They opened the file by its name.
      file.requireSameFile()
      return new WorkerPool(workers, moment)
    } catch (error) {
      giveUpMoment(moment)
      await Promise.all(workers.map(worker => worker.stop()))
      throw error
    }
  }

  private constructor(workers: readonly WorkerHandle[], moment: SharedMoment) {
    this.#workers = workers
    this.#moment = moment
    this.#idle = [...workers]
  }

  get lanes(): number {
    return this.#workers.length
  }

  /** All readers begin; see `seekMoment`. */
  beginTogether(reader: SourceReader, aborted?: AbortSignal): Promise<boolean> {
    return seekMoment(this.#moment, this.#workers.length, reader, aborted)
  }

  async raw<Row extends readonly SqliteValue[]>(
    sql: SqliteSql,
    params: readonly SqliteValue[] = [],
  ): Promise<readonly Row[]> {
    const rows = await this.#withIdle(worker => worker.perform({ kind: 'ask', sql, params }))
    return rows as readonly unknown[] as readonly Row[]
  }

  /** Throws SOURCE_CORRUPT unless the whole file, or these tables of it, are sound. */
  async check(tables?: readonly string[]): Promise<void> {
    await this.#withIdle(worker => worker.perform({ kind: 'check', tables: tables ?? null }))
  }

  /** A lane for each worker that could connect. */
  async copyLanes(
    settings: ConnectionSettings,
    ends: Pick<CopyEnds, 'schema' | 'progress' | 'encoding'>,
  ): Promise<readonly CopyLane[]> {
    const { schema, progress, encoding } = ends
    return (await this.#connected(settings)).map(worker => ({
      copy: (part, onChunk) => worker.perform({ kind: 'copy', part, schema, progress, encoding }, onChunk),
      stop: () => worker.stop(),
      breakOff: () => worker.breakOff(),
    }))
  }

  /** A lane for each worker that could connect, in the moment of the target that `snapshot` names. */
  async proofLanes(settings: ConnectionSettings, snapshot: string | null): Promise<readonly ProofLane[]> {
    return (await this.#connected(settings)).map(worker => ({
      prove: (part, onProven) => worker.perform({ kind: 'prove', part, snapshot }, onProven),
      stop: () => worker.stop(),
      breakOff: () => worker.breakOff(),
    }))
  }

  /** Those that have a connection, made now unless they had one. */
  async #connected(settings: ConnectionSettings): Promise<readonly WorkerHandle[]> {
    const connecting = this.#workers.map(worker => worker.perform({ kind: 'connect', settings }))
    const outcomes = await Promise.allSettled(connecting)
    return this.#workers.filter((_, i) => outcomes[i]?.status === 'fulfilled')
  }

  /** Breaks off whatever goes on. */
  async stop(): Promise<void> {
    giveUpMoment(this.#moment)
    await Promise.all(this.#workers.map(worker => worker.stop()))
  }

  /** Ends the threads; what goes on is broken off. */
  async close(): Promise<void> {
    await this.stop()
  }

  async #withIdle<Result>(work: (worker: WorkerHandle) => Promise<Result>): Promise<Result> {
    const worker = await this.#take()
    try {
      return await work(worker)
    } finally {
      this.#giveBack(worker)
    }
  }

  #take(): Promise<WorkerHandle> {
    const worker = this.#idle.pop()
    if (worker !== undefined) return Promise.resolve(worker)
    return new Promise(resolve => this.#queue.push(resolve))
  }

  #giveBack(worker: WorkerHandle): void {
    const next = this.#queue.shift()
    if (next === undefined) this.#idle.push(worker)
    else next(worker)
  }
}
