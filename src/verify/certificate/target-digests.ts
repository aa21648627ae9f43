// Asks the target for the digests that a certificate has, range by range or all buckets of a table at once, over one
// connection or several that see one moment. Where the server cannot make a row's text any more, because a column has
// another type, that is a difference like any other.
import type { CertifiedPartition, CertifiedRange, CertifiedTable } from '../../model/certificate.ts'
import { type Lane, shareParts } from '../../model/share-parts.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { sqlState } from '../../postgres/errors/errors.ts'
import { postgres } from '../../sql/text.ts'
import { targetBuckets } from '../content/buckets.ts'
import { rangeQuery } from '../content/ranges.ts'
import { useNoCompiler } from '../content/target-moment.ts'
import { certifiedTexts } from './certified-texts.ts'
import { certifiedBuckets, rowsOf } from './certify-table.ts'

type Connection = Pick<TargetConnection, 'rows' | 'execute'>

/** A connection in a transaction that sees the target's moment. */
export interface DigestLane extends Lane {
  readonly connection: Connection
}

/** As the target's rows are now, in the shape of the certificate; else what the server said when asked for it. */
export type FoundDigests = { readonly partition: CertifiedPartition } | { readonly fault: string }

export interface DigestTask {
  readonly tables: readonly CertifiedTable[]
  readonly schema: string
  readonly lanes: readonly DigestLane[]
  readonly onProven: (table: string, rows: bigint) => void
}

/** What one lane asks for at a time; `partition` is that of the certificate. */
interface Part {
  readonly table: CertifiedTable
  readonly partition: CertifiedPartition
}

/** By the tables' names. */
export async function targetDigests(task: DigestTask): Promise<ReadonlyMap<string, FoundDigests>> {
  const { tables, schema, lanes, onProven } = task
  const found = new Map<string, CertifiedPartition[]>(tables.map(({ target }) => [target, []]))
  const faults = new Map<string, string>()
  for (const { connection } of lanes) await useNoCompiler(connection)
  await shareParts([{ lanes, parts: tables.flatMap(partsOf).values() }], async ({ connection }, part) => {
    const { target } = part.table
    if (faults.has(target)) return
    const taken = await unlessRefused(connection, () => takeDigests(part, schema, connection))
    if ('fault' in taken) faults.set(target, taken.fault)
    else {
      found.get(target)?.push(taken.partition)
      onProven(target, rowsOf(taken.partition))
    }
  })
  return new Map(
    tables.map(({ target, partition }) => {
      const fault = faults.get(target)
      return [target, fault === undefined ? { partition: together(partition, found.get(target)) } : { fault }]
    }),
  )
}

/** Ranges that one lane asks for one after the other. */
const RANGES_A_PART = 32

function partsOf(table: CertifiedTable): readonly Part[] {
  const { partition } = table
  if (partition.kind === 'buckets') return [{ table, partition }]
  return Array.from({ length: Math.ceil(partition.ranges.length / RANGES_A_PART) }, (_, i) => {
    const ranges = partition.ranges.slice(i * RANGES_A_PART, (i + 1) * RANGES_A_PART)
    return { table, partition: { ...partition, ranges } }
  })
}

function together(
  partition: CertifiedPartition,
  parts: readonly CertifiedPartition[] = [],
): CertifiedPartition {
  if (partition.kind === 'buckets') return parts[0] ?? { ...partition, buckets: [] }
  const ranges = parts.flatMap(part => (part.kind === 'ranges' ? part.ranges : []))
  return { ...partition, ranges: ranges.toSorted((a, b) => (a.from < b.from ? -1 : 1)) }
}

async function takeDigests(
  { table, partition }: Part,
  schema: string,
  connection: Connection,
): Promise<CertifiedPartition> {
  const target = certifiedTexts(table, schema)
  if (partition.kind === 'buckets') {
    const sums = await targetBuckets(
      { target, table: table.target },
      { digits: partition.digits },
      'all',
      connection,
    )
    return { ...partition, buckets: certifiedBuckets(partition.digits, sums) }
  }
  const ranges: CertifiedRange[] = []
  for (const { from, to } of partition.ranges) {
    const sql = rangeQuery(target, partition.column, from, to)
    const errand = { doing: 'proving', object: table.target }
    const [digest] = await connection.rows<Pick<CertifiedRange, 'rows' | 'sha256'>>(sql, [], errand)
    if (digest !== undefined) ranges.push({ from, to, ...digest })
  }
  return { ...partition, ranges }
}

/** What was taken, or what the server said where a type or a value does not let the text be made. */
async function unlessRefused(
  connection: Connection,
  take: () => Promise<CertifiedPartition>,
): Promise<FoundDigests> {
  await connection.execute(postgres`SAVEPOINT digests`)
  try {
    return { partition: await take() }
  } catch (error) {
    if (!isAboutTypes(error)) throw error
    await connection.execute(postgres`ROLLBACK TO SAVEPOINT digests`)
    return { fault: error instanceof Error ? error.message : String(error) }
  }
}

/** Class 22 is data that does not fit, of class 42 what is undefined or no cast. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isAboutTypes(error: unknown): boolean {
  return /^(?:22|42883|42846|42804|42725|42809)/.test(sqlState(error) ?? '')
}
