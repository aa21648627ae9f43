// What a translator is given and what it answers. The promise of the whole family of files: an expression
// comes back only when PostgreSQL provably computes what SQLite computes for columns of these families;
// everything else is refused in words. One difference is left, and it is loud: where SQLite turns an integer
// beyond 64 bits into a REAL or makes a double infinite, PostgreSQL raises an error; `failures` finds such rows.
import type { TypeFamily } from '../../model/plan.ts'
import type { Affinity } from '../affinity.ts'
import type { Expression } from '../expression.ts'
import type { PostgresSql } from '../text.ts'
import type { Failure } from './failures.ts'

/** The kinds of PostgreSQL types a column can have got. */
export type ColumnFamily = TypeFamily

/** A column in reach of the expression. */
export interface ExpressionColumn {
  /** Its name in PostgreSQL, not quoted. */
  readonly target: string
  readonly family: ColumnFamily
  /** Its COLLATE in SQLite; null is BINARY. */
  readonly collation: string | null
  /**
   * SQLite's affinity, where known: numbers kept as text compare otherwise than text does. For an untyped
   * column that held several storage classes say `numeric`, so that text made of numbers is not compared.
   */
  readonly affinity?: Affinity
  /** The one spelling all values share, every digit as 9: `9999-99-99 99:99:99`. Without it, times are not compared. */
  readonly spelling?: string
  /**
   * What SQLite keeps every value as, NULL aside: `number` where integers and reals occur, `several` where the classes
   * are mixed, `converted` where another expression than the column is moved. Without it, as the family suggests.
   */
  readonly storage?: ColumnStorage
  /** For a moment that SQLite holds as a number since 1970: the number's unit. */
  readonly epoch?: 's' | 'ms' | 'us'
  /** Every value is JSON that jsonb holds without a loss. */
  readonly isJson?: boolean
  /** What the table or query it is read from is called, where an expression reads several. */
  readonly qualifier?: string
}

export type ColumnStorage =
  | 'integer'
  | 'real'
  | 'number'
  | 'text'
  | 'blob'
  | 'several'
  | 'converted'
  /** Texts of a UTF-16 database with U+FFFE or U+FFFF, of which its functions make U+FFFD. */
  | 'noncharacters'

export interface TranslationContext {
  /** By lower-cased SQLite name; `table.column` is looked up first for a qualified name. */
  readonly columns: ReadonlyMap<string, ExpressionColumn>
  readonly purpose: 'check' | 'default' | 'index' | 'generated' | 'view'
  /** For a default: the family it must have. */
  readonly targetFamily?: ColumnFamily
  /** Major version of the server; some forms need 16. */
  readonly postgresVersion?: number
  /** False where SQLite orders text by other bytes than those of UTF-8. */
  readonly ordersTextByCodePoint?: boolean
  /** What only a view holds: aggregates and queries in parentheses; null for every other node. */
  readonly ofQuery?: (node: Expression, scope: Scope) => Term | null
}

export type Translation = Translated | Untranslated

export interface Untranslated {
  readonly ok: false
  readonly because: string
  /** What to write in PostgreSQL instead, where that can be said. */
  readonly hint?: string
}

export interface Translated {
  readonly ok: true
  readonly sql: PostgresSql
  readonly family: ColumnFamily
  readonly immutable: boolean
  /** A CHECK that the type itself guarantees. */
  readonly redundant?: true
  /** What the user should know, such as that a value depends on the session's time zone. */
  readonly note?: string
  /** Values that differ in SQLite may be equal here: not for a unique index without looking at the data. */
  readonly mayCollide?: true
  /** Where PostgreSQL may fail for a row: to be asked of those that are there. */
  readonly failures?: readonly Failure[]
}

/** A translated part; `null` is the family of NULL, which goes with every other. */
export interface Term {
  readonly sql: PostgresSql
  readonly family: ColumnFamily | 'null'
  readonly immutable: boolean
  /** True or NULL for every value the type can hold. */
  readonly neverFalse: boolean
  readonly mayCollide: boolean
  /** A double that SQLite may hold as an integer: equal as a number, but divided and written otherwise. */
  readonly mayBeInteger: boolean
  readonly note: string | null
  readonly failures: readonly Failure[]
}

/** What the translators of single constructs are given: the context and the way back to the whole. */
export interface Scope {
  readonly context: TranslationContext
  readonly value: (node: Expression) => Term
  readonly condition: (node: Expression) => Term
}

/** The reason why an expression stays behind. Thrown inside this folder only, returned as data. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  /** What to write in PostgreSQL instead. */
  readonly hint: string | undefined

  constructor(because: string, hint?: string) {
    super(because)
    this.hint = hint
  }
}

/** A term made of others: it is immutable, or has something to note, if they do. */
export function termOf(
  family: Term['family'],
  sql: PostgresSql,
  parts: readonly Term[] = [],
  changes: Partial<Term> = {},
): Term {
  return {
    sql,
    family,
    immutable: parts.every(part => part.immutable),
    neverFalse: false,
    mayCollide: parts.some(part => part.mayCollide),
    mayBeInteger: family === 'real' && parts.some(part => part.mayBeInteger),
    failures: parts.flatMap(part => part.failures),
    note: parts.find(part => part.note !== null)?.note ?? null,
    ...changes,
  }
}

/** Runs a translation; a refusal comes back as what `otherwise` makes of its reason. */
export function translateOr<Result, Refused>(
  translate: () => Result,
  otherwise: (because: string, hint?: string) => Refused,
): Result | Refused {
  try {
    return translate()
  } catch (thrown) {
    if (thrown instanceof Refusal) return otherwise(thrown.message, thrown.hint)
    throw thrown
  }
}
