// What a default is translated for, and what SQLite can say about it in advance.
import type { ColumnFamily } from './translation.ts'

export interface DefaultTarget {
  readonly family: ColumnFamily
  /** The PostgreSQL type as written: `varchar(20)`, `numeric(10,2)`. */
  readonly type: string
  /** Whether a type that only the server knows takes a text. */
  readonly holds?: (text: string) => boolean
  /** For a time column that SQLite holds as a number since 1970: the number's unit. */
  readonly epoch?: 's' | 'ms' | 'us'
}

/** A constant default after SQLite computed it with the column's affinity. */
export interface EvaluatedDefault {
  readonly storageClass: 'null' | 'integer' | 'real' | 'text' | 'blob'
  /** `CAST(x AS TEXT)`, a real with as many digits as read back the same double; hex for a blob. */
  readonly text: string
}
