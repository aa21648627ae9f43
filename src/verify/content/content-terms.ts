// What a proof of contents is given by whoever runs it.
import type { PlannedTable } from '../../model/plan.ts'
import type { TargetSide } from '../sides.ts'
import type { ProofLane } from './prove-tables.ts'

export interface ContentTerms {
  /** Lanes beside this thread, in the moment of the transaction that this connection is in. */
  readonly lanes: (connection: TargetSide) => Promise<readonly ProofLane[]>
  /** Bytes of the COPY stream that a part of a table holds, about. */
  readonly partBytes: bigint
  /** Differences that are listed for one table. */
  readonly limit: number
  readonly onProven: (table: PlannedTable, rows: number) => void
}
