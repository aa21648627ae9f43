// The contents of one table: what its digests say, and where they differ, which rows and values do.
import type { Check, TableDifferences } from '../../model/verdict.ts'
import type { SourceReader } from '../../sqlite/reader.ts'
import { computedColumns, type TableMatch } from '../match-tables.ts'
import type { SeenRows } from '../recheck/seen-rows.ts'
import type { TableSample } from '../sample/choose-sample.ts'
import type { TargetSide } from '../sides.ts'
import { compareDigests, type Differing } from './compare-digests.ts'
import { contentChecks, type RowCounts, uncomparedColumns } from './content-checks.ts'
import type { Finding } from './open/finding.ts'
import { openDifferences } from './open/open-differences.ts'
import type { TableDigests } from './prove-tables.ts'
import type { TableProof } from './table-proof.ts'

/** A table's digests, and what they are digests of. */
export interface ProvenTable {
  readonly proof: TableProof
  readonly digests: TableDigests
  /** Null where they are of all rows. */
  readonly sample: TableSample | null
}

export interface ContentEnds {
  readonly reader: SourceReader
  readonly connection: TargetSide
  /** Differences that are listed. */
  readonly limit: number
  readonly signal?: AbortSignal | undefined
  /** The run itself has copied the rows. */
  readonly isOwn?: boolean
  /** All rows of both sides, where the digests are of a part of them. */
  readonly counted?: RowCounts | null
  /** Rows that differed before, of a table that is looked at again. */
  readonly seen?: SeenRows | null
  readonly onDiffering?: ((table: string, finding: Finding) => void) | undefined
}

export interface ComparedContents {
  readonly rows: RowCounts
  readonly checks: readonly Check[]
  /** Null where nothing differs. */
  readonly differences: TableDifferences | null
  /** Rows of the source that were compared, where not all were. */
  readonly comparedRows: bigint | null
}

export async function compareContents(
  { proof, digests, sample }: ProvenTable,
  match: TableMatch,
  ends: ContentEnds,
): Promise<ComparedContents> {
  const { sourceRows, targetRows, differing } = compareDigests(digests)
  const seen = ends.seen ?? null
  const { differences, left } = differing === null ? NOTHING : await openTable(proof, differing, seen, ends)
  const rows = ends.counted ?? { source: sourceRows, target: targetRows }
  const restless = seen?.restless ?? 0
  const isWhole = sample === null && restless === 0
  const found = {
    rows: seen === null ? rows : { ...rows, target: standingRows(rows.source, differences) },
    comparedRows: sourceRows,
    differences,
    sample,
    settled: seen === null ? 0 : seen.first - left,
    restless,
    isOwn: ends.isOwn === true,
    computed: computedColumns(match),
  }
  const checks = [...contentChecks(proof.table, found), ...uncomparedColumns(match, proof)]
  const comparedRows = isWhole ? null : sourceRows - BigInt(restless)
  return { rows: found.rows, checks, differences, comparedRows }
}

interface Opened {
  /** Null where all that differed before has settled. */
  readonly differences: TableDifferences | null
  /** Rows that are not equal, be it that they change all the time. */
  readonly left: number
}

const NOTHING: Opened = { differences: null, left: 0 }

async function openTable(
  proof: TableProof,
  differing: Differing,
  seen: SeenRows | null,
  { onDiffering, ...ends }: ContentEnds,
): Promise<Opened> {
  let [left, different] = [0, 0]
  const accepts = (finding: Finding): boolean => {
    const verdict = seen?.judge(finding) ?? 'different'
    if (verdict === 'late') return false
    left++
    onDiffering?.(proof.table, finding)
    if (verdict === 'different') different++
    return verdict === 'different'
  }
  const opened = await openDifferences({ ...ends, proof, differing, accepts })
  return { differences: seen !== null && different === 0 ? null : opened, left }
}

/** Counts of two sides that change mean nothing; rows that only one of them has do. */
function standingRows(sourceRows: bigint, differences: TableDifferences | null): bigint {
  return differences === null ? sourceRows : sourceRows - differences.missing + differences.extra
}
