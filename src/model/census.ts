// What the values of a table really are, counted in one moment of the source. Evidence for the choice
// of types; every number is asked of SQLite, none is estimated.

export interface TableCensus {
  readonly table: string
  readonly rows: bigint
  readonly columns: readonly ColumnCensus[]
}

/** Evidence about one column. Counts are of rows. */
export interface ColumnCensus {
  readonly column: string
  readonly nulls: bigint
  /** Bounds are null where the shapes say enough (booleans). */
  readonly integers: IntegerCensus
  readonly reals: RealCensus
  readonly texts: TextCensus
  readonly blobs: BlobCensus
  /** Counts of shapes, asked only where the declaration makes them of interest; absent means not asked. */
  readonly shapes: Readonly<Partial<Record<Shape, bigint>>>
  /** Values that are not of the shape that was looked for; where none was, one value of each storage class. */
  readonly examples: readonly CensusExample[]
}

export interface IntegerCensus {
  readonly count: bigint
  readonly min: bigint | null
  readonly max: bigint | null
}

export interface RealCensus {
  readonly count: bigint
  /** Values with a fraction or beyond 2^53, which no integer holds. */
  readonly fractional: bigint
  readonly infinite: bigint
  readonly negativeZero: bigint
  /** Values of 2^63 and more, asked only in columns of integers: SQLite kept 17 digits of what was written. */
  readonly beyondInt64: bigint
}

export interface TextCensus {
  readonly count: bigint
  readonly maxCharacters: bigint
  readonly maxBytes: bigint
  readonly totalBytes: bigint
  /** Values with a tab, line feed, carriage return or backslash, which COPY wants escaped. */
  readonly needsEscape: bigint
  readonly withNul: bigint
  readonly invalidUtf8: bigint
  /** Values with U+FFFE or U+FFFF in a UTF-16 database, which SQLite's functions there turn into U+FFFD. */
  readonly nonCharacters: bigint
  /** A value with a NUL or invalid UTF-8, as the literal of its bytes; null where there is none. */
  readonly badExample: CensusExample | null
  /** Values that are a number as PostgreSQL's numeric writes it, asked only in columns of integers. */
  readonly plainNumbers: bigint
}

export interface BlobCensus {
  readonly count: bigint
  /** Values that are UTF-8 without NUL, asked only in columns of texts. */
  readonly cleanTexts: bigint
  readonly maxBytes: bigint
  readonly totalBytes: bigint
}

/** Shapes a value can have; each is decided by an expression of codec/, the odd ones by a parser of ours. */
export type Shape =
  | 'boolean 0/1'
  | 'boolean true/false'
  | 'boolean t/f'
  | 'boolean yes/no'
  | 'boolean y/n'
  | 'boolean on/off'
  | "boolean '0'/'1'"
  | 'date'
  | 'date far'
  | 'timestamp'
  | 'timestamp fine'
  | 'timestamp far'
  | 'timestamptz'
  | 'timestamptz offset'
  | 'timestamptz fine'
  | 'timestamptz far'
  | 'go time'
  | 'time'
  | 'epoch zero'
  | 'epoch s'
  | 'epoch ms'
  | 'epoch us'
  | 'epoch s with fraction'
  | 'epoch ns'
  | 'coredata'
  | 'webkit'
  | 'ticks'
  | 'julian'
  | 'yyyymmdd'
  | 'as asked'
  | 'uuid'
  | 'uuid other'
  | 'json'
  | 'jsonb'
  | 'json in a blob'
  | 'jsonb in a blob'
  | 'decimal'
  | 'integer text'

export interface CensusExample {
  /** Rowid as text, or null where the table has none. */
  readonly rowid: string | null
  /** The value as a SQLite literal, cut at 60 characters. */
  readonly value: string
  readonly storageClass: 'integer' | 'real' | 'text' | 'blob'
  /** How often the value occurs, where odd values are counted by their spelling. */
  readonly times?: bigint
}
