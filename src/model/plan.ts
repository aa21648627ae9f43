// The plan of a transfer as data: every decision with its reason, every SQL statement as a value. A dry
// run shows it, a real run carries it out, nothing is decided afterwards.

import type { Digest } from './digest.ts'
import type { PlannedMask } from './mask.ts'
import type { Slices, ValueCell } from './planned-value.ts'
import type { PlannedView } from './planned-view.ts'
import type { ForeignKeyAction } from './source.ts'
import type { PostgresSql, SqliteSql } from './sql-text.ts'

export type * from './digest.ts'
export type * from './planned-value.ts'
export type * from './planned-view.ts'

export interface Plan {
  /** Live schema the tables will be published into. */
  readonly schema: string
  readonly tables: readonly PlannedTable[]
  readonly foreignKeys: readonly PlannedForeignKey[]
  readonly indexes: readonly PlannedIndex[]
  readonly triggers: readonly PlannedTrigger[]
  readonly views: readonly PlannedView[]
  /** The table for rows that are set aside; null where none is. */
  readonly quarantine: PlannedQuarantine | null
  readonly notices: readonly Notice[]
}

/** The table that rows which are set aside go to: published with the rest. */
export interface PlannedQuarantine {
  readonly target: string
  /** Rows set aside, of all tables. */
  readonly rows: bigint
}

export interface PlannedTable {
  readonly source: string
  readonly target: string
  readonly sourceRows: bigint
  readonly columns: readonly PlannedColumn[]
  readonly primaryKey: PlannedKey | null
  readonly uniques: readonly PlannedKey[]
  readonly checks: readonly PlannedCheck[]
  readonly reading: Reading
  /** Rows that go to the quarantine table instead; null where every row is moved. */
  readonly setAside: SetAside | null
}

export interface SetAside {
  /** Rows, each counted once whatever the number of its reasons. */
  readonly rows: bigint
  readonly causes: readonly SetAsideCause[]
  /** SQLite condition that is true for these rows. */
  readonly condition: SqliteSql
  /** What the quarantine table holds of a row besides its table: SQLite expressions that yield text. */
  readonly cells: {
    readonly key: SqliteSql
    readonly reasons: SqliteSql
    readonly values: SqliteSql
    /** The parts of `values`, for a row that is too wide for one expression. */
    readonly each: readonly ValueCell[]
  }
}

export type SetAsideKind = 'bad value' | 'null' | 'check' | 'unique' | 'too wide' | 'too long' | 'orphan'

/** One reason for which rows of a table are set aside. */
export interface SetAsideCause {
  readonly kind: SetAsideKind
  /** Columns of the source that it is about. */
  readonly columns: readonly string[]
  readonly reason: string
  readonly rows: bigint
  /** Up to five of the rows, by their key or rowid. */
  readonly examples: readonly string[]
}

/** How the rows of a table are read in order: by ranges of the rowid, or of the key where it has none. */
export interface Reading {
  readonly rowidName: string | null
  /** The column that is the rowid, by its name in the source; null where none is. */
  readonly rowidAlias: string | null
  /** Columns of the key that a table without rowid is stored by; empty where there is a rowid. */
  readonly key: readonly string[]
  /** Rows a chunk may hold so that it stays within its bytes. */
  readonly rowsPerChunk: number
  /** Rows that go into one digest of the content proof. */
  readonly rowsPerDigest: number
  /** SQLite condition, never NULL, that is true for the few rows that are sent alone, value by value; null where none is so wide. */
  readonly wide: SqliteSql | null
  /** Estimated bytes of the COPY stream for the whole table. */
  readonly estimatedBytes: bigint
  /** SQLite condition that is true for the rows that are moved; null where all are. */
  readonly kept: SqliteSql | null
}

export interface PlannedColumn {
  readonly source: string
  readonly target: string
  /** Declared type in SQLite, '' if none. */
  readonly declared: string
  /** PostgreSQL type as it is written in DDL. */
  readonly type: string
  readonly family: TypeFamily
  /** Name of the codec's reading: how the values in the file are understood. */
  readonly reading: string
  readonly because: string
  readonly notNull: boolean
  readonly default: PostgresSql | null
  readonly identity: PlannedIdentity | null
  readonly generated: PostgresSql | null
  /** SQLite expression of the value as it is read: the column's name, quoted, unless the user asked for more. */
  readonly value: SqliteSql
  /** Left out for a column whose values go over as they are. */
  readonly mask?: PlannedMask
  /** SQLite expression that yields the value's text in COPY's text format, `\N` for NULL; null for generated columns. */
  readonly copy: SqliteSql | null
  /** The same of a long value, piece by piece; null where no value is long. */
  readonly slices: Slices | null
  /** Two expressions that yield the same canonical text of a value on both sides, NULL for NULL. */
  readonly proof: Proof
  /** How a value is written for the digests of the content proof. */
  readonly digest: Digest
}

/** The PostgreSQL type families a codec exists for. */
export type TypeFamily =
  | 'boolean'
  | 'integer'
  | 'numeric'
  | 'real'
  | 'text'
  | 'bytea'
  | 'timestamp'
  | 'timestamptz'
  | 'date'
  | 'time'
  | 'json'
  | 'jsonb'
  | 'uuid'
  /** Types without a codec of their own, such as citext or inet, that the user asked for. */
  | 'other'

export interface Proof {
  readonly sqlite: SqliteSql
  readonly postgres: PostgresSql
  /** How canonical texts are ordered: as numbers, or as text by code unit. `none` where order means nothing. */
  readonly order: 'number' | 'text' | 'none'
}

export interface PlannedIdentity {
  /** Name of the sequence behind the column. */
  readonly sequence: string
  /** Value the sequence has handed out last, as far as the file tells; null where it stays at its start. */
  readonly lastValue: bigint | null
}

export interface PlannedKey {
  readonly name: string
  readonly columns: readonly string[]
}

export interface PlannedCheck {
  readonly name: string
  readonly expression: PostgresSql
  /** SQLite text it comes from; null where the configuration asked for it. */
  readonly source: string | null
  /** False where rows break it: it is then created NOT VALID. */
  readonly valid: boolean
}

export interface PlannedForeignKey {
  readonly name: string
  readonly table: string
  readonly columns: readonly string[]
  readonly parent: string
  readonly parentColumns: readonly string[]
  readonly onDelete: ForeignKeyAction
  readonly onUpdate: ForeignKeyAction
  readonly deferred: boolean
  readonly orphans: bigint
  /** Up to ten of the rows whose parent is missing, by their key or rowid. */
  readonly orphanExamples: readonly string[]
  readonly state: 'valid' | 'not valid' | 'left out'
  readonly because: string
  /** Where it is declared: in the file or by the configuration. */
  readonly origin: 'source' | 'config'
}

export interface PlannedIndex {
  readonly name: string
  readonly table: string
  readonly unique: boolean
  readonly method: string
  /** Column names or expressions, quoted, with COLLATE and DESC as needed. */
  readonly items: readonly PostgresSql[]
  readonly where: PostgresSql | null
  readonly state: 'created' | 'left out'
  readonly because: string
  readonly origin: 'source' | 'config'
}

/** A trigger that sets columns to the current time before each update. */
export interface PlannedTrigger {
  readonly name: string
  readonly table: string
  readonly function: string
  readonly columns: readonly string[]
  /** Columns whose update fires it; empty means any. */
  readonly updateOf: readonly string[]
  /** Assigned expression, one for each column. */
  readonly values: readonly PostgresSql[]
  /** Condition over OLD and NEW, or null. */
  readonly when: PostgresSql | null
  readonly origin: 'source' | 'config'
}

/** Stages of the work on the target, in the order they are carried out. */
export type Phase =
  | 'schema'
  | 'tables'
  | 'rows'
  | 'keys'
  | 'indexes'
  | 'checks'
  | 'foreign keys'
  | 'sequences'
  | 'triggers'
  | 'statistics'
  | 'views'
  | 'publish'

/** One SQL statement with the stage it belongs to and why it is there. */
export interface Statement {
  readonly phase: Phase
  readonly object: string
  readonly purpose: string
  readonly sql: PostgresSql
}

export type Severity = 'info' | 'warning' | 'blocker'

export interface Notice {
  readonly code: string
  readonly severity: Severity
  readonly object: string
  readonly message: string
  readonly hint: string
}
