// A contender of the bench: a record that says who it is and which process is to be timed. It times nothing itself.
import type { DataSet } from './data/data-set.ts'
import type { Race, Seconds } from './measurement.ts'
import type { ProcessOutcome } from './process/run-measured.ts'
import type { Target } from './server/target.ts'

export interface Contender {
  readonly name: string
  /** What is inside its time, for readers of the table. */
  readonly does: string
  readonly parts: readonly Race[]
  /** Whether its rows are counted in the target afterwards; a wrong count is a failure. */
  readonly fillsTarget: boolean
  readonly find: (signal: AbortSignal) => Promise<Availability>
  /** Once for each data set, not timed. */
  readonly prepareData?: (data: DataSet) => Promise<void>
  /** Before each run, not timed. */
  readonly prepareTarget?: (task: Task) => Promise<void>
  readonly command: (task: Task) => Command
  /** The times of a process that ended well. Throws an Error that says why it did not. */
  readonly readSeconds: (outcome: ProcessOutcome, task: Task) => Seconds
}

export type Availability =
  | { readonly kind: 'available'; readonly version: string }
  | { readonly kind: 'missing'; readonly because: string }

/** One run: these data into this empty database. */
export interface Task {
  readonly data: DataSet
  readonly target: Target
  /** An empty folder, the working directory of the process; gone after the run. */
  readonly scratch: string
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
}
