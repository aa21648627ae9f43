// A part of a table's proof, as one lane works on it: rows of the source, rows of the target, or the same rows of both.
import type { TargetConnection } from '../../postgres/connection.ts'
import type { SourceReader } from '../../sqlite/reader.ts'
import type { RowRange } from '../../sqlite/row-range.ts'
import { type BucketSums, sourceBuckets, targetBuckets } from './buckets.ts'
import { type RangeDigest, rangeDigests } from './ranges.ts'
import type { TableProof } from './table-proof.ts'

export interface ProofPart {
  readonly proof: TableProof
  readonly range: RowRange
  /** Of the target's table; the proof by ranges finds its rows by their keys. */
  readonly pages: Pages
}

export type Pages = PageRange | 'all' | 'none'

/** `to` does not belong to it; null is the end of the table. */

export interface PageRange {
  readonly from: bigint
  readonly to: bigint | null
}

export interface PartDigests {
  readonly ranges: readonly RangeDigest[]
  readonly source: BucketSums | null
  readonly target: BucketSums | null
}

export interface ProofEnds {
  readonly reader: SourceReader
  /** In a transaction that sees the target's moment. */
  readonly connection: Pick<TargetConnection, 'rows'>
}

/** Told of rows whose digests both sides have given. */
export type OnProven = (rows: number) => void

export async function provePart(part: ProofPart, ends: ProofEnds, onProven: OnProven): Promise<PartDigests> {
  const { proof, range } = part
  if (proof.partition.kind === 'ranges')
    return {
      ranges: await rangeDigests(proof, proof.partition.column, range, ends, onProven),
      source: null,
      target: null,
    }
  // The server works on its share while this thread works on the other.
  const answer =
    part.pages === 'none'
      ? Promise.resolve(null)
      : targetBuckets(proof, proof.partition, part.pages, ends.connection)
  answer.catch(() => undefined)
  const source = await sourceBuckets(proof, proof.partition, range, ends.reader, onProven)
  return { ranges: [], source, target: await answer }
}
