// The dry run of a refresh: whether there is anything to do, and what; what a refresh carries along is no obstacle to it.
import type { RefreshOptions } from '../../model/options.ts'
import { requireUsable } from '../../postgres/preflight.ts'
import { describeRun, type PlanResult } from '../planned-run.ts'
import { withEnds } from '../prepare.ts'
import { Recorder } from '../recorder.ts'
import { findTask, refreshSettings } from './refresh-task.ts'

/** Without a plan, too, where nothing has changed: a notice SKIPPED_UNCHANGED tells. */
export async function planRefresh(options: RefreshOptions): Promise<PlanResult> {
  const { onEvent, signal } = options
  const recorder = new Recorder({ verb: 'refresh', dryRun: true, onEvent, signal })
  try {
    return await withEnds(options, recorder, async (ends, settings): Promise<PlanResult> => {
      requireUsable(ends.facts, { writes: true })
      const task = await findTask(ends, refreshSettings(settings), options, recorder)
      if (task === null) return { report: recorder.report(null), plan: null }
      return describeRun(task.prepared, recorder, task.requireAllowed)
    })
  } catch (error) {
    return { report: recorder.reportThrown(error), plan: null }
  }
}
