// `plan`, and the dry runs of `migrate`, `refresh` and `load`: everything a run would do, as data, and whether it would go
// through. Reads all source data, asks the target, changes nothing on either side.
import type { DryRunOptions } from '../model/options.ts'
import { describeRun, type PlanResult } from './planned-run.ts'
import { withPrepared } from './prepare.ts'
import { Recorder } from './recorder.ts'

/** What only another verb needs is loaded for that verb alone: half of a small dry run is loading. */
export async function plan(options: DryRunOptions): Promise<PlanResult> {
  switch (options.verb ?? 'migrate') {
    case 'migrate':
      return planMigrate(options)
    case 'refresh':
      return (await import('./refresh/plan-refresh.ts')).planRefresh(options)
    case 'load':
      return (await import('./load/plan-load.ts')).planLoad(options)
  }
}

async function planMigrate(options: DryRunOptions): Promise<PlanResult> {
  const { onEvent, signal } = options
  const recorder = new Recorder({ verb: 'plan', dryRun: true, onEvent, signal })
  try {
    return await withPrepared(options, recorder, prepared => describeRun(prepared, recorder))
  } catch (error) {
    return { report: recorder.reportThrown(error), plan: null }
  }
}
