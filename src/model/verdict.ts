// What a comparison of both sides found: checks as data, a closing verdict.

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
}

export type CheckKind =
  | 'table'
  | 'rows'
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
  | 'quarantine'
  | 'view'

export interface Verdict {
  readonly checks: readonly Check[]
  readonly tables: readonly TableVerdict[]
  /** True if no check is `different`. */
  readonly same: boolean
  /** True if both sides hold no row at all, so that sameness says nothing. */
  readonly nothingToCompare: boolean
}

export interface TableVerdict {
  readonly source: string
  readonly target: string
  readonly sourceRows: bigint
  readonly targetRows: bigint | null
  /** Rows of this table that the target's quarantine table holds. */
  readonly quarantinedRows: bigint
  readonly proof: 'identical' | 'different' | 'counts only' | 'not compared'
}
