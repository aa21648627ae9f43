// The digests of a table in a certificate. Ranges leave no gap, from the lowest key there can be to the highest, so that
// no row of a target can lie outside of all.
import type {
  CertifiedBucket,
  CertifiedColumn,
  CertifiedPartition,
  CertifiedRange,
} from '../../model/certificate.ts'
import type { JsonField } from './json-field.ts'
import { readName } from './read-name.ts'

const LOWEST_KEY = -(2n ** 63n)
const HIGHEST_KEY = 2n ** 63n - 1n
const MOST_DIGITS = 4n

export function readPartition(field: JsonField, columns: readonly CertifiedColumn[]): CertifiedPartition {
  const kind = field.get('kind').oneOf(['ranges', 'buckets'])
  return kind === 'ranges' ? readRanges(field, columns) : readBuckets(field)
}

function readRanges(field: JsonField, columns: readonly CertifiedColumn[]): CertifiedPartition {
  const column = readName(field.get('column'))
  if (!columns.some(({ target, rule }) => target === column && rule === 'integer'))
    throw field.get('column').refused('a column of whole numbers')
  const fields = field.get('ranges').list()
  const ranges: CertifiedRange[] = []
  for (const each of fields) ranges.push(readRange(each, (ranges.at(-1)?.to ?? LOWEST_KEY - 1n) + 1n))
  if (ranges.at(-1)?.to !== HIGHEST_KEY)
    throw field.get('ranges').refused(`a list of ranges up to ${HIGHEST_KEY}`)
  return { kind: 'ranges', column, ranges }
}

function readRange(field: JsonField, begin: bigint): CertifiedRange {
  const from = field.get('from').integer()
  if (from !== begin) throw field.get('from').refused(`${begin}, where the range before it ends,`)
  const to = field.get('to').integer()
  if (to < from || to > HIGHEST_KEY)
    throw field.get('to').refused(`a whole number from ${from} to ${HIGHEST_KEY}`)
  return { from, to, rows: field.get('rows').count(), sha256: field.get('sha256').hexadecimal(64) }
}

function readBuckets(field: JsonField): CertifiedPartition {
  const digits = field.get('digits').count()
  if (digits > MOST_DIGITS) throw field.get('digits').refused(`a whole number from 0 to ${MOST_DIGITS}`)
  const buckets: CertifiedBucket[] = []
  for (const each of field.get('buckets').list())
    buckets.push(readBucket(each, Number(digits), buckets.at(-1)?.bucket ?? null))
  return { kind: 'buckets', digits: Number(digits), buckets }
}

function readBucket(field: JsonField, digits: number, before: string | null): CertifiedBucket {
  const bucket = field.get('bucket').hexadecimal(digits)
  if (before !== null && bucket <= before) throw field.get('bucket').refused(`one above ${before}`)
  return { bucket, rows: field.get('rows').count(), sum: field.get('sum').hexadecimal(32) }
}
