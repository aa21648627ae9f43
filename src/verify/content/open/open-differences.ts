// Opens the ranges or buckets of a table whose digests differ: which rows only one side has, which have other values, in
// which columns, and how far numbers are apart. Memory does not grow with the rows that differ; what is listed is
// limited, what is counted is all there is.
import type { RowDifference, TableDifferences } from '../../../model/verdict.ts'
import { type TargetSide, throwIfStopped } from '../../sides.ts'
import type { TableProof } from '../table-proof.ts'
import { compareChanged } from './compare-changed.ts'
import type { ChangedRow, Finding } from './finding.ts'
import { isJsonText } from './json-meaning.ts'
import { listChanged, listOneSided } from './listed-rows.ts'
import { mergeRows } from './merge-rows.ts'
import { pairRows } from './pair-rows.ts'
import { bucketRows, type KeyRange, type OpenedSource, rangeRows } from './source-rows.ts'
import { type ComparedRow, columnDifferences, countRow, isChanged, newTally, type Tally } from './tally.ts'
import { targetBucketRows, targetRangeRows } from './target-rows.ts'

export interface OpenTask {
  readonly proof: TableProof
  /** Ranges whose digests differ, or numbers of the buckets whose sums differ. */
  readonly differing:
    | { readonly kind: 'ranges'; readonly ranges: readonly KeyRange[] }
    | { readonly kind: 'buckets'; readonly buckets: readonly number[] }
  readonly reader: OpenedSource
  /** In a transaction that sees one moment. */
  readonly connection: TargetSide
  /** Differences that are listed. */
  readonly limit: number
  /** Told of every row that differs; only those that it takes are counted. Without it all are. */
  readonly accepts?: ((finding: Finding) => boolean) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Changed rows whose values are compared one by one, unless JSON is among them. */
const MOST_COUNTED = 100_000
/** Of rows that can only be found by counting up to them. */
const MOST_COUNTED_SLOWLY = 1000
const MOST_ROWS_AT_ONCE = 1000
const TEXTS_AT_ONCE = 100_000

export async function openDifferences(task: OpenTask): Promise<TableDifferences> {
  const { proof } = task
  const opened: Opened = { tally: newTally(proof), rows: [] }
  const most = Math.max(1, Math.min(MOST_ROWS_AT_ONCE, Math.floor(TEXTS_AT_ONCE / proof.columns.length)))
  const findings = acceptedFindings(task)
  let waiting: Finding[] = []
  for await (const finding of proof.source.key === null ? pairRows(findings, proof, task) : findings) {
    waiting.push(finding)
    if (waiting.length < most) continue
    await settle(task, opened, waiting)
    waiting = []
  }
  await settle(task, opened, waiting)
  return differences(task, opened)
}

/** What was found so far. */
interface Opened {
  readonly tally: Tally
  readonly rows: RowDifference[]
}

async function* acceptedFindings({ accepts = () => true, ...task }: OpenTask): AsyncGenerator<Finding> {
  for await (const finding of allFindings(task)) if (accepts(finding)) yield finding
}

/** Rows that differ, by their places. A table without a key has none that are changed. */
export async function* allFindings(task: Omit<OpenTask, 'limit' | 'accepts'>): AsyncGenerator<Finding> {
  const { proof, differing, reader, connection, signal } = task
  const { partition } = proof
  if (differing.kind === 'buckets' && partition.kind === 'buckets') {
    const { digits } = partition
    const here = bucketRows(proof, digits, differing.buckets, reader)
    yield* mergeRows(here, targetBucketRows(proof, digits, differing.buckets, connection), signal)
  } else if (differing.kind === 'ranges' && partition.kind === 'ranges') {
    for (const range of joined(differing.ranges)) {
      const here = rangeRows(proof, range, reader)
      yield* mergeRows(here, targetRangeRows(proof, partition.column, range, connection), signal)
    }
  } else throw new Error(`${proof.table} is not digested by ${differing.kind}`)
}

/** Ranges between which nothing lies are one. */
function joined(ranges: readonly KeyRange[]): readonly KeyRange[] {
  const all: KeyRange[] = []
  for (const { from, to } of ranges) {
    const last = all.at(-1)
    if (last !== undefined && last.to + 1n === from) all[all.length - 1] = { from: last.from, to }
    else all.push({ from, to })
  }
  return all
}

/** Counts and lists in the order in which the rows were found. */
async function settle(task: OpenTask, opened: Opened, findings: readonly Finding[]): Promise<void> {
  throwIfStopped(task.signal)
  const compared = await compareRows(task, opened, findings)
  for (const finding of findings) {
    const room = task.limit - opened.rows.length
    if (finding.kind === 'changed') {
      const row = compared.get(finding)
      if (row === undefined) opened.tally.changed++
      else countRow(opened.tally, task.proof, row)
      if (row !== undefined && room > 0 && isChanged(row))
        opened.rows.push(...(await listChanged(task.proof, finding, row.differing, room, task)))
    } else {
      opened.tally[finding.kind]++
      if (room > 0) opened.rows.push(await listOneSided(task.proof, finding, task))
    }
  }
}

/** Rows beyond those that are compared one by one are left out. */
async function compareRows(
  task: OpenTask,
  { tally }: Opened,
  findings: readonly Finding[],
): Promise<ReadonlyMap<Finding, ComparedRow>> {
  const { proof, reader, connection } = task
  const changed = findings.filter(isChangedRow)
  const compared = changed.slice(0, Math.max(0, mostCounted(proof, changed) - Number(tally.counted)))
  return compareChanged(proof, compared, { reader, connection })
}

/** Whether JSON means the same, its digest does not say. */
function mostCounted({ columns }: TableProof, rows: readonly ChangedRow[]): number {
  if (columns.some(isJsonText)) return Number.MAX_SAFE_INTEGER
  return rows.some(({ source }) => source.kind === 'number') ? MOST_COUNTED_SLOWLY : MOST_COUNTED
}

function isChangedRow(finding: Finding): finding is ChangedRow {
  return finding.kind === 'changed'
}

/** Digests that differ are never sameness, whatever was found. */
function differences({ proof }: OpenTask, { tally, rows }: Opened): TableDifferences {
  const { missing, extra, changed, counted } = tally
  const columns = columnDifferences(tally, proof)
  const found = missing + extra + changed
  const unexplained = found === 0n && columns.length === 0
  return { missing, extra, changed, counted, columns, rows, unexplained }
}
