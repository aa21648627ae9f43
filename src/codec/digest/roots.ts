// The digests of digests that stand for a table and for all tables. docs/certificate.md spells them out, so that others
// can compute them: a line for each part, names behind their length in bytes.
import { hash } from 'node:crypto'
import type { CertifiedPartition, CertifiedTable } from '../../model/certificate.ts'

type Rooted = Pick<CertifiedTable, 'encoding' | 'key' | 'columns' | 'partition'>

export function tableRoot({ encoding, key, columns, partition }: Rooted): string {
  const written = columns.map(
    ({ target, rule }) => `${key.includes(target) ? 'key' : 'column'} ${rule} ${measured(target)}`,
  )
  return sha256([`encoding ${encoding}`, ...written, ...partLines(partition)])
}

export function contentRoot(tables: readonly Pick<CertifiedTable, 'target' | 'root'>[]): string {
  return sha256(tables.map(({ target, root }) => `${root} ${measured(target)}`))
}

function partLines(partition: CertifiedPartition): readonly string[] {
  return partition.kind === 'ranges'
    ? partition.ranges.map(({ from, to, rows, sha256: digest }) => `${from} ${to} ${rows} ${digest}`)
    : partition.buckets.map(({ bucket, rows, sum }) => `${bucket} ${rows} ${sum}`)
}

function measured(name: string): string {
  return `${Buffer.byteLength(name)}:${name}`
}

function sha256(lines: readonly string[]): string {
  return hash('sha256', lines.map(line => `${line}\n`).join(''), 'hex')
}
