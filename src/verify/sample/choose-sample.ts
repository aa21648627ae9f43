// Which part of a big table is compared for a quick look: ranges of its key, or shares of its keys by their digests, spread
// over the whole of it, one at random out of each stretch. The seed decides, so that a look can be repeated.
import { hash } from 'node:crypto'
import type { PlannedTable } from '../../model/plan.ts'
import type { SampleChoice } from '../../model/sample.ts'
import type { SourceReader } from '../../sqlite/reader.ts'
import type { RowRange } from '../../sqlite/row-range.ts'
import { splitRows } from '../../sqlite/split-table.ts'
import type { TableProof } from '../content/table-proof.ts'

export type TableSample =
  | { readonly kind: 'ranges'; readonly ranges: readonly RowRange[]; readonly of: number }
  /** Numbers of buckets. */
  | { readonly kind: 'buckets'; readonly buckets: readonly number[]; readonly of: number }

/** A table of fewer rows is compared whole. */
const WHOLE_ROWS = 4096n
const FEWEST_ROWS_A_RANGE = 500n
/** A range holds this part of the sample, as far as a digest may cover so many rows. */
const RANGES = 100n

/** Null where the table is compared whole: it is small, or reading a part of it would take as long. */
export function chooseSample(
  reader: SourceReader,
  planned: PlannedTable,
  proof: TableProof,
  choice: SampleChoice,
): TableSample | null {
  const wanted = wantedRows(planned.sourceRows, choice)
  if (wanted >= planned.sourceRows || planned.sourceRows <= WHOLE_ROWS) return null
  const dice = rollFor(choice.seed, planned.source)
  const { partition } = proof
  if (partition.kind === 'ranges') return chooseRanges(reader, planned, wanted, dice)
  return proof.source.key === null ? null : chooseBuckets(planned, partition.digits, wanted, dice)
}

function wantedRows(rows: bigint, choice: SampleChoice): bigint {
  return 'rows' in choice ? BigInt(choice.rows) : BigInt(Math.ceil((Number(rows) * choice.percent) / 100))
}

type Dice = (throwNumber: number) => number

/** From 0 up to 1. */
function rollFor(seed: number, table: string): Dice {
  return number =>
    Number.parseInt(hash('sha256', `${seed}:${number}:${table}`, 'hex').slice(0, 12), 16) / 2 ** 48
}

function chooseRanges(
  reader: SourceReader,
  planned: PlannedTable,
  wanted: bigint,
  dice: Dice,
): TableSample | null {
  const even = wanted / RANGES > FEWEST_ROWS_A_RANGE ? wanted / RANGES : FEWEST_ROWS_A_RANGE
  const most = BigInt(planned.reading.rowsPerDigest)
  const rows = even < most ? even : most
  const all = splitRows(reader, planned, rows)
  const chosen = spread(all.length, share(wanted, rows), dice)
  if (chosen.length === all.length) return null
  return { kind: 'ranges', ranges: chosen.flatMap(i => all[i] ?? []), of: all.length }
}

function chooseBuckets(
  { sourceRows }: PlannedTable,
  digits: number,
  wanted: bigint,
  dice: Dice,
): TableSample | null {
  const of = 16 ** digits
  const buckets = spread(of, share(wanted * BigInt(of), sourceRows), dice)
  return buckets.length === of ? null : { kind: 'buckets', buckets, of }
}

/** At least one. */
function share(wanted: bigint, each: bigint): number {
  return Math.max(1, Number((wanted + each - 1n) / each))
}

/** `count` out of `of`: one out of each of as many stretches of about one length. */
function spread(of: number, count: number, dice: Dice): readonly number[] {
  if (count >= of) return Array.from({ length: of }, (_, i) => i)
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [Math.floor((i * of) / count), Math.floor(((i + 1) * of) / count)]
    return from + Math.floor(dice(i) * (to - from))
  })
}
