// Digests of a table by ranges of its integer key. Each range is asked of the server while SQLite reads the next one.
// The ranges leave no gap between them, so that a row which only the target has lies in one of them.
import { hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { targetSha256 } from '../../codec/digest/row-text.ts'
import { postgresName } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import { readLines } from '../../sqlite/chunks.ts'
import { letGoOfBuffer } from '../../sqlite/let-go-of-buffers.ts'
import { type RowRange, rowidBounds } from '../../sqlite/row-range.ts'
import type { OnProven, ProofEnds } from './proof-part.ts'
import type { TableProof } from './table-proof.ts'

export interface RangeDigest {
  /** Both ends belong to it. */
  readonly from: bigint
  readonly to: bigint
  readonly source: RowsDigest
  readonly target: RowsDigest
}

/** Rows, and SHA-256 of their texts in the order of the key. */
export interface RowsDigest {
  readonly rows: bigint
  readonly sha256: string
}

export async function rangeDigests(
  proof: TableProof,
  column: string,
  range: RowRange,
  ends: ProofEnds,
  onProven: OnProven,
): Promise<readonly RangeDigest[]> {
  const digests: RangeDigest[] = []
  let asked: Promise<RangeDigest> | null = null
  for (const { from, to, source } of sourceRanges(proof, range, ends)) {
    if (asked !== null) digests.push(await asked)
    asked = askTarget(proof, column, from, to, ends).then(target => ({ from, to, source, target }))
    asked.catch(() => undefined)
    onProven(Number(source.rows))
    await nextTurn()
  }
  if (asked !== null) digests.push(await asked)
  return digests
}

interface SourceRange {
  readonly from: bigint
  readonly to: bigint
  readonly source: RowsDigest
}

function* sourceRanges(proof: TableProof, range: RowRange, { reader }: ProofEnds): Generator<SourceRange> {
  const { source, encoding } = proof
  const [first, last] = rowidBounds(range)
  let from = first
  let held: SourceRange | null = null
  for (const { bytes, rows, lastRowid } of readLines(reader, query(source, encoding), range)) {
    if (held !== null) yield held
    const to = lastRowid ?? last
    held = { from, to, source: { rows: BigInt(rows), sha256: hash('sha256', bytes, 'hex') } }
    letGoOfBuffer(bytes.length)
    from = to + 1n
  }
  yield held === null ? { from, to: last, source: EMPTY } : { ...held, to: last }
}

const EMPTY: RowsDigest = { rows: 0n, sha256: hash('sha256', '', 'hex') }

function query(source: TableProof['source'], encoding: TableProof['encoding']) {
  const { table, row, rowidName, rowsPerChunk, kept } = source
  return { table, line: row, rowidName, rowsPerChunk, condition: kept, encoding }
}

async function askTarget(
  proof: TableProof,
  column: string,
  from: bigint,
  to: bigint,
  { connection }: ProofEnds,
): Promise<RowsDigest> {
  const [found] = await connection.rows<RowsDigest>(rangeQuery(proof.target, column, from, to), [], {
    doing: 'proving',
    object: proof.table,
  })
  return found ?? EMPTY
}

/** Also asked by a certificate, of a target alone. */
export function rangeQuery(
  target: Pick<TableProof['target'], 'table' | 'row'>,
  column: string,
  from: bigint,
  to: bigint,
): PostgresSql {
  const key = postgresName(column)
  const rows = postgres`SELECT ${target.row} AS row_text FROM ${target.table} WHERE ${key} BETWEEN ${from} AND ${to} ORDER BY ${key}`
  return postgres`SELECT count(*) AS rows, ${targetSha256(postgres`coalesce(string_agg(row_text, ''), '')`)} AS sha256 FROM (${rows}) AS rows`
}
