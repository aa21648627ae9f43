// What a SQLite file holds, as plain records. Made by inspect/, read by everything above; nothing here
// is a driver's object.

/** One SQLite file at one moment. */
export interface SourceDatabase {
  /** The file as the user named it. */
  readonly path: string
  readonly sizeBytes: bigint
  /** Version of the SQLite library that read it. */
  readonly sqliteVersion: string
  readonly encoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be'
  readonly journalMode: string
  /** SHA-256 over what moves with every commit (header, schema, log); hexadecimal. */
  readonly fingerprint: string
  readonly userVersion: number
  readonly applicationId: number
  readonly tables: readonly SourceTable[]
  readonly views: readonly SourceView[]
  readonly triggers: readonly SourceTrigger[]
  /** Tables of the file that are not ordinary ones: virtual tables, their shadow tables, SQLite's own. */
  readonly others: readonly SourceOther[]
  /** Tables that cannot be read at all; a run that does not leave them out stops. */
  readonly unreadable: readonly SourceUnreadable[]
  /** What was seen while the file was opened and read, such as a private copy that had to be taken. */
  readonly remarks: readonly SourceRemark[]
}

export interface SourceRemark {
  readonly code: 'PRIVATE_COPY' | 'HOT_JOURNAL' | 'WAL_WITHOUT_LOG' | 'WRITER_WAITS'
  readonly message: string
}

export interface SourceTable {
  readonly name: string
  /** The text of CREATE TABLE as SQLite keeps it. */
  readonly sql: string
  readonly strict: boolean
  readonly withoutRowid: boolean
  /** The column that is another name of the rowid (INTEGER PRIMARY KEY), or null. */
  readonly rowidAlias: string | null
  /** A name by which the hidden rowid can be read (no column is called so), or null for WITHOUT ROWID. */
  readonly rowidName: string | null
  readonly autoincrement: boolean
  /** `seq` of this table in sqlite_sequence, or null. */
  readonly sequence: bigint | null
  /** Visible columns in the table's order, generated ones included. */
  readonly columns: readonly SourceColumn[]
  /** Generated columns whose expression SQLite cannot evaluate here, and which are therefore not among `columns`. */
  readonly lostColumns: readonly SourceLostColumn[]
  readonly primaryKey: SourceKey | null
  /** UNIQUE constraints of CREATE TABLE (not CREATE UNIQUE INDEX). */
  readonly uniques: readonly SourceKey[]
  readonly indexes: readonly SourceIndex[]
  readonly foreignKeys: readonly SourceForeignKey[]
  readonly checks: readonly SourceCheck[]
  /** ON CONFLICT clauses other than ABORT, of constraints of any kind. */
  readonly conflictClauses: readonly SourceConflictClause[]
}

export interface SourceConflictClause {
  /** `UNIQUE (a, b)`, `NOT NULL on a` or the like. */
  readonly constraint: string
  /** Upper case, such as `REPLACE`. */
  readonly action: string
}

export interface SourceColumn {
  readonly name: string
  /** The declared type as written, '' if none. */
  readonly declaredType: string
  readonly notNull: boolean
  /** SQL text of the default as SQLite keeps it, or null. */
  readonly defaultSql: string | null
  /** Result of evaluating a constant default, or null if there is none or it is not constant. */
  readonly defaultValue: SourceConstant | null
  /** Declared collation in upper case; BINARY if none. */
  readonly collation: string
  readonly generated: { readonly expression: string; readonly stored: boolean } | null
}

export interface SourceLostColumn {
  readonly name: string
  readonly expression: string
  readonly because: string
}

/** A constant as SQLite evaluated it with the column's affinity; `text` is CAST AS TEXT, or hexadecimal for a blob. */
export interface SourceConstant {
  readonly storageClass: 'null' | 'integer' | 'real' | 'text' | 'blob'
  readonly text: string
}

export interface SourceKey {
  /** Constraint name as written, or null. */
  readonly name: string | null
  readonly columns: readonly string[]
  /** Collation of each column in the key's index, upper case. */
  readonly collations: readonly string[]
}

/** One made by CREATE INDEX. */
export interface SourceIndex {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly SourceIndexColumn[]
  /** SQL text of the WHERE of a partial index, or null. */
  readonly where: string | null
  readonly sql: string
}

export interface SourceIndexColumn {
  /** A column's name, or null for an expression. */
  readonly column: string | null
  readonly expression: string | null
  readonly collation: string
  readonly descending: boolean
}

export type ForeignKeyAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

export interface SourceForeignKey {
  readonly name: string | null
  readonly columns: readonly string[]
  /** Parent table as written in the REFERENCES clause. */
  readonly parent: string
  /** Parent columns as written; empty means the parent's primary key. */
  readonly parentColumns: readonly string[]
  readonly onDelete: ForeignKeyAction
  readonly onUpdate: ForeignKeyAction
  /** True only where SQLite really defers (DEFERRABLE INITIALLY DEFERRED). */
  readonly deferred: boolean
}

export interface SourceCheck {
  readonly name: string | null
  /** SQL text between the parentheses. */
  readonly expression: string
}

export interface SourceView {
  readonly name: string
  readonly sql: string
  /** Names of its columns as SQLite gives them; null where SQLite cannot read it. */
  readonly columns: readonly string[] | null
  /** Why SQLite cannot read it, or ''. */
  readonly fault: string
}

export interface SourceTrigger {
  readonly name: string
  readonly table: string
  readonly sql: string
}

export interface SourceUnreadable {
  readonly table: string
  /**
   * `damaged` where the file itself is; `lost name` where a name is one that SQLite does not find again in this encoding;
   * otherwise something is missing that only the application has.
   */
  readonly kind: 'damaged' | 'lost name' | 'missing part'
  readonly because: string
}

export interface SourceOther {
  readonly name: string
  readonly kind: 'virtual' | 'shadow'
  /** Module of a virtual table, or the virtual table a shadow table belongs to. */
  readonly of: string
  /** The ordinary table that a full-text table keeps its texts in, and the column by which it finds them there. */
  readonly content?: { readonly table: string; readonly rowid: string }
}
