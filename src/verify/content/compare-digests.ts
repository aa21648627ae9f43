// What the digests of a table say: how many rows each side has, and which ranges or buckets are not the same.
import type { TableDigests } from './prove-tables.ts'
import type { RangeDigest } from './ranges.ts'

export interface DigestComparison {
  readonly sourceRows: bigint
  readonly targetRows: bigint
  /** Null where all are the same. */
  readonly differing: Differing | null
}

export type Differing =
  | { readonly kind: 'ranges'; readonly ranges: readonly RangeDigest[] }
  | { readonly kind: 'buckets'; readonly buckets: readonly number[] }

export function compareDigests(digests: TableDigests): DigestComparison {
  return digests.kind === 'ranges' ? compareRanges(digests.ranges) : compareBuckets(digests)
}

function compareRanges(ranges: readonly RangeDigest[]): DigestComparison {
  const differing = ranges.filter(
    ({ source, target }) => source.rows !== target.rows || source.sha256 !== target.sha256,
  )
  return {
    sourceRows: ranges.reduce((sum, { source }) => sum + source.rows, 0n),
    targetRows: ranges.reduce((sum, { target }) => sum + target.rows, 0n),
    differing: differing.length === 0 ? null : { kind: 'ranges', ranges: differing },
  }
}

function compareBuckets({ source, target }: Extract<TableDigests, { kind: 'buckets' }>): DigestComparison {
  const buckets = [...source.rows.keys()].filter(
    i =>
      source.rows[i] !== target.rows[i] ||
      source.high[i] !== target.high[i] ||
      source.low[i] !== target.low[i],
  )
  return {
    sourceRows: source.rows.reduce((sum, rows) => sum + rows, 0n),
    targetRows: target.rows.reduce((sum, rows) => sum + rows, 0n),
    differing: buckets.length === 0 ? null : { kind: 'buckets', buckets },
  }
}
