// Digests of a table whose rows have no order that both sides share: each row falls into a bucket by the digest of its
// key, and the digests of a bucket's rows are added up, so that neither their order nor the parts in which they were read matter.
// A row that is there twice counts twice. Sums are kept modulo 2^64, of two halves of 128 bits.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { DIGEST_DIGITS, sourceDigests, targetDigest } from '../../codec/digest/row-text.ts'
import { postgresString, sqliteString } from '../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import { readLines } from '../../sqlite/chunks.ts'
import { letGoOfBuffer } from '../../sqlite/let-go-of-buffers.ts'
import type { SourceReader } from '../../sqlite/reader.ts'
import type { RowRange } from '../../sqlite/row-range.ts'
import type { OnProven, PageRange, ProofEnds } from './proof-part.ts'
import type { TableProof } from './table-proof.ts'

/** One entry for each bucket, by the number that its digits make. */
export interface BucketSums {
  readonly rows: BigUint64Array
  readonly high: BigUint64Array
  readonly low: BigUint64Array
}

/** By the first digits of the digest of the key; all of them, or only some. */
export interface Buckets {
  readonly digits: number
  readonly only?: readonly number[] | undefined
}

export function bucketDigits(bucket: number, digits: number): string {
  return digits === 0 ? '' : bucket.toString(16).padStart(digits, '0')
}

export function noSums(digits: number): BucketSums {
  const buckets = 16 ** digits
  return {
    rows: new BigUint64Array(buckets),
    high: new BigUint64Array(buckets),
    low: new BigUint64Array(buckets),
  }
}

/** Adds to the first. */
export function addSums(sums: BucketSums, more: BucketSums): void {
  for (let i = 0; i < sums.rows.length; i++)
    add(sums, i, more.rows[i] ?? 0n, more.high[i] ?? 0n, more.low[i] ?? 0n)
}

/** BigUint64Array keeps what is left modulo 2^64. */
function add(sums: BucketSums, bucket: number, rows: bigint, high: bigint, low: bigint): void {
  sums.rows[bucket] = (sums.rows[bucket] ?? 0n) + rows
  sums.high[bucket] = (sums.high[bucket] ?? 0n) + high
  sums.low[bucket] = (sums.low[bucket] ?? 0n) + low
}

const ROW_BYTES = 2 * DIGEST_DIGITS

export async function sourceBuckets(
  { source, encoding }: TableProof,
  { digits, only }: Buckets,
  range: RowRange,
  reader: SourceReader,
  onProven: OnProven,
): Promise<BucketSums> {
  const sums = noSums(digits)
  const { table, rowidName, keyColumns, rowsPerChunk, kept } = source
  const line = sourceDigests(source.key, source.row, encoding)
  const condition =
    only === undefined
      ? kept
      : sqlite`${kept ?? sqlite`1`} AND ${sourceIsIn(source.key, { digits, only }, encoding)}`
  const query = { table, line, rowidName, key: keyColumns, rowsPerChunk, condition, encoding }
  for (const { bytes, rows } of readLines(reader, query, range)) {
    for (let at = 0; at < bytes.length; at += ROW_BYTES) addRow(sums, bytes, at, digits)
    letGoOfBuffer(bytes.length)
    onProven(rows)
    await nextTurn()
  }
  return sums
}

function sourceIsIn(
  key: SqliteSql | null,
  { digits, only = [] }: Buckets,
  encoding: TableProof['encoding'],
): SqliteSql {
  if (key === null) throw new Error('without a key nothing is saved by leaving buckets out')
  const names = only.map(bucket => sqliteString(bucketDigits(bucket, digits)))
  return sqlite`substr(${sourceDigests(null, key, encoding)}, 1, ${digits}) IN (${names})`
}

function addRow(sums: BucketSums, bytes: Buffer, at: number, digits: number): void {
  const row = at + DIGEST_DIGITS
  const hex = (from: number, to: number): string => bytes.toString('latin1', from, to)
  const bucket = digits === 0 ? 0 : Number.parseInt(hex(at, at + digits), 16)
  add(sums, bucket, 1n, BigInt(`0x${hex(row, row + 16)}`), BigInt(`0x${hex(row + 16, row + 32)}`))
}

interface FoundBucket {
  readonly bucket: string
  readonly rows: bigint
  readonly high: string
  readonly low: string
}

export async function targetBuckets(
  { target, table }: Pick<TableProof, 'target' | 'table'>,
  { digits, only }: Buckets,
  pages: PageRange | 'all',
  connection: ProofEnds['connection'],
): Promise<BucketSums> {
  const sums = noSums(digits)
  const found = await connection.rows<FoundBucket>(bucketQuery(target, { digits, only }, pages), [], {
    doing: 'proving',
    object: table,
  })
  for (const { bucket, rows, high, low } of found)
    add(sums, bucket === '' ? 0 : Number.parseInt(bucket, 16), rows, BigInt(high), BigInt(low))
  return sums
}

/** OFFSET 0 keeps the server from computing a digest more than once. */
function bucketQuery(
  target: TableProof['target'],
  { digits, only }: Buckets,
  pages: PageRange | 'all',
): PostgresSql {
  const key = target.key === null ? postgres`row_digest` : targetDigest(postgres`key_text`)
  const texts = postgres`SELECT ${target.key ?? postgres`NULL::text`} AS key_text, ${targetDigest(target.row)} AS row_digest FROM ${target.table} WHERE ${withinPages(pages)} AND ${targetIsIn(target, { digits, only })} OFFSET 0`
  const half = (from: number): PostgresSql =>
    postgres`coalesce(sum(('x' || substr(row_digest, ${from}, 16))::bit(64)::bigint), 0)::text`
  return postgres`SELECT substr(${key}, 1, ${digits}) AS bucket, count(*) AS rows, ${half(1)} AS high, ${half(17)} AS low FROM (${texts}) AS texts GROUP BY 1`
}

function targetIsIn({ key, row }: TableProof['target'], { digits, only }: Buckets): PostgresSql {
  if (only === undefined) return postgres`true`
  const names = only.map(bucket => postgresString(bucketDigits(bucket, digits)))
  return postgres`substr(${targetDigest(key ?? row)}, 1, ${digits}) IN (${names})`
}

/** https://www.postgresql.org/docs/current/ddl-system-columns.html#DDL-SYSTEM-COLUMNS-CTID */
function withinPages(pages: PageRange | 'all'): PostgresSql {
  if (pages === 'all') return postgres`true`
  const from = postgres`ctid >= '(${pages.from},0)'`
  return pages.to === null ? from : postgres`${from} AND ctid < '(${pages.to},0)'`
}
