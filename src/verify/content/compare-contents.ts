// The contents of one table: what its digests say, and where they differ, which rows and values do.
import type { Check, TableDifferences } from '../../model/verdict.ts'
import type { SourceReader } from '../../sqlite/reader.ts'
import type { TableMatch } from '../match-tables.ts'
import type { TargetSide } from '../sides.ts'
import { compareDigests } from './compare-digests.ts'
import { contentChecks, type RowCounts, uncomparedColumns } from './content-checks.ts'
import { openDifferences } from './open/open-differences.ts'
import type { TableDigests } from './prove-tables.ts'
import type { TableProof } from './table-proof.ts'

/** A table's digests, and what they are digests of. */
export interface ProvenTable {
  readonly proof: TableProof
  readonly digests: TableDigests
}

export interface ContentEnds {
  readonly reader: SourceReader
  readonly connection: TargetSide
  /** Differences that are listed. */
  readonly limit: number
  readonly signal?: AbortSignal | undefined
  /** The run itself has copied the rows. */
  readonly isOwn?: boolean
}

export interface ComparedContents {
  readonly rows: RowCounts
  readonly checks: readonly Check[]
  /** Null where nothing differs. */
  readonly differences: TableDifferences | null
}

export async function compareContents(
  { proof, digests }: ProvenTable,
  match: TableMatch,
  ends: ContentEnds,
): Promise<ComparedContents> {
  const { sourceRows, targetRows, differing } = compareDigests(digests)
  const rows = { source: sourceRows, target: targetRows }
  const differences = differing === null ? null : await openDifferences({ ...ends, proof, differing })
  const checks = [...contentChecks(proof.table, rows, differences, ends), ...uncomparedColumns(match, proof)]
  return { rows, checks, differences }
}
