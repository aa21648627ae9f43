// `refresh`: a migrate over what an earlier run made, for a schedule. Readers see the old rows until the new ones are
// proven; nothing is done where nothing has changed; what others have put on the tables goes over to the new ones.
import type { RefreshOptions } from '../../model/options.ts'
import type { RunReport } from '../../model/report.ts'
import { requireUsable } from '../../postgres/preflight.ts'
import { type Ends, withEnds } from '../prepare.ts'
import { takeRunLock } from '../private-schemas.ts'
import { Recorder } from '../recorder.ts'
import type { RunSettings } from '../run-settings.ts'
import { transfer } from '../transfer.ts'
import { planRefresh } from './plan-refresh.ts'
import { findTask, refreshSettings } from './refresh-task.ts'

/** The session of a run that was killed is gone by then; whoever comes upon a live one has nothing to add. */
const LOCK_PATIENCE_MS = 1000

/** Never throws: the report holds what went wrong. A notice SKIPPED_UNCHANGED tells that there was nothing to do. */
export async function refresh(options: RefreshOptions): Promise<RunReport> {
  const { onEvent, signal, dryRun = false } = options
  if (dryRun) return (await planRefresh(options)).report
  const recorder = new Recorder({ verb: 'refresh', dryRun, onEvent, signal })
  try {
    await withEnds(options, recorder, (ends, settings) =>
      refreshEnds(ends, refreshSettings(settings), options, recorder),
    )
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

async function refreshEnds(
  ends: Ends,
  settings: RunSettings,
  options: RefreshOptions,
  recorder: Recorder,
): Promise<void> {
  const { connection, facts } = ends
  requireUsable(facts, { writes: true })
  await takeRunLock(connection, settings.plan.schema, LOCK_PATIENCE_MS)
  const task = await findTask(ends, settings, options, recorder)
  if (task === null) return
  const { prepared, readBytes, requireAllowed } = task
  await transfer(prepared, recorder, { verb: 'refresh', sourceBytes: await readBytes(), requireAllowed })
}
