// Work that can be taken up again is taken up again after faults that pass: a connection that broke, a server that
// restarts. The time in which nothing could be done is bounded; work that is done in between begins that time anew.
import { setTimeout as pause } from 'node:timers/promises'
import { asSqlite2pgError } from '../../model/errors.ts'
import type { Notice } from '../../model/plan.ts'
import { makeNotice } from '../../plan/notices.ts'
import { isUnreachable } from '../../postgres/errors/passing.ts'
import { quantityText } from '../../report/quantity-text.ts'
import { interruption } from '../interruption.ts'
import type { Recorder } from '../recorder.ts'

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 4000

export interface Persistent<Result> {
  readonly work: () => Promise<Result>
  readonly isPassing: (error: unknown) => boolean
  /** Brings back what the work needs, or fails. */
  readonly regain: (signal: AbortSignal) => Promise<void>
  /** How much is done for good; where it grows, patience begins anew. */
  readonly made: () => number
}

export class Perseverance {
  readonly #patienceMs: number
  readonly #recorder: Recorder
  readonly #faults: string[] = []
  #lostMs = 0
  #streakMs = 0
  #pauseMs = FIRST_PAUSE_MS

  constructor(patienceMs: number, recorder: Recorder) {
    this.#patienceMs = patienceMs
    this.#recorder = recorder
  }

  /** Throws what does not pass, and the fault that patience ended with. */
  async persist<Result>(task: Persistent<Result>): Promise<Result> {
    for (;;) {
      const made = task.made()
      try {
        return await task.work()
      } catch (fault) {
        if (this.#recorder.signal?.aborted === true || !task.isPassing(fault)) throw fault
        if (task.made() > made) this.#beginAnew()
        await this.#comeBack(fault, task)
      }
    }
  }

  /** What was tried again, to be told at the end; none where nothing was. */
  get notices(): readonly Notice[] {
    if (this.#faults.length === 0) return []
    const facts = [...new Set(this.#faults)].join('; ')
    const times = quantityText(this.#faults.length, 'time')
    const text = `went on after ${times} in which the target could not be worked with, ${(this.#lostMs / 1000).toFixed(1)} s in all: ${facts}`
    return [makeNotice('RETRIED', 'run', text)]
  }

  async #comeBack(fault: unknown, { regain }: Pick<Persistent<unknown>, 'regain'>): Promise<void> {
    const { message } = asSqlite2pgError(fault)
    if (this.#streakMs < this.#patienceMs)
      this.#recorder.tell(`${message}; trying again for up to ${this.#patienceMs / 1000} s`)
    while (this.#streakMs < this.#patienceMs) {
      const begun = performance.now()
      try {
        await this.#wait()
        await regain(this.#limit())
        this.#faults.push(message)
        return
      } catch (error) {
        if (this.#recorder.signal?.aborted === true) throw interruption(error)
        if (!isUnreachable(error) && !isOurLimit(error)) throw error
      } finally {
        this.#streakMs += performance.now() - begun
        this.#lostMs += performance.now() - begun
      }
    }
    throw fault
  }

  async #wait(): Promise<void> {
    const { signal } = this.#recorder
    await pause(Math.min(this.#pauseMs, this.#patienceMs - this.#streakMs), undefined, signal && { signal })
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS)
  }

  /** A server that does not even refuse is given up with patience. */
  #limit(): AbortSignal {
    const limit = AbortSignal.timeout(Math.max(1, Math.ceil(this.#patienceMs - this.#streakMs)))
    const { signal } = this.#recorder
    return signal === undefined ? limit : AbortSignal.any([signal, limit])
  }

  #beginAnew(): void {
    this.#streakMs = 0
    this.#pauseMs = FIRST_PAUSE_MS
  }
}

const isOurLimit = (error: unknown): boolean => asSqlite2pgError(error).kind === 'interrupted'
