// What a certificate says of a table that was found identical: its digests, and what the target's catalog has of it.
import { tableRoot } from '../../codec/digest/roots.ts'
import type {
  CertifiedBucket,
  CertifiedForeignKey,
  CertifiedIndex,
  CertifiedPartition,
  CertifiedSequence,
  CertifiedTable,
} from '../../model/certificate.ts'
import type { TargetIndex } from '../../model/target.ts'
import type { ProvenTable } from '../content/compare-contents.ts'
import type { TableDigests } from '../content/prove-tables.ts'
import type { TableProof } from '../content/table-proof.ts'
import type { KeyPair } from '../foreign-keys.ts'
import { treatsNullsAlike } from '../keys.ts'
import type { TableMatch } from '../match-tables.ts'

/** `foreignKeys` are the pairs of this table, planned and found. */
export function certifyTable(
  { planned, target, columns }: TableMatch,
  { proof, digests }: ProvenTable,
  foreignKeys: readonly KeyPair[],
): CertifiedTable {
  const found = new Map(target.columns.map(column => [column.name, column]))
  const rooted = {
    encoding: proof.encoding,
    key: proof.columns.filter(({ inKey }) => inKey).map(column => column.target),
    columns: proof.columns.map(({ source, target: name, rule }) => {
      const { type = '', notNull = false } = found.get(name) ?? {}
      const mask = planned.columns.find(column => column.source === source)?.mask
      return { source, target: name, type, rule, notNull, ...(mask !== undefined && { mask: mask.kind }) }
    }),
    partition: certifyPartition(proof, digests),
  }
  return {
    source: planned.source,
    target: target.name,
    rows: rowsOf(rooted.partition),
    rowsSetAside: planned.setAside?.rows ?? 0n,
    root: tableRoot(rooted),
    ...rooted,
    keys: target.keys.map(({ name, primary, columns: list }) => ({ name, primary, columns: list })),
    indexes: target.indexes
      .filter(({ name, valid }) => valid && !target.keys.some(key => key.name === name))
      .map(certifyIndex),
    foreignKeys: foreignKeys.flatMap(certifyForeignKey),
    sequences: columns.flatMap(certifySequence),
  }
}

export function rowsOf(partition: CertifiedPartition): bigint {
  const parts = partition.kind === 'ranges' ? partition.ranges : partition.buckets
  return parts.reduce((sum, { rows }) => sum + rows, 0n)
}

/** The target's digests: the source's, but for JSON of the same meaning that is written in another way. */
function certifyPartition({ partition }: TableProof, digests: TableDigests): CertifiedPartition {
  if (digests.kind === 'ranges')
    return {
      kind: 'ranges',
      column: partition.kind === 'ranges' ? partition.column : '',
      ranges: digests.ranges.map(({ from, to, target }) => ({ from, to, ...target })),
    }
  const { digits, target } = digests
  return { kind: 'buckets', digits, buckets: certifiedBuckets(digits, target) }
}

export function certifiedBuckets(
  digits: number,
  { rows, high, low }: Extract<TableDigests, { kind: 'buckets' }>['target'],
): readonly CertifiedBucket[] {
  const half = (sum: bigint | undefined): string => (sum ?? 0n).toString(16).padStart(16, '0')
  return [...rows].flatMap((count, i) =>
    count === 0n ? [] : [{ bucket: bucketName(i, digits), rows: count, sum: half(high[i]) + half(low[i]) }],
  )
}

function bucketName(bucket: number, digits: number): string {
  return digits === 0 ? '' : bucket.toString(16).padStart(digits, '0')
}

export function certifyIndex(index: TargetIndex): CertifiedIndex {
  const { name, unique, method, items, where } = index
  return { name, unique, method, items, where, nullsNotDistinct: treatsNullsAlike(index) }
}

function certifyForeignKey({ planned, found }: KeyPair): readonly CertifiedForeignKey[] {
  if (planned === null || found === null) return []
  const { name, columns, parent, parentColumns, onDelete, onUpdate, deferred, validated } = found
  const { orphans } = planned
  const state = validated ? 'valid' : 'not valid'
  return [{ name, columns, parent, parentColumns, onDelete, onUpdate, deferred, state, orphans }]
}

function certifySequence({ planned, target }: TableMatch['columns'][number]): readonly CertifiedSequence[] {
  if (planned.identity === null || target.sequence === null) return []
  return [{ column: target.name, lastValue: target.sequence.lastValue }]
}
