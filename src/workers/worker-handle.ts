// The main thread's end of one worker: jobs go in one at a time, their answers or their errors come back.
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { OnChunk } from '../copy/copy-part.ts'
import { fromFailure } from './failure.ts'
import type { Answers, FromWorker, Job, ToWorker, WorkerTerms } from './messages.ts'
import { countStuck } from './stuck-threads.ts'

/** A worker that does not let go within this time is ended where it stands. */
const STOP_PATIENCE_MS = 400
const TERMINATION_MS = 200

/** A worker makes hardly any objects that live: what V8 takes for young ones by default, up to 48 MB, would stay empty. */
const LIMITS = { maxYoungGenerationSizeMb: 3 } as const

interface Waiting {
  readonly resolve: (answer: Answers[Job['kind']]) => void
  readonly reject: (error: Error) => void
  readonly onChunk: OnChunk | undefined
}

export class WorkerHandle {
  readonly #worker: Worker
  readonly #exited: Promise<void>
  #waiting: Waiting | null = null
  #ended: Error | null = null

  /** Resolves once the thread has opened its reader. */
  static async start(terms: WorkerTerms): Promise<WorkerHandle> {
    const handle = new WorkerHandle(terms)
    await new Promise<void>((resolve, reject) => {
      handle.#waiting = { resolve: () => resolve(), reject, onChunk: undefined }
    })
    return handle
  }

  private constructor(terms: WorkerTerms) {
    this.#worker = startThread(terms)
    this.#worker.on('message', (message: FromWorker) => this.#receive(message))
    this.#worker.on('error', error => this.#end(error))
    this.#exited = new Promise(resolve => {
      this.#worker.once('exit', () => {
        this.#end(new Error('a worker has ended'))
        resolve()
      })
    })
  }

  /** Does one job; another may be given only when it is done. */
  perform<Kind extends Job['kind']>(
    job: Extract<Job, { kind: Kind }>,
    onChunk?: OnChunk,
  ): Promise<Answers[Kind]> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    if (this.#waiting !== null) return Promise.reject(new Error('a worker does one job at a time'))
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve: answer => resolve(answer as Answers[Kind]), reject, onChunk }
      this.#post({ kind: 'job', job })
    })
  }

  /** Breaks off what goes on between this thread and the target. */
  breakOff(): void {
    if (this.#waiting !== null) this.#post({ kind: 'break off' })
  }

  /** Breaks off what goes on and ends the thread. */
  async stop(): Promise<void> {
    if (this.#ended !== null) return
    this.#post({ kind: 'stop' })
    await this.#awaitExit()
  }

  /** A thread in the middle of a query can not be ended; its job is given up, and it ends with its query. */
  async #awaitExit(): Promise<void> {
    if (await exitsWithin(this.#exited, STOP_PATIENCE_MS)) return
    this.#worker.terminate()
    if (await exitsWithin(this.#exited, TERMINATION_MS)) return
    countStuck(this.#exited)
    this.#end(new Error('a worker was ended in the middle of its job'))
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'progress':
        this.#waiting?.onChunk?.(message.rows, message.bytes)
        return
      case 'ready':
        this.#answer(({ resolve }) => resolve(null))
        return
      case 'done':
        this.#answer(({ resolve }) => resolve(message.answer))
        return
      case 'failed':
        this.#answer(({ reject }) => reject(fromFailure(message.failure)))
    }
  }

  #answer(tell: (waiting: Waiting) => void): void {
    const waiting = this.#waiting
    this.#waiting = null
    if (waiting !== null) tell(waiting)
  }

  #end(error: Error): void {
    this.#ended ??= error
    this.#answer(({ reject }) => reject(error))
  }
}

async function exitsWithin(exited: Promise<void>, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const late = pause(ms, false, { signal: timer.signal }).catch(() => false)
  const inTime = await Promise.race([exited.then(() => true), late])
  timer.abort()
  return inTime
}

/** The sources are TypeScript when tests run them, which a thread of Node 20 does not read by itself. */
function startThread(terms: WorkerTerms): Worker {
  const isSource = import.meta.url.endsWith('.ts')
  const entry = new URL(isSource ? './worker.ts' : './worker.js', import.meta.url)
  if (!isSource) return new Worker(entry, { workerData: terms, resourceLimits: LIMITS })
  const loading = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}) })`
  return new Worker(loading, { workerData: terms, eval: true, execArgv: [], resourceLimits: LIMITS })
}
