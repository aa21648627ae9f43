// The report of a run: the record behind `--json`, the summary and the report file. Its fields are a
// contract (docs/scripting.md); fields are only ever added.
import type { Certificate } from './certificate.ts'
import type { ErrorCode } from './errors.ts'
import type { MaskKind } from './mask.ts'
import type { Notice } from './plan.ts'
import type { Check, TableDifferences, TableVerdict } from './verdict.ts'

export type Verb =
  | 'migrate'
  | 'plan'
  | 'load'
  | 'refresh'
  | 'rollback'
  | 'verify'
  | 'repair'
  | 'doctor'
  | 'serve'
  | 'status'

export type Outcome = 'succeeded' | 'failed' | 'interrupted' | 'would succeed' | 'would fail'

/** Counts are bigint here; the JSON form writes them as numbers up to 2^53 and as strings beyond. */
export interface RunReport {
  readonly formatVersion: 1
  readonly tool: { readonly name: 'sqlite2pg'; readonly version: string }
  readonly verb: Verb
  readonly dryRun: boolean
  readonly outcome: Outcome
  readonly exitCode: number
  /** ISO 8601 UTC. */
  readonly startedAt: string
  readonly seconds: number
  readonly source: ReportedSource | null
  readonly target: ReportedTarget | null
  readonly tables: readonly ReportedTable[]
  /** The table of the target that rows which are set aside go to; null where none is. */
  readonly quarantine: ReportedQuarantine | null
  readonly foreignKeys: readonly ReportedForeignKey[]
  readonly indexes: readonly ReportedIndex[]
  readonly sequences: readonly ReportedSequence[]
  readonly views: readonly ReportedView[]
  readonly differences: readonly ReportedDifference[]
  /** What was looked at on both sides; empty where nothing was compared. */
  readonly checks: readonly Check[]
  /** Null unless this run proved every row of every table, and both sides are the same. */
  readonly certificate: Certificate | null
  readonly notices: readonly Notice[]
  readonly steps: readonly ReportedStep[]
  readonly error: ReportedError | null
}

export interface ReportedSource {
  readonly path: string
  readonly bytes: bigint
  readonly sqliteVersion: string
  readonly journalMode: string
  readonly fingerprint: string
}

export interface ReportedTarget {
  /** With the password masked. */
  readonly url: string
  readonly serverVersion: string
  readonly schema: string
}

export interface ReportedTable {
  readonly source: string
  readonly target: string
  readonly sourceRows: bigint
  readonly copiedRows: bigint
  readonly quarantinedRows: bigint
  readonly targetRows: bigint | null
  readonly bytes: bigint
  readonly seconds: number
  readonly proof: TableVerdict['proof']
  /** How many rows and values differ, of which `differences` lists the first; null where none does. */
  readonly differing: Omit<TableDifferences, 'rows'> | null
  /** Rows of the source whose contents were compared, where not all were (`--sample`, `--recheck`); else null. */
  readonly comparedRows: bigint | null
  readonly columns: readonly ReportedColumn[]
}

export interface ReportedQuarantine {
  readonly table: string
  readonly rows: bigint
}

export interface ReportedColumn {
  readonly source: string
  readonly target: string
  readonly declared: string
  readonly type: string
  readonly because: string
  /** How its values were masked; left out where they went over as they are. */
  readonly mask?: MaskKind
}

export interface ReportedForeignKey {
  readonly table: string
  readonly columns: readonly string[]
  readonly parent: string
  readonly parentColumns: readonly string[]
  readonly orphans: bigint
  readonly state: 'valid' | 'not valid' | 'left out'
  readonly because: string
}

export interface ReportedIndex {
  readonly name: string
  readonly table: string
  readonly state: 'created' | 'left out'
  readonly because: string
}

export interface ReportedView {
  /** Its name in the file. */
  readonly name: string
  readonly target: string
  readonly state: 'created' | 'left out'
  readonly because: string
  /** Whether its rows on both sides were compared. */
  readonly proof: 'identical' | 'different' | 'not compared'
}

export interface ReportedSequence {
  readonly table: string
  readonly column: string
  readonly lastValue: bigint | null
}

export interface ReportedDifference {
  readonly table: string
  readonly key: string | null
  readonly kind: 'missing' | 'extra' | 'changed'
  readonly column: string | null
  readonly source: string | null
  readonly target: string | null
}

export interface ReportedStep {
  readonly name: string
  /** Seconds of work, summed over what ran at once. */
  readonly seconds: number
  /** Seconds on the clock; those in which several statements ran are shared out among their steps. */
  readonly wall: number
}

export interface ReportedError {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}
