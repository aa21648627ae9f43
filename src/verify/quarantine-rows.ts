// Where the rows in quarantine differ, which ones: rows are shared out by a digest of their keys, the shares that
// differ are found first, and only some of them are opened, so that memory does not grow with the table.
import type { PlannedTable } from '../model/plan.ts'
import type { Check } from '../model/verdict.ts'
import { postgresString } from '../sql/quote.ts'
import { type PostgresSql, postgres } from '../sql/text.ts'
import { shownValues } from './check.ts'
import { changeOf, type RowChange } from './quarantine-change.ts'
import {
  add,
  bucketOf,
  bucketOfRow,
  type Digest,
  digestOfRow,
  type FoundRow,
  hash,
  hashOf,
  NONE,
  type RowAside,
  rowsAside,
  textOf,
} from './quarantine-digests.ts'
import type { SourceSide, TargetSide } from './sides.ts'

const MOST_BUCKETS = 16
const MOST_ROWS = 100

/** One check for each of the first rows that differ, with its key. */
export async function compareRowsAside(
  source: SourceSide,
  target: TargetSide,
  planned: PlannedTable,
  table: PostgresSql,
): Promise<readonly Check[]> {
  const held = postgres`${table} WHERE source_table = ${postgresString(planned.source)}`
  const buckets = await findBuckets(rowsAside(source, planned), target, held)
  if (buckets.size === 0) return []
  const found = await readBuckets(target, held, buckets)
  const missing = takeAway(rowsAside(source, planned), buckets, found)
  return tell(planned, missing, found, target, held)
}

/** The first shares of the rows that are not alike on both sides. */
async function findBuckets(
  rows: Iterable<RowAside>,
  target: TargetSide,
  held: PostgresSql,
): Promise<ReadonlySet<string>> {
  const expected = new Map<string, Digest>()
  for (const row of rows) expected.set(bucketOf(row), add(expected.get(bucketOf(row)) ?? NONE, row))
  const found = await target.rows<{ bucket: string; rows: bigint; sum: string }>(
    postgres`SELECT ${bucketOfRow} AS bucket, count(*) AS rows, sum(${digestOfRow})::text AS sum FROM ${held} GROUP BY 1`,
  )
  const unlike = new Set(expected.keys())
  for (const { bucket, rows: count, sum } of found) {
    const same = expected.get(bucket)
    if (same?.rows === count && same.sum === BigInt(sum)) unlike.delete(bucket)
    else unlike.add(bucket)
  }
  return new Set([...unlike].sort().slice(0, MOST_BUCKETS))
}

type FoundRows = Map<string, FoundRow[]>

async function readBuckets(
  target: TargetSide,
  held: PostgresSql,
  buckets: ReadonlySet<string>,
): Promise<FoundRows> {
  const hex = (column: PostgresSql): PostgresSql => postgres`encode(${hashOf(column)}, 'hex')`
  const rows = await target.rows<FoundRow>(
    postgres`SELECT source_key AS key, ${hex(postgres`reasons`)} AS reasons, ${hex(postgres`row_values`)} AS values FROM ${held} AND ${bucketOfRow} IN (${[...buckets].map(postgresString)}) ORDER BY 1, 2, 3`,
  )
  const byKey: FoundRows = new Map()
  for (const row of rows) {
    const others = byKey.get(row.key)
    if (others === undefined) byKey.set(row.key, [row])
    else others.push(row)
  }
  return byKey
}

/** Leaves in `found` what the source does not have, and gives the first rows that only the source has. */
function takeAway(
  rows: Iterable<RowAside>,
  buckets: ReadonlySet<string>,
  found: FoundRows,
): readonly RowAside[] {
  const missing: RowAside[] = []
  for (const row of rows) {
    if (!buckets.has(bucketOf(row))) continue
    const [reasons, values] = [hash(row.reasons).toString('hex'), row.values.hash.toString('hex')]
    const partners = found.get(textOf(row.key)) ?? []
    const at = partners.findIndex(it => it.reasons === reasons && it.values === values)
    if (at >= 0) partners.splice(at, 1)
    else if (missing.length < MOST_ROWS) missing.push(row)
  }
  return missing
}

async function tell(
  { target: object }: PlannedTable,
  missing: readonly RowAside[],
  found: FoundRows,
  target: TargetSide,
  held: PostgresSql,
): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const row of missing) {
    const key = textOf(row.key)
    const partner = found.get(key)?.shift()
    const change = { expected: `row ${key}`, found: '', remark: '' }
    checks.push(
      rowCheck(object, key, partner === undefined ? change : await changeOf(row, partner, target, held)),
    )
  }
  const extra = [...found.values()].flat()
  for (const { key } of extra)
    checks.push(rowCheck(object, key, { expected: '', found: `row ${key}`, remark: '' }))
  return checks.slice(0, MOST_ROWS)
}

function rowCheck(object: string, key: string, { expected, found, remark }: RowChange): Check {
  const shown = shownValues(expected, found)
  const isCut = shown.expected === shown.found
  const said = isCut ? 'they differ beyond what is shown' : remark
  return { kind: 'quarantine', object, status: 'different', ...shown, remark: said, key }
}
