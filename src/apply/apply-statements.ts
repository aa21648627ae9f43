// Carries out statements over one or more connections, each as a transaction of its own. The first failure stops all:
// the others are cancelled, unless it is one that passes, and it returns once no connection is at work any more.
import { setTimeout as pause } from 'node:timers/promises'
import type { BuildStatement } from '../model/build-statement.ts'
import { Schedule } from '../plan/target/schedule.ts'
import type { SessionSetting } from '../postgres/connect/connection-settings.ts'
import { setStatements } from '../postgres/connect/session-settings.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { type PostgresSql, trustPostgres } from '../sql/text.ts'

/** What carries out statements: a connection, or as much of one as is needed. */
export type Lane = Pick<TargetConnection, 'execute' | 'cancel'>

export interface ApplyOptions {
  /** Hold for each statement. */
  readonly settings: readonly SessionSetting[]
  readonly onStart: (statement: BuildStatement) => void
  readonly onEnd: (statement: BuildStatement) => void
  /** Puts a statement on record, in its own transaction. */
  readonly record?: (statement: BuildStatement) => PostgresSql
  /** After such a failure the other connections end what they do; nothing else is begun. */
  readonly isPassing?: (error: unknown) => boolean
  /** What to throw where a statement fails; the error as it is where nothing is given. */
  readonly explain?: (error: unknown, statement: BuildStatement) => unknown
}

/** A cancel request may come before the statement that it is meant for, and is repeated. */
const BETWEEN_CANCELS_MS = 200

/** Runs all statements, those first that stand first as far as their locks and order allow. Throws the first failure. */
export async function applyStatements(
  lanes: readonly Lane[],
  statements: readonly BuildStatement[],
  options: ApplyOptions,
): Promise<void> {
  const work = new SharedWork(statements)
  const ended = Promise.all(lanes.map(lane => runLane(lane, work, options)))
  await Promise.race([ended, work.failed])
  while (work.busy.size > 0) {
    await Promise.all([...work.busy].map(lane => lane.cancel()))
    await Promise.race([ended, pause(BETWEEN_CANCELS_MS)])
  }
  await ended
  if (work.failure !== null) throw work.failure.cause
}

/** Never fails: what went wrong is told to all lanes by `work`. */
async function runLane(lane: Lane, work: SharedWork, options: ApplyOptions): Promise<void> {
  try {
    for (let statement = await work.take(); statement !== null; statement = await work.take()) {
      options.onStart(statement)
      work.busy.add(lane)
      await execute(lane, statement, options)
      work.busy.delete(lane)
      options.onEnd(statement)
      work.finish(statement)
    }
  } catch (cause) {
    work.busy.delete(lane)
    work.fail(cause, options.isPassing?.(cause) === true)
  }
}

async function execute(
  lane: Lane,
  statement: BuildStatement,
  { settings, record, explain }: ApplyOptions,
): Promise<void> {
  const { sql, phase, object } = statement
  const before = settings.length === 0 ? [] : [setStatements('LOCAL', settings)]
  const after = record === undefined ? [] : [record(statement)]
  // Several statements in one message are one transaction, so that what is set is set for it alone.
  const message = trustPostgres([...before, sql, ...after].join('\n; '))
  try {
    await lane.execute(message, { object, doing: `building ${phase}` })
  } catch (error) {
    throw explain?.(error, statement) ?? error
  }
}

/** The schedule as several lanes use it: who finds nothing to do waits until something has ended. */
class SharedWork {
  /** Lanes that wait for the server. */
  readonly busy = new Set<Lane>()
  /** Ends with the first failure that does not pass. */
  readonly failed: Promise<void>
  failure: { readonly cause: unknown; readonly isPassing: boolean } | null = null
  readonly #schedule: Schedule
  #tellFailed = (): void => {}
  #sleepers: (() => void)[] = []

  constructor(statements: readonly BuildStatement[]) {
    this.#schedule = new Schedule(statements)
    this.failed = new Promise(resolve => {
      this.#tellFailed = resolve
    })
  }

  /** The next statement; null once there is nothing left to begin. */
  async take(): Promise<BuildStatement | null> {
    while (this.failure === null && !this.#schedule.isExhausted) {
      const statement = this.#schedule.next()
      if (statement !== null) return statement
      if (!this.#schedule.isRunning) throw new Error('the statements that are left wait for each other')
      await new Promise<void>(resolve => this.#sleepers.push(resolve))
    }
    return null
  }

  finish(statement: BuildStatement): void {
    this.#schedule.finish(statement)
    this.#wake()
  }

  /** Only the first failure is told, as the others come of it, and one that does not pass before one that does. */
  fail(cause: unknown, isPassing: boolean): void {
    if (this.failure === null || (this.failure.isPassing && !isPassing)) this.failure = { cause, isPassing }
    if (!isPassing) this.#tellFailed()
    this.#wake()
  }

  #wake(): void {
    for (const wake of this.#sleepers.splice(0)) wake()
  }
}
