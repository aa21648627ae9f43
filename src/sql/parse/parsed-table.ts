// What a CREATE TABLE says beyond the PRAGMAs: conflict clauses, collations, CHECK texts, constraint
// names, deferrability. Expressions stay as their source text. https://www.sqlite.org/lang_createtable.html

export type ConflictAction = 'ROLLBACK' | 'ABORT' | 'FAIL' | 'IGNORE' | 'REPLACE'
export type ForeignKeyAction = 'SET NULL' | 'SET DEFAULT' | 'CASCADE' | 'RESTRICT' | 'NO ACTION'

export type ParsedTable =
  | ParsedOrdinaryTable
  | ParsedVirtualTable
  | { readonly kind: 'query'; readonly schema: string | null; readonly name: string; readonly select: string }
  | { readonly kind: 'unparsed'; readonly sql: string; readonly because: string }

export interface ParsedOrdinaryTable {
  readonly kind: 'table'
  readonly schema: string | null
  readonly name: string
  readonly columns: readonly ParsedColumn[]
  readonly constraints: readonly ParsedTableConstraint[]
  readonly withoutRowid: boolean
  readonly strict: boolean
}

export interface ParsedVirtualTable {
  readonly kind: 'virtual'
  readonly schema: string | null
  readonly name: string
  readonly module: string
  readonly arguments: readonly string[]
}

export interface ParsedColumn {
  readonly name: string
  /** As PRAGMA table_xinfo reports it. */
  readonly declaredType: string
  readonly collation: string | null
  readonly checks: readonly ParsedCheck[]
  readonly notNull: {
    readonly constraintName: string | null
    readonly onConflict: ConflictAction | null
  } | null
  readonly primaryKey: ParsedColumnKey | null
  readonly unique: {
    readonly constraintName: string | null
    readonly onConflict: ConflictAction | null
  } | null
  /** Almost always none or one; SQLite allows several. */
  readonly references: readonly ParsedReference[]
  readonly generated: { readonly expression: string; readonly stored: boolean } | null
  /** As PRAGMA table_xinfo reports it: without the parentheses around an expression. */
  readonly default: string | null
}

export interface ParsedCheck {
  readonly constraintName: string | null
  readonly expression: string
}

export interface ParsedColumnKey {
  readonly constraintName: string | null
  readonly autoincrement: boolean
  readonly desc: boolean
  readonly onConflict: ConflictAction | null
}

export interface ParsedReference {
  readonly constraintName: string | null
  readonly parent: string
  /** Empty when the parent's primary key is meant. */
  readonly parentColumns: readonly string[]
  readonly onDelete: ForeignKeyAction | null
  readonly onUpdate: ForeignKeyAction | null
  readonly match: string | null
  /** As written; a bare DEFERRABLE is `immediate`, as SQLite reads it. */
  readonly deferrable: 'deferred' | 'immediate' | 'not deferrable' | null
  /** What SQLite does: only DEFERRABLE INITIALLY DEFERRED waits for the commit. */
  readonly isDeferred: boolean
}

/** A part of a key or an index: a column by name, or an expression as its text. */
export type ParsedKeyPart = {
  readonly collation: string | null
  readonly desc: boolean
} & (
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'expression'; readonly text: string }
)

export type ParsedTableConstraint =
  | {
      readonly kind: 'primary key'
      readonly constraintName: string | null
      readonly columns: readonly ParsedKeyPart[]
      readonly autoincrement: boolean
      readonly onConflict: ConflictAction | null
    }
  | {
      readonly kind: 'unique'
      readonly constraintName: string | null
      readonly columns: readonly ParsedKeyPart[]
      readonly onConflict: ConflictAction | null
    }
  | ({ readonly kind: 'check'; readonly onConflict: ConflictAction | null } & ParsedCheck)
  | ({ readonly kind: 'foreign key'; readonly columns: readonly string[] } & ParsedReference)
