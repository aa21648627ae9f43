// A row as it is listed when digests are opened, and what comparing two lists finds. Rows are named by their places only,
// so that a million of them that differ take no memory.
import type { Key } from '../../../sqlite/row-range.ts'

/** One row of a side; both sides list their rows in the order of `key`, then of `row`, as ASCII. */
export interface ListedRow<Place> {
  /** Digest of the key, or an integer key with as many digits as all others; the row's digest where nothing is a key. */
  readonly key: string
  /** Digest of the whole row. */
  readonly row: string
  readonly place: Place
}

/** A row without rowid and key is found by its number among those that are read. */
export type SourcePlace =
  | { readonly kind: 'rowid'; readonly rowid: bigint }
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'number'; readonly skipped: bigint }

/** The table's number and the ctid; in a view the digests of key and row. */
export type TargetPlace = string

export type Finding =
  | ({ readonly kind: 'missing'; readonly source: SourcePlace } & SeenRow)
  | ({ readonly kind: 'extra'; readonly target: TargetPlace } & SeenRow)
  | ChangedRow

/** What a row that differs is known by when it is looked at again. */
export interface SeenRow {
  /** As in the lists. */
  readonly key: string
  /** Digest of the row on each side; null where there is none. */
  readonly rows: { readonly source: string | null; readonly target: string | null }
}

export interface ChangedRow extends SeenRow {
  readonly kind: 'changed'
  readonly source: SourcePlace
  readonly target: TargetPlace
}
