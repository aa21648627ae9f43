// What a comparison of both sides found: checks as data, a closing verdict.

import type { CertifiedTable } from './certificate.ts'

export type CheckStatus = 'same' | 'different' | 'noted' | 'not compared'

/** One thing that was looked at on both sides. */
export interface Check {
  readonly kind: CheckKind
  /** What was compared, e.g. `tasks.user_id`. */
  readonly object: string
  readonly status: CheckStatus
  /** What the source says (or what should be there). */
  readonly expected: string
  /** What the target says. */
  readonly found: string
  /** One sentence where the two values do not speak for themselves. */
  readonly remark: string
  /** Key of the row, where it is about one. */
  readonly key?: string
  /** Seems to be the same by its text, and the server has not been asked yet. */
  readonly isBySight?: true
}

export type CheckKind =
  | 'table'
  | 'rows'
  | 'contents'
  | 'column'
  | 'type'
  | 'not null'
  | 'default'
  | 'nulls'
  | 'minimum'
  | 'maximum'
  | 'primary key'
  | 'unique'
  | 'index'
  | 'check'
  | 'foreign key'
  | 'orphans'
  | 'identity'
  | 'sequence'
  | 'trigger'
  | 'rule'
  | 'quarantine'
  | 'view'

export interface Verdict {
  readonly checks: readonly Check[]
  readonly tables: readonly TableVerdict[]
  /** True if no check is `different`. */
  readonly same: boolean
  /** True if both sides hold no row at all, so that sameness says nothing. */
  readonly nothingToCompare: boolean
  /** What a certificate says of the tables; null unless every one is identical by content. */
  readonly certified: readonly CertifiedTable[] | null
}

export interface TableVerdict {
  readonly source: string
  readonly target: string
  readonly sourceRows: bigint
  readonly targetRows: bigint | null
  /** Rows of this table that the target's quarantine table holds. */
  readonly quarantinedRows: bigint
  readonly proof: 'identical' | 'different' | 'counts only' | 'not compared'
  /** What its rows differ in; null where nothing does, or contents were not compared. */
  readonly differences: TableDifferences | null
  /** Rows of the source whose contents were compared, where not all were; else null. */
  readonly comparedRows: bigint | null
}

/** What a table's rows differ in, as found by opening what their digests tell apart. */
export interface TableDifferences {
  /** Rows that only the source has. */
  readonly missing: bigint
  /** Rows that only the target has. */
  readonly extra: bigint
  /** Rows with the same key and other values. */
  readonly changed: bigint
  /** Changed rows whose values were compared one by one: all of them, or the first hundred thousand. */
  readonly counted: bigint
  /** Columns in which the counted rows differ. */
  readonly columns: readonly ColumnDifference[]
  /** The first ones, as many as were asked for. */
  readonly rows: readonly RowDifference[]
  /** True where digests differ and no row was found that does: a difference all the same. */
  readonly unexplained: boolean
}

export interface ColumnDifference {
  /** Planned name. */
  readonly column: string
  readonly values: bigint
  /** The largest absolute error of numbers, such as `0.0000012`; null for other values. */
  readonly largestError: string | null
  /** Values of JSON that mean the same although they are written otherwise; not among `values`. */
  readonly sameMeaning: bigint
}

/** A value that differs (`changed`, with its column), or a row that one side lacks (which the other side shows). */
export interface RowDifference {
  readonly table: string
  readonly key: string | null
  readonly kind: 'missing' | 'extra' | 'changed'
  readonly column: string | null
  readonly source: string | null
  readonly target: string | null
}
