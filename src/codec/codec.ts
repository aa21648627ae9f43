// What a codec is: everything about one family of types in one place, so that choosing, loading and
// proving cannot drift apart. A candidate is one PostgreSQL type a column could get; its reading says how
// the values in the file are understood on the way there.
import type { CensusExample, ColumnCensus, Shape } from '../model/census.ts'
import type { Digest, Proof, Slices, TypeFamily } from '../model/plan.ts'
import type { PostgresSql, SqliteSql } from '../sql/text.ts'
import type { CastCount } from './cast/count.ts'

/** One PostgreSQL type that a column may get, if its values allow it. */
export interface Candidate {
  readonly family: TypeFamily
  /** As written in DDL, e.g. `numeric(10,2)`. */
  readonly type: string
  readonly reading: Reading
  /** False where PostgreSQL has no order of the type, so that no key and no btree can be made of it. */
  readonly isOrdered?: boolean
  /** Why the values do not fit this type, or null if every one does, exactly. */
  objection(census: ColumnCensus): string | null
  /**
   * SQLite expression: 1 for a value that this type takes exactly by this reading, 0 for any other; asked of values
   * that are not NULL. Where it is 1 for every value, `objection` is null, but where it asks for a value that shows
   * the reading at all.
   */
  accepts(column: SqliteSql): SqliteSql
  /** The type takes no NULL, as a domain may. */
  readonly refusesNull?: true
  /** For types that only the server knows: whether it takes a default's text. */
  holdsText?(text: string): boolean
  /** What the user should know when this candidate is taken, or null. */
  remark?(census: ColumnCensus): string | null
  /** What this type does to some of the values, to be counted and told. */
  counts?(census: ColumnCensus): readonly CastCount[]
  /** The remark says what the values are: why they are not of the declared type need not be told. */
  readonly remarkExplains?: true
  /** What is lost although every value fits, such as offsets other than UTC, or null. */
  caution?(census: ColumnCensus): string | null
}

/** How values in the file become values of the type. */
export interface Reading {
  readonly name: string
  /** False if two different values in the file may become one value in PostgreSQL. */
  readonly injective: boolean
  /** What integers count since 1970 where they are read as instants. */
  readonly epochUnit?: 's' | 'ms' | 'us'
  /** SQLite expression by which PostgreSQL finds two values equal; the proof's text where it is left out. */
  compared?(column: SqliteSql): SqliteSql
  /** SQLite expression that yields a value's text in COPY's text format, `\N` for NULL. */
  copy(column: SqliteSql, census: ColumnCensus): SqliteSql
  /** The same text for values that may be long; left out where the type has no long values. */
  slices?(column: SqliteSql, census: ColumnCensus): Slices
  /** Expressions that share nothing with `copy` and yield one canonical text on both sides. */
  proof(column: SqliteSql, target: PostgresSql): Proof
  /**
   * The same for digests: byte for byte one text on both sides. Shares nothing with `copy` either. What the census knows
   * makes it cheaper; it is null for the copy of another tool.
   */
  digest(column: SqliteSql, census: ColumnCensus | null): Digest
}

/** Values that are not NULL. */
export function valueCount(census: ColumnCensus): bigint {
  return census.integers.count + census.reals.count + census.texts.count + census.blobs.count
}

/** Values of any of the shapes. */
export function sumOfShapes(census: ColumnCensus, shapes: readonly Shape[]): bigint {
  return shapes.reduce((sum, shape) => sum + (census.shapes[shape] ?? 0n), 0n)
}

/** `3 of 23 values are …`: a share of the values that are not NULL. */
export function shareOf(census: ColumnCensus, count: bigint, one: string, many: string): string {
  const all = valueCount(census)
  if (count === all) return all === 1n ? `the only value ${one}` : `all ${all} values ${many}`
  return `${count} of ${all} values ${count === 1n ? one : many}`
}

/** `3 of 23 values are text` for the classes of which there are any, or null if there are none. */
export function objectToClasses(
  census: ColumnCensus,
  classes: readonly ('integers' | 'reals' | 'texts' | 'blobs')[],
): string | null {
  const present = classes.filter(name => census[name].count > 0n)
  const [first, ...others] = present
  if (first === undefined) return null
  const said = [
    shareOf(census, census[first].count, CLASS_PHRASES[first][0], CLASS_PHRASES[first][1]),
    ...others.map(name => `${census[name].count} ${phraseOf(name, census[name].count)}`),
  ]
  return `${said.join(' and ')}${exampleOf(
    census,
    present.map(name => STORAGE_CLASSES[name]),
  )}`
}

const STORAGE_CLASSES = { integers: 'integer', reals: 'real', texts: 'text', blobs: 'blob' } as const

const CLASS_PHRASES = {
  integers: ['is an integer', 'are integers'],
  reals: ['is a real number', 'are real numbers'],
  texts: ['is text', 'are text'],
  blobs: ['is a blob', 'are blobs'],
} as const

function phraseOf(name: keyof typeof CLASS_PHRASES, count: bigint): string {
  return CLASS_PHRASES[name][count === 1n ? 0 : 1]
}

/** `20 integers and 3 texts`: how many values each storage class has. */
export function countsOfClasses(census: ColumnCensus): string {
  const classes = ['integers', 'reals', 'texts', 'blobs'] as const
  return classes
    .filter(name => census[name].count > 0n)
    .map(name => countOf(census[name].count, STORAGE_CLASSES[name]))
    .join(' and ')
}

/** ` such as 'abc' (rowid 17)` from the census's examples, of these storage classes if any are named, or ''. */
export function exampleOf(
  census: ColumnCensus,
  classes: readonly CensusExample['storageClass'][] = [],
): string {
  const example = census.examples.find(
    ({ storageClass }) => classes.length === 0 || classes.includes(storageClass),
  )
  return example === undefined ? '' : sayExample(example)
}

/** ` such as 'abc' (rowid 17)`. */
export function sayExample(example: CensusExample): string {
  return ` such as ${example.value}${example.rowid === null ? '' : ` (rowid ${example.rowid})`}`
}

/** `n value` or `n values`. */
export function countOf(count: bigint, noun: string): string {
  return `${count} ${noun}${count === 1n ? '' : 's'}`
}
