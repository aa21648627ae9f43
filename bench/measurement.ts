// What the bench measures, as plain data: nothing here knows how it was measured or how it will be shown.

/** What can be picked with --only. The first three are races: contenders in turn, several rounds. */
export const PARTS = ['load', 'start', 'growth', 'queries'] as const
export type Part = (typeof PARTS)[number]
export type Race = Exclude<Part, 'queries'>

/**
 * The times that are told apart. `whole` is the process from its start to its end by our clock; the others are
 * the contender's own account: `load` is tables, rows, keys, indexes, foreign keys and sequences.
 */
export const FIGURES = ['whole', 'load', 'rows', 'census', 'verify'] as const
export type Figure = (typeof FIGURES)[number]
export type Seconds = Readonly<Partial<Record<Figure, number>>>

/** One process, timed once. */
export interface Measurement {
  readonly part: Race
  readonly size: string
  readonly contender: string
  /** Counted from 1; measurements of one round are neighbours in time and are compared with each other. */
  readonly round: number
  readonly result: Result
}

export type Result =
  | { readonly kind: 'done'; readonly seconds: Seconds; readonly peakMemoryBytes: number | null }
  | { readonly kind: 'failed'; readonly because: string }

/** Where the guide's queries ran. */
export const PLACES = ['SQLite', 'PostgreSQL, keys only', "PostgreSQL, guide's indexes"] as const
export type Place = (typeof PLACES)[number]

/** One query, repeated with other parameters each time. */
export interface QueryTiming {
  readonly size: string
  readonly place: Place
  readonly query: string
  readonly milliseconds: readonly number[]
}

/** A contender as it was found on this machine. */
export interface FoundContender {
  readonly name: string
  readonly does: string
  readonly parts: readonly Race[]
  readonly version: string | null
  /** Why it did not take part; null if it did. */
  readonly missing: string | null
}
