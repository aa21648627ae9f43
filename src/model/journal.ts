// What a target remembers of the runs that worked on it: the records of its journal, and what of the newest can be
// undone.
import type { Verb } from './report.ts'

/** `running` while the run holds its lock; a run that ended without a word is `interrupted`. */
export type RecordedOutcome = 'running' | 'succeeded' | 'failed' | 'interrupted' | 'rolled back'

export interface RecordedRun {
  /** Sorts by time, and is part of the names of the schemas that the run made for itself. */
  readonly run: string
  readonly verb: Verb
  /** The live schema it worked on. */
  readonly schema: string
  readonly outcome: RecordedOutcome
  /** ISO 8601 UTC, by the server's clock. */
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly toolVersion: string
  /** Role of the server that the run worked as. */
  readonly role: string
  readonly source: RecordedSource | null
  /** The weakest proof of its tables; null where nothing was published. */
  readonly proof: string | null
  readonly exitCode: number | null
  readonly errorCode: string | null
  /** What the run put into the live schema. */
  readonly added: readonly RecordedObject[]
  /** What gave way to it. */
  readonly replaced: readonly RecordedObject[]
  /** Where that is kept. */
  readonly replacedSchema: string | null
  /** True if the run made the live schema itself. */
  readonly createdSchema: boolean
  /** Of a rollback: the run that it undid. */
  readonly undoes: string | null
  /** The moment of publishing, by which later rows are told from those of the run. */
  readonly moment: PublishedMoment | null
}

export interface RecordedSource {
  readonly path: string
  readonly bytes: bigint
  readonly fingerprint: string
}

export type RecordedKind = 'table' | 'view' | 'function'

/** A table, a view or a trigger function, known by more than its name: another one of that name is another one. */
export interface RecordedObject {
  readonly kind: RecordedKind
  readonly name: string
  /** Its oid. */
  readonly id: number
  /** Of a table that was published. */
  readonly rows: bigint | null
}

/** https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT */
export interface PublishedMoment {
  readonly transactionId: bigint
  /** As pg_current_snapshot() writes it. */
  readonly snapshot: string
}

/** What a load changed besides the rows of tables. */
export interface LoadChanges {
  /** Tables that it made, such as that of rows set aside. */
  readonly made: readonly string[]
  readonly sequences: readonly LoadedSequence[]
  /** Foreign keys that all rows obeyed before. */
  readonly validKeys: readonly { readonly schema: string; readonly table: string; readonly name: string }[]
}

export interface LoadedSequence {
  readonly schema: string
  readonly name: string
  /** As setval() takes it: where it stood before the load. */
  readonly position: bigint
  readonly isCalled: boolean
  /** Where the load left it. */
  readonly left: bigint
}

/** What happened to the rows of a published table since. */
export interface WrittenSince {
  readonly table: string
  /** Rows inserted or changed. */
  readonly written: bigint
  /** Rows deleted or changed. */
  readonly gone: bigint
}

/** What a rollback did. */
export interface RolledBack {
  readonly undone: RecordedRun
  /** What is live no more. */
  readonly removed: readonly RecordedObject[]
  /** What is live again. */
  readonly restored: readonly RecordedObject[]
  /** Schema that keeps what was removed, until the next run; of a load only what was written since, so that it may be null. */
  readonly keptIn: string | null
  /** Rows written since the run was published; they are kept there with the rest. */
  readonly written: readonly WrittenSince[]
  /** True if the run had made the live schema, and it is gone again. */
  readonly droppedSchema: boolean
}

/** A run as `status` lists it. */
export interface ListedRun extends RecordedRun {
  readonly canBeRolledBack: boolean
  /** Of the last published run of a schema that cannot be undone: why not; otherwise ''. */
  readonly because: string
  /** Of a run that ended before it was done: what of it is left for `--resume`; null where nothing is. */
  readonly kept: KeptRows | null
}

export interface KeptRows {
  readonly rows: bigint
  readonly totalRows: bigint
  readonly privateSchema: string
}
