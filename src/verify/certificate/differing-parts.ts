// Which ranges or buckets of a table are not what the certificate says. Neighbouring ranges are named as one. Without
// the source nobody can tell which of their rows differ.
import type { CertifiedBucket, CertifiedPartition, CertifiedRange } from '../../model/certificate.ts'
import type { Check } from '../../model/verdict.ts'
import { counted } from '../check.ts'

export interface DifferingPart {
  /** `id 1 to 500`, or `bucket 0a`. */
  readonly name: string
  readonly expected: bigint
  readonly found: bigint
}

export function differingParts(
  expected: CertifiedPartition,
  found: CertifiedPartition,
): readonly DifferingPart[] {
  if (expected.kind === 'ranges' && found.kind === 'ranges')
    return differingRanges(expected.column, expected.ranges, found.ranges)
  if (expected.kind === 'buckets' && found.kind === 'buckets')
    return differingBuckets(expected.buckets, found.buckets)
  return []
}

interface Span {
  readonly from: bigint
  readonly to: bigint
  readonly expected: bigint
  readonly found: bigint
}

function differingRanges(
  column: string,
  ranges: readonly CertifiedRange[],
  found: readonly CertifiedRange[],
): readonly DifferingPart[] {
  const now = new Map(found.map(range => [range.from, range]))
  const spans: Span[] = []
  for (const { from, to, rows, sha256 } of ranges) {
    const other = now.get(from)
    if (other?.rows === rows && other.sha256 === sha256) continue
    const span = { from, to, expected: rows, found: other?.rows ?? 0n }
    const before = spans.at(-1)
    if (before?.to === from - 1n) spans.splice(-1, 1, joined(before, span))
    else spans.push(span)
  }
  return spans.map(span => ({ name: spanName(column, span), expected: span.expected, found: span.found }))
}

function joined(before: Span, after: Span): Span {
  return {
    from: before.from,
    to: after.to,
    expected: before.expected + after.expected,
    found: before.found + after.found,
  }
}

const LOWEST_KEY = -(2n ** 63n)
const HIGHEST_KEY = 2n ** 63n - 1n

function spanName(column: string, { from, to }: Span): string {
  if (from === LOWEST_KEY) return to === HIGHEST_KEY ? `every ${column}` : `${column} up to ${to}`
  return to === HIGHEST_KEY ? `${column} from ${from} on` : `${column} ${from} to ${to}`
}

function differingBuckets(
  expected: readonly CertifiedBucket[],
  found: readonly CertifiedBucket[],
): readonly DifferingPart[] {
  const [then, now] = [expected, found].map(list => new Map(list.map(each => [each.bucket, each])))
  const names = [...new Set([...expected, ...found].map(({ bucket }) => bucket))].sort()
  return names.flatMap(bucket => {
    const [a, b] = [then?.get(bucket), now?.get(bucket)]
    if (a?.rows === b?.rows && a?.sum === b?.sum) return []
    const name = bucket === '' ? 'all rows' : `bucket ${bucket}`
    return [{ name, expected: a?.rows ?? 0n, found: b?.rows ?? 0n }]
  })
}

/** One check for each of the first parts, and one that names the others. */
export function partChecks(table: string, parts: readonly DifferingPart[], limit: number): readonly Check[] {
  const rest = parts.slice(limit)
  return [
    ...parts.slice(0, limit).map(part => partCheck(table, part)),
    ...(rest.length === 0 ? [] : [restCheck(table, rest)]),
  ]
}

function partCheck(table: string, { name, expected, found }: DifferingPart): Check {
  const remark = `${name}: ${expected === found ? 'the rows are not the same' : changeOf(expected, found)}`
  return { ...differing(table, expected, found, remark), key: name }
}

function changeOf(expected: bigint, found: bigint): string {
  return found < expected
    ? `at least ${counted(expected - found, 'row')} missing`
    : `at least ${counted(found - expected, 'row')} too many`
}

function restCheck(table: string, rest: readonly DifferingPart[]): Check {
  const sum = (side: 'expected' | 'found'): bigint => rest.reduce((total, part) => total + part[side], 0n)
  const remark = `${counted(rest.length, 'more part')}: ${rest.map(({ name }) => name).join('; ')}`
  return differing(table, sum('expected'), sum('found'), remark)
}

function differing(table: string, expected: bigint, found: bigint, remark: string): Check {
  return {
    kind: 'contents',
    object: table,
    status: 'different',
    expected: counted(expected, 'row'),
    found: counted(found, 'row'),
    remark,
  }
}
