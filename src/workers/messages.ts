// What the main thread and a worker say to each other: plain data. No row crosses, but the answers to questions.
import type { CopyPart, PartResult } from '../copy/copy-part.ts'
import type { ErrorCode } from '../model/errors.ts'
import type { SourceDatabase } from '../model/source.ts'
import type { ConnectionSettings } from '../postgres/connect/connection-settings.ts'
import type { PostgresSql, SqliteSql } from '../sql/text.ts'
import type { SqliteValue } from '../sqlite/reader.ts'
import type { ThreadFile } from '../sqlite/source-file.ts'
import type { PartDigests, ProofPart } from '../verify/content/proof-part.ts'
import type { SharedMoment } from './shared-moment.ts'

/** What a worker is given when it is made. */
export interface WorkerTerms {
  readonly file: ThreadFile
  readonly moment: SharedMoment
  /** Its number among the workers, from 0. */
  readonly thread: number
}

export type Job =
  | { readonly kind: 'connect'; readonly settings: ConnectionSettings }
  /** Of these tables, or of the whole file. */
  | { readonly kind: 'check'; readonly tables: readonly string[] | null }
  | { readonly kind: 'ask'; readonly sql: SqliteSql; readonly params: readonly SqliteValue[] }
  | {
      readonly kind: 'copy'
      readonly part: CopyPart
      readonly schema: string
      readonly progress: PostgresSql | null
      readonly encoding: SourceDatabase['encoding']
    }
  /** In a transaction of the moment that `snapshot` names; in one of its own where it is null. */
  | { readonly kind: 'prove'; readonly part: ProofPart; readonly snapshot: string | null }

/** What each kind of job gives back. */
export interface Answers {
  readonly connect: null
  readonly check: null
  readonly ask: readonly (readonly SqliteValue[])[]
  readonly copy: PartResult
  readonly prove: PartDigests
}

export type ToWorker =
  | { readonly kind: 'job'; readonly job: Job }
  /** Breaks off whatever goes on, whose job fails, closes both ends, and ends the thread. */
  | { readonly kind: 'stop' }
  /** Drops the connection, so that a job that needs it fails; the thread goes on. */
  | { readonly kind: 'break off' }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly rows: number; readonly bytes: number }
  | { readonly kind: 'done'; readonly answer: Answers[Job['kind']] }
  | { readonly kind: 'failed'; readonly failure: Failure }

/** An error as plain data. */
export interface Failure {
  /** Null for a fault of ours. */
  readonly code: ErrorCode | null
  readonly message: string
  readonly hint: string
  readonly stack: string
  readonly cause: string
  /** SQLSTATE or SQLite's code of the cause. */
  readonly causeCode: string
}
