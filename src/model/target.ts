// What a PostgreSQL schema holds, as plain records, read from its catalogs. Used to find occupied names
// and to compare a copy's structure, whoever made it.
import type { ForeignKeyAction } from './source.ts'

export interface TargetSchema {
  readonly name: string
  readonly tables: readonly TargetTable[]
}

export interface TargetTable {
  readonly name: string
  readonly kind: 'table' | 'partitioned table' | 'view' | 'materialized view' | 'foreign table'
  readonly columns: readonly TargetColumn[]
  readonly keys: readonly TargetKey[]
  readonly foreignKeys: readonly TargetForeignKey[]
  readonly checks: readonly TargetCheck[]
  readonly indexes: readonly TargetIndex[]
  readonly triggers: readonly TargetTrigger[]
  /** Other tables inherit from it, whose rows are among its own. */
  readonly hasChildren: boolean
  /** Of a view they are what it is, and not among them. */
  readonly rules: readonly TargetRule[]
}

export interface TargetColumn {
  readonly name: string
  /** As format_type() writes it, e.g. `character varying(255)`. */
  readonly type: string
  /** The base type's internal name (`int8`, `varchar`, `timestamptz`), of a domain the type below it. */
  readonly baseType: string
  readonly notNull: boolean
  /** Default as pg_get_expr() writes it, or null. */
  readonly default: string | null
  readonly identity: 'always' | 'by default' | null
  readonly generated: boolean
  /** Sequence behind an identity, a serial or a nextval() default, found through pg_depend; null if none. */
  readonly sequence: TargetSequence | null
}

export interface TargetSequence {
  readonly schema: string
  readonly name: string
  /** Last value handed out, or null if none was. */
  readonly lastValue: bigint | null
  /** The value the next nextval() returns; null if the sequence is exhausted. */
  readonly nextValue: bigint | null
  /** Below zero it counts down. */
  readonly increment: bigint
  /** Its MAXVALUE. */
  readonly highest: bigint
}

/** A primary key or a unique constraint. */
export interface TargetKey {
  readonly name: string
  readonly primary: boolean
  readonly columns: readonly string[]
  /** Checked at the end of a transaction, so that no foreign key may refer to it. */
  readonly deferrable?: boolean
}

export interface TargetForeignKey {
  readonly name: string
  readonly columns: readonly string[]
  readonly parentSchema: string
  readonly parent: string
  readonly parentColumns: readonly string[]
  readonly onDelete: ForeignKeyAction
  readonly onUpdate: ForeignKeyAction
  readonly deferrable: boolean
  readonly deferred: boolean
  /** pg_constraint.convalidated; says nothing about rows loaded with triggers off. */
  readonly validated: boolean
  readonly matchFull?: boolean
  /** Triggers that keep it are disabled: new rows are not checked. */
  readonly inert?: boolean
}

export interface TargetCheck {
  readonly name: string
  /** As pg_get_constraintdef() writes it. */
  readonly definition: string
  readonly validated: boolean
}

export interface TargetIndex {
  readonly name: string
  readonly unique: boolean
  readonly primary: boolean
  readonly valid: boolean
  readonly method: string
  /** Each key column or expression as pg_get_indexdef() writes it, with DESC and COLLATE. */
  readonly items: readonly string[]
  /** Names of the key columns; null at an expression's place. */
  readonly columns: readonly (string | null)[]
  /** Condition of a partial index as pg_get_expr() writes it, or null. */
  readonly where: string | null
  readonly definition: string
}

export interface TargetTrigger {
  readonly name: string
  readonly definition: string
  /** What stands in its function, as pg_proc.prosrc keeps it. */
  readonly body: string
  readonly enabled: boolean
}

/** Rewrites statements before they reach the table. */
export interface TargetRule {
  readonly name: string
  /** As pg_get_ruledef() writes it. */
  readonly definition: string
  readonly enabled: boolean
}
