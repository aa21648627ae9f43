// `repair`: makes the rows of a target equal to the source again. Both sides are compared as `verify` does; what differs
// becomes statements, which are written as a script or, with `apply`, carried out in the transaction that has seen the
// difference, proven in it, and committed only if the tables are identical then.
import type { TransferOptions } from '../../model/options.ts'
import type { Repair, RepairedTable } from '../../model/repair.ts'
import type { RunReport } from '../../model/report.ts'
import { requireUsable } from '../../postgres/preflight.ts'
import { requireMaskKey } from '../masking.ts'
import { type Prepared, withPrepared } from '../prepare.ts'
import { takeRunLock } from '../private-schemas.ts'
import { Recorder } from '../recorder.ts'
import { requireSchema } from '../verify.ts'
import { applyRepair } from './apply-repair.ts'
import { writeRepair } from './write-repair.ts'

export interface RepairOptions extends TransferOptions {
  /** Carry the statements out; without it nothing is changed. */
  readonly apply?: boolean
  /** Go on although rows of the target are deleted or overwritten. */
  readonly yes?: boolean
  /** Asked instead, where `yes` is not given: what would be done, table by table. */
  readonly confirm?: (tables: readonly RepairedTable[]) => Promise<boolean>
  /** Receives the script, piece by piece; the next one comes once the promise is kept. */
  readonly onScript?: (text: string) => void | Promise<void>
}

export interface RepairResult {
  readonly report: RunReport
  /** Null where the run failed before anything was known. */
  readonly repair: Repair | null
}

/**
 * Ends with DIFFERENT where anything differs: with `apply` what is left afterwards, without it all there is. Fails as
 * `verify` does, and with CONFIRMATION_REQUIRED, TARGET_BUSY, TARGET_PRIVILEGE or TARGET_FAILED; nothing is changed then.
 */
export async function repair(options: RepairOptions): Promise<RepairResult> {
  const { onEvent, signal, apply = false } = options
  const recorder = new Recorder({ verb: 'repair', dryRun: false, onEvent, signal })
  const done: Repair[] = []
  const found = (repaired: Repair): void => void done.push(repaired)
  try {
    await withPrepared({ ...options, proof: 'full' }, recorder, async prepared => {
      requireUsable(prepared.facts, { writes: apply })
      requireSchema(prepared.facts)
      requireMaskKey(prepared.plan)
      await (apply
        ? applyLocked(prepared, options, recorder, found)
        : writeRepair(prepared, options, recorder, found))
    })
    return { report: recorder.report(null), repair: done.at(-1) ?? null }
  } catch (error) {
    return { report: recorder.reportThrown(error), repair: done.at(-1) ?? null }
  }
}

async function applyLocked(
  prepared: Prepared,
  options: RepairOptions,
  recorder: Recorder,
  found: (repaired: Repair) => void,
): Promise<void> {
  await takeRunLock(prepared.connection, prepared.plan.schema)
  await applyRepair(prepared, options, recorder, found)
}
