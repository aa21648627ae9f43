// What planning works on: one record per table while its parts are decided, and the questions whose answers
// only the source has (orphans, collisions, rows that break a CHECK). Pure.
import type { CastCount } from '../codec/cast/count.ts'
import type { Candidate } from '../codec/codec.ts'
import type { ColumnCensus, TableCensus } from '../model/census.ts'
import type { MaskWish } from '../model/mask.ts'
import { firstBy, oncePer } from '../model/once-per.ts'
import type { TableWishes, TransferOptions } from '../model/options.ts'
import type { Notice } from '../model/plan.ts'
import type { SourceColumn, SourceConstant, SourceDatabase, SourceTable } from '../model/source.ts'
import { asciiLower } from '../sql/ascii-case.ts'
import type { SqliteSql } from '../sql/text.ts'
import type { AsideKeys } from './aside/aside-keys.ts'
import type { KeptValues } from './aside/kept-values.ts'
import type { Namespace } from './names/names.ts'
import type { CastFinder, ColumnMask } from './types/column-casts.ts'

export interface PlanInput {
  readonly source: SourceDatabase
  /** The tables to move, already filtered. */
  readonly tables: readonly SourceTable[]
  readonly census: ReadonlyMap<string, TableCensus>
  readonly options: PlanOptions
  /** server_version_num of the target. */
  readonly serverVersion: number
  /** What the user asked for of a column; read from the options where it is left out. */
  readonly casts?: CastFinder
  /** What stays of columns whose bad values are set aside; empty where it was not asked for. */
  readonly kept?: KeptValues
  /** How the target compresses long values: `pglz` or another way, of which nothing is known. */
  readonly compression: string
}

export type PlanOptions = Required<
  Pick<TransferOptions, 'schema' | 'orphans' | 'badValues' | 'casts' | 'names' | 'tables'>
> & {
  /** `table.column`, or a glob of such names → how its values are masked. */
  readonly masks?: Readonly<Record<string, MaskWish>>
  /** Where the key of the masks comes from; `unknown` where a copy is compared that was masked with another one. */
  readonly maskKey?: 'given' | 'made' | 'unknown'
}

/** A table while it is planned. */
export interface DraftTable {
  readonly source: SourceTable
  readonly census: TableCensus
  readonly target: string
  readonly wishes: TableWishes
  readonly columns: readonly DraftColumn[]
  /** Where rows that are set aside are gathered; null where none may be. */
  readonly aside: AsideKeys | null
}

export interface DraftColumn {
  readonly source: SourceColumn
  readonly census: ColumnCensus
  /** The same with the counts of the values that stay, where others are set aside with their rows. */
  readonly kept: ColumnCensus
  readonly target: string
  /** The value as it is read: the column's name, quoted, or what a cast makes of it first. */
  readonly value: SqliteSql
  /** The same value by another expression, for the proof. */
  readonly provenValue: SqliteSql
  /** The same of a value that stands elsewhere, such as in a view. */
  readonly prove: (raw: SqliteSql) => SqliteSql
  readonly candidate: Candidate
  readonly because: string
  /** The constant default as it is read, or null. */
  readonly defaultValue: SourceConstant | null
  /** What the user's cast does to the values, to be counted. */
  readonly counts: readonly CastCount[]
  /** The user asked for this type, so it does not follow another column. */
  readonly wished: boolean
  readonly mask: ColumnMask | null
}

/** What all parts of planning share: where notices go and which names are taken. */
export interface PlanContext {
  readonly input: PlanInput
  readonly notices: Notice[]
  /** Tables, indexes, sequences and the indexes of keys share one namespace in a schema. */
  readonly relations: Namespace
  /** The names of one table's constraints, by the table's name in the target. */
  readonly constraintsOf: (target: string) => Namespace
}

/** A count, with examples where a second column is given, that only the source can answer. */
export interface Question {
  readonly sql: SqliteSql
  readonly examples: SqliteSql | null
  /** The text is PostgreSQL's and only perhaps SQLite's as well: no answer is an answer. */
  readonly mayFail?: true
}

export interface Answer {
  readonly count: bigint
  readonly examples: readonly string[]
}

/** Finds a draft table by its name in the source, as SQLite compares names. */
export function findDraft(tables: readonly DraftTable[], name: string): DraftTable | undefined {
  return draftsByName(tables).get(asciiLower(name))
}

export function findColumn(table: DraftTable, name: string): DraftColumn | undefined {
  return columnsByName(table.columns).get(asciiLower(name))
}

const draftsByName = oncePer((tables: readonly DraftTable[]) =>
  firstBy(tables, table => asciiLower(table.source.name)),
)

const columnsByName = oncePer((columns: readonly DraftColumn[]) =>
  firstBy(columns, column => asciiLower(column.source.name)),
)

/** The columns of these names; unknown ones are left out. */
export function findColumns(table: DraftTable, names: readonly string[]): readonly DraftColumn[] {
  return names.map(name => findColumn(table, name)).filter(column => column !== undefined)
}
