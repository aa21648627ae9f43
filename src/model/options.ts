// What a user can ask for. The library takes these as they are; cli/ makes them from flags, environment
// and configuration file. Nothing here has a default: `resolveOptions` in run/ gives them.
import type { OnEvent } from './event.ts'
import type { MaskWish } from './mask.ts'
import type { SampleSize } from './sample.ts'
import type { ForeignKeyAction } from './source.ts'

/** Where a PostgreSQL database is and how it is reached. Made by `parseTarget`. */
export interface Target {
  /** URL or keywords as the user gave them. */
  readonly url?: string
  /** Environment variables to complete it (`PGHOST`, `PGPASSFILE`, …) as libpq would; the library reads none by itself. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** What every verb that reads a source and a target takes. */
export interface TransferOptions extends Target {
  readonly sqlitePath: string
  readonly schema?: string
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
  readonly orphans?: 'keep' | 'quarantine' | 'fail'
  readonly badValues?: 'widen' | 'quarantine' | 'fail'
  /** `table.column` → PostgreSQL type or reading. */
  readonly casts?: Readonly<Record<string, string>>
  /** `table.column`, or a glob of such names → how the values are replaced on the way; docs/masking.md. */
  readonly mask?: Readonly<Record<string, MaskWish>>
  /** Secret of the masks, 16 characters or more; one is made for the run where it is left out. */
  readonly maskKey?: string
  readonly names?: 'keep' | 'lower' | 'snake'
  readonly proof?: 'full' | 'counts' | 'none'
  readonly strict?: boolean
  /** Readers and COPY streams at once; the cores by default, at most 8. */
  readonly jobs?: number
  /** Bytes of the COPY stream that one part of a table holds, about; 16 MB by default. Smaller files are read by one reader. */
  readonly partBytes?: number
  /** Wishes per table beyond what the SQLite schema holds. */
  readonly tables?: Readonly<Record<string, TableWishes>>
  readonly onEvent?: OnEvent
  readonly signal?: AbortSignal
}

/** For verbs that build in a schema of their own before anything is published. */
export interface BuildOptions {
  /** Goes on with what an earlier run of the same source has left; from the start where there is nothing. */
  readonly resume?: boolean
  /** Seconds in which a lost connection or a refusal that passes is tried again; 30 by default, 0 for never. */
  readonly retryFor?: number
}

export interface MigrateOptions extends TransferOptions, BuildOptions {
  readonly forceRecreate?: boolean
}

export interface RefreshOptions extends TransferOptions, BuildOptions {
  /** Does the work although nothing has changed, and replaces tables that no earlier run has made. */
  readonly forceRecreate?: boolean
  /** Refreshes a schema that is marked as production. */
  readonly yes?: boolean
  /** Stops before anything is changed. */
  readonly dryRun?: boolean
}

/** What `plan` takes: of the verb that is meant, `migrate` by default. */
export interface DryRunOptions extends MigrateOptions, Pick<RefreshOptions, 'yes'> {
  readonly verb?: 'migrate' | 'refresh' | 'load'
}

export interface VerifyOptions extends TransferOptions {
  /** Differences that are listed for each table; 100 by default. */
  readonly limit?: number
  /** Compares only a part of the contents of big tables; true for about 10,000 rows of each. */
  readonly sample?: true | SampleSize
  /** Both sides still change: rows that differ are looked at again so many seconds later; true for 5. */
  readonly recheck?: true | number
}

export interface LoadOptions extends TransferOptions {
  /** Replaces rows that the target's tables hold; the old ones are kept in a schema of their own. */
  readonly forceRecreate?: boolean
  /** Stops before anything is written. */
  readonly dryRun?: boolean
}

export interface TableWishes {
  readonly columns?: Readonly<Record<string, ColumnWishes>>
  readonly indexes?: readonly IndexWish[]
  readonly unique?: readonly UniqueWish[]
  readonly foreignKeys?: readonly ForeignKeyWish[]
  readonly checks?: readonly CheckWish[]
  /** Columns that a BEFORE UPDATE trigger sets to the current time. */
  readonly touch?: readonly string[]
}

export interface ColumnWishes {
  readonly type?: string
  /** PostgreSQL SQL text of the default. */
  readonly default?: string
  readonly notNull?: boolean
}

export interface IndexWish {
  readonly name?: string
  readonly columns: readonly string[]
  readonly unique?: boolean
  readonly method?: 'btree' | 'hash' | 'gin' | 'gist' | 'brin' | 'spgist'
  /** PostgreSQL SQL text of a partial index's condition. */
  readonly where?: string
}

export interface UniqueWish {
  readonly name?: string
  readonly columns: readonly string[]
}

export interface ForeignKeyWish {
  readonly name?: string
  readonly columns: readonly string[]
  readonly references?: { readonly table: string; readonly columns?: readonly string[] }
  readonly onDelete?: ForeignKeyAction
  readonly onUpdate?: ForeignKeyAction
}

export interface CheckWish {
  readonly name?: string
  /** PostgreSQL SQL text. */
  readonly expression: string
}
