// What a codec is: everything about one family of types in one place, so that choosing, loading and
// proving cannot drift apart. A candidate is one PostgreSQL type a column could get; its reading says how
// the values in the file are understood on the way there.
import type { CensusExample, ColumnCensus } from '../model/census.ts'
import type { Proof, TypeFamily } from '../model/plan.ts'
import type { PostgresSql, SqliteSql } from '../sql/text.ts'

/** One PostgreSQL type that a column may get, if its values allow it. */
export interface Candidate {
  readonly family: TypeFamily
  /** As written in DDL, e.g. `numeric(10,2)`. */
  readonly type: string
  readonly reading: Reading
  /** Why the values do not fit this type, or null if every one does, exactly. */
  objection(census: ColumnCensus): string | null
  /** What the user should know when this candidate is taken, or null. */
  remark?(census: ColumnCensus): string | null
}

/** How values in the file become values of the type. */
export interface Reading {
  readonly name: string
  /** False if two different values in the file may become one value in PostgreSQL. */
  readonly injective: boolean
  /** What integers count since 1970 where they are read as instants. */
  readonly epochUnit?: 's' | 'ms' | 'us'
  /** SQLite expression that yields a value's text in COPY's text format, `\N` for NULL. */
  copy(column: SqliteSql, census: ColumnCensus): SqliteSql
  /** Expressions that share nothing with `copy` and yield one canonical text on both sides. */
  proof(column: SqliteSql, target: PostgresSql): Proof
}

/** Values that are not NULL. */
export function valueCount(census: ColumnCensus): bigint {
  return census.integers.count + census.reals.count + census.texts.count + census.blobs.count
}

/** `3 values are text` for the classes of which there are any, or null if there are none. */
export function objectToClasses(
  census: ColumnCensus,
  classes: readonly ('integers' | 'reals' | 'texts' | 'blobs')[],
): string | null {
  const said = classes
    .filter(name => census[name].count > 0n)
    .map(name => phraseOfClass(name, census[name].count))
  if (said.length === 0) return null
  const named = classes.map(name => STORAGE_CLASSES[name])
  return `${said.join(' and ')}${exampleOf(census, named)}`
}

const STORAGE_CLASSES = { integers: 'integer', reals: 'real', texts: 'text', blobs: 'blob' } as const

const CLASS_WORDS = {
  integers: ['an integer', 'integers'],
  reals: ['a real number', 'real numbers'],
  texts: ['text', 'text'],
  blobs: ['a blob', 'blobs'],
} as const

function phraseOfClass(name: keyof typeof CLASS_WORDS, count: bigint): string {
  const [one, many] = CLASS_WORDS[name]
  return count === 1n ? `1 value is ${one}` : `${count} values are ${many}`
}

/** ` such as 'abc' (rowid 17)` from the census's examples, of these storage classes if any are named, or ''. */
export function exampleOf(
  census: ColumnCensus,
  classes: readonly CensusExample['storageClass'][] = [],
): string {
  const example = census.examples.find(
    ({ storageClass }) => classes.length === 0 || classes.includes(storageClass),
  )
  if (example === undefined) return ''
  return ` such as ${example.value}${example.rowid === null ? '' : ` (rowid ${example.rowid})`}`
}

/** `n value` or `n values`. */
export function countOf(count: bigint, noun: string): string {
  return `${count} ${noun}${count === 1n ? '' : 's'}`
}
