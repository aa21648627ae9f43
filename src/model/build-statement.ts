// What must be known of a statement to run it beside others: the tables it locks, what it comes after, how much it has
// to go through. Two statements that would wait for each other are never run at once.
// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
import type { Statement } from './plan.ts'

/** The table-level locks that building takes. */
export type LockMode =
  | 'row share'
  | 'share update exclusive'
  | 'share'
  | 'share row exclusive'
  | 'access exclusive'

export interface TableLock {
  /** Name in the target. */
  readonly table: string
  readonly mode: LockMode
}

export interface BuildStatement extends Statement {
  readonly locks: readonly TableLock[]
  /** Statements that must have ended before; each stands earlier in the list. */
  readonly follows: readonly BuildStatement[]
  /** Estimated bytes of the COPY stream of the table it goes through; 0 where it goes through none. */
  readonly bytes: bigint
}
