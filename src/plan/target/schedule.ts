// Decides which statement can run now. Promises: none begins before those it follows have ended, and no two run at
// once that would wait for each other's locks, so there is no deadlock either. Knows no time and no connection.
import type { BuildStatement, LockMode } from '../../model/build-statement.ts'
import { conflicts } from './lock-conflicts.ts'

/** What goes through most comes first; else the order stays. */
export function biggestFirst(statements: readonly BuildStatement[]): readonly BuildStatement[] {
  return statements.toSorted((a, b) => (a.bytes === b.bytes ? 0 : a.bytes > b.bytes ? -1 : 1))
}

export class Schedule {
  /** In the order in which they are wanted. */
  readonly #waiting: Set<BuildStatement>
  readonly #unfinished: Set<BuildStatement>
  readonly #held = new Map<string, LockMode[]>()

  constructor(statements: readonly BuildStatement[]) {
    this.#waiting = new Set(statements)
    this.#unfinished = new Set(statements)
  }

  /** True once every statement was handed out. */
  get isExhausted(): boolean {
    return this.#waiting.size === 0
  }

  /** True if something that was handed out has not ended. */
  get isRunning(): boolean {
    return this.#unfinished.size > this.#waiting.size
  }

  /** The first statement that can begin now; null if there is none. The caller begins it and tells its end. */
  next(): BuildStatement | null {
    for (const statement of this.#waiting) {
      if (!this.#mayBegin(statement)) continue
      this.#waiting.delete(statement)
      for (const { table, mode } of statement.locks) this.#heldOn(table).push(mode)
      return statement
    }
    return null
  }

  /** Lets go of a statement's locks, and lets what follows it begin. */
  finish(statement: BuildStatement): void {
    this.#unfinished.delete(statement)
    for (const { table, mode } of statement.locks) {
      const modes = this.#heldOn(table)
      modes.splice(modes.indexOf(mode), 1)
    }
  }

  #mayBegin({ follows, locks }: BuildStatement): boolean {
    return (
      follows.every(earlier => !this.#unfinished.has(earlier)) &&
      locks.every(({ table, mode }) => !this.#heldOn(table).some(held => conflicts(held, mode)))
    )
  }

  #heldOn(table: string): LockMode[] {
    const held = this.#held.get(table)
    if (held !== undefined) return held
    const none: LockMode[] = []
    this.#held.set(table, none)
    return none
  }
}
