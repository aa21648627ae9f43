// Takes the digests of all tables over the lanes there are, the biggest tables first. A table whose rows are partly set
// aside is read by this thread, which alone knows which rows they are.
import type { PlannedTable } from '../../model/plan.ts'
import { type Lane, type Leniency, type Share, shareParts } from '../../model/share-parts.ts'
import { postgresString } from '../../sql/quote.ts'
import { type PostgresSql, postgres } from '../../sql/text.ts'
import type { SourceReader } from '../../sqlite/reader.ts'
import { WHOLE } from '../../sqlite/row-range.ts'
import { splitTable } from '../../sqlite/split-table.ts'
import type { TableSample } from '../sample/choose-sample.ts'
import type { TargetSide } from '../sides.ts'
import { addSums, type BucketSums, noSums } from './buckets.ts'
import { type OnProven, type Pages, type PartDigests, type ProofPart, provePart } from './proof-part.ts'
import type { RangeDigest } from './ranges.ts'
import type { TableProof } from './table-proof.ts'

/** Where parts are proven: this thread, or a worker. */
export interface ProofLane extends Lane {
  prove(part: ProofPart, onProven: OnProven): Promise<PartDigests>
}

export interface TableToProve {
  readonly planned: PlannedTable
  readonly proof: TableProof
  /** Null where all of it is proven. */
  readonly sample: TableSample | null
}

export interface ProofTask {
  readonly tables: readonly TableToProve[]
  readonly reader: SourceReader
  readonly connection: TargetSide
  /** Lanes beside this thread, in the same moment of both sides; none where this thread does it all. */
  readonly lanes: readonly ProofLane[]
  /** Bytes of the COPY stream that a part of a table holds, about. */
  readonly partBytes: bigint
  readonly leniency?: Leniency | null
  readonly onProven: (table: PlannedTable, rows: number) => void
}

export type TableDigests =
  | { readonly kind: 'ranges'; readonly ranges: readonly RangeDigest[] }
  | {
      readonly kind: 'buckets'
      readonly digits: number
      readonly source: BucketSums
      readonly target: BucketSums
    }

/** By the table's planned name. */
export async function proveTables(task: ProofTask): Promise<ReadonlyMap<string, TableDigests>> {
  const found = new Map<string, PartDigests[]>(task.tables.map(({ proof }) => [proof.table, []]))
  const isHere = ({ planned }: TableToProve): boolean => planned.setAside !== null
  const here = { lanes: [laneHere(task)], tables: task.tables.filter(isHere) }
  const abreast = { lanes: task.lanes, tables: task.tables.filter(table => !isHere(table)) }
  const groups = task.lanes.length === 0 ? [{ ...here, tables: task.tables }] : [abreast, here]
  const planned = new Map(task.tables.map(table => [table.proof.table, table.planned]))
  const shares: Share<ProofPart, ProofLane>[] = []
  for (const { lanes, tables } of groups) {
    const parts = await partsOf(task, tables, lanes.length)
    shares.push({ lanes, parts: parts.values() })
  }
  await shareParts(
    shares,
    async (lane, part) => {
      const table = planned.get(part.proof.table)
      const digests = await lane.prove(part, rows => table && task.onProven(table, rows))
      found.get(part.proof.table)?.push(digests)
    },
    task.leniency ?? null,
  )
  return new Map(task.tables.map(({ proof }) => [proof.table, together(proof, found.get(proof.table) ?? [])]))
}

/** This thread as a lane; it stops at its next chunk. */
function laneHere({ reader, connection }: ProofTask): ProofLane {
  let stopped = false
  return {
    prove: (part, onProven) =>
      provePart(part, { reader, connection }, rows => {
        if (stopped) throw new Error('another lane has failed')
        onProven(rows)
      }),
    stop: async () => {
      stopped = true
    },
  }
}

async function partsOf(
  { reader, connection, partBytes }: ProofTask,
  tables: readonly TableToProve[],
  lanes: number,
): Promise<readonly ProofPart[]> {
  const bySize = [...tables].sort((a, b) =>
    Number(b.planned.reading.estimatedBytes - a.planned.reading.estimatedBytes),
  )
  const parts: ProofPart[] = []
  for (const { planned, proof, sample } of bySize) {
    const whole = () => (lanes < 2 ? [WHOLE] : splitTable(reader, planned, partBytes))
    const ranges = sample?.kind === 'ranges' ? sample.ranges : whole()
    const pages = await pagesFor(proof, ranges.length, connection)
    for (const [i, range] of ranges.entries()) parts.push({ proof, range, pages: pages[i] ?? 'none' })
  }
  return parts
}

/** As many shares of the target's table as the source's has; ranges of keys need none. */
async function pagesFor(
  { partition, target }: TableProof,
  shares: number,
  connection: TargetSide,
): Promise<readonly Pages[]> {
  if (partition.kind === 'ranges' || shares === 1 || target.kind !== 'table') return allAtOnce(shares)
  const [size] = await connection.rows<{ pages: bigint; findsPages: boolean }>(sizeQuery(target.table))
  if (size?.findsPages !== true) return allAtOnce(shares)
  const each = size.pages / BigInt(shares) + 1n
  return Array.from({ length: shares }, (_, i) => {
    const from = BigInt(i) * each
    return { from, to: i === shares - 1 ? null : from + each }
  })
}

function allAtOnce(shares: number): readonly Pages[] {
  return Array.from({ length: shares }, (_, i) => (i === 0 ? 'all' : 'none'))
}

/** Before PostgreSQL 14 a range of pages is found by a scan of the whole table. */
function sizeQuery(table: PostgresSql): PostgresSql {
  return postgres`SELECT pg_relation_size(${postgresString(table)}::regclass) / current_setting('block_size')::bigint AS pages, current_setting('server_version_num')::integer >= 140000 AS "findsPages"`
}

function together({ partition }: TableProof, parts: readonly PartDigests[]): TableDigests {
  if (partition.kind === 'ranges') {
    const ranges = parts.flatMap(part => part.ranges)
    return { kind: 'ranges', ranges: ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1)) }
  }
  const { digits } = partition
  const [source, target] = [noSums(digits), noSums(digits)]
  for (const part of parts) {
    if (part.source !== null) addSums(source, part.source)
    if (part.target !== null) addSums(target, part.target)
  }
  return { kind: 'buckets', digits, source, target }
}
