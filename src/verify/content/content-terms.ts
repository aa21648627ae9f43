// What a proof of contents is given by whoever runs it.
import type { PlannedTable } from '../../model/plan.ts'
import type { SampleChoice } from '../../model/sample.ts'
import type { Leniency } from '../../model/share-parts.ts'
import type { TargetSide } from '../sides.ts'
import type { Finding } from './open/finding.ts'
import type { ProofLane } from './prove-tables.ts'

export interface ContentTerms {
  /** Lanes beside this thread, in the moment of the transaction that this connection is in. */
  readonly lanes: (connection: TargetSide) => Promise<readonly ProofLane[]>
  /** Bytes of the COPY stream that a part of a table holds, about. */
  readonly partBytes: bigint
  /** Differences that are listed for one table. */
  readonly limit: number
  /** Of big tables only a part is compared. */
  readonly sample?: SampleChoice | null
  /** Told of every row that differs, by the planned name of its table. */
  readonly onDiffering?: (table: string, finding: Finding) => void
  /** What becomes of the other lanes after a failure of one that passes; null where all end. */
  readonly leniency?: Leniency | null
  readonly onProven: (table: PlannedTable, rows: number) => void
}
