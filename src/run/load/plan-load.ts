// The dry run of a load: everything up to the first write, and how the real run would end.
import type { LoadOptions } from '../../model/options.ts'
import { requireUsable } from '../../postgres/preflight.ts'
import { refuseMasks } from '../masking.ts'
import { requireDecided } from '../permission.ts'
import { findObstacle, type PlanResult } from '../planned-run.ts'
import { withEnds } from '../prepare.ts'
import { Recorder } from '../recorder.ts'
import { requireRights } from './load-rights.ts'
import { loadStatements } from './load-statements.ts'
import { type PreparedLoad, prepareLoad } from './prepare-load.ts'

export async function planLoad(options: Omit<LoadOptions, 'dryRun'>): Promise<PlanResult> {
  const { onEvent, signal } = options
  const recorder = new Recorder({ verb: 'load', dryRun: true, onEvent, signal })
  try {
    return await withPreparedLoad(options, recorder, async prepared => ({
      report: recorder.report(await findObstacle(() => requireReady(prepared, recorder))),
      plan: prepared.load.plan,
      statements: loadStatements(prepared),
      source: prepared.source,
    }))
  } catch (error) {
    return { report: recorder.reportThrown(error), plan: null }
  }
}

/** Opens both ends, plans the load, hands it to the work, and closes what it opened. */
export async function withPreparedLoad<Result>(
  options: LoadOptions,
  recorder: Recorder,
  work: (prepared: PreparedLoad) => Promise<Result>,
): Promise<Result> {
  refuseMasks(options)
  return withEnds(options, recorder, async (ends, found) => {
    const settings = { ...found, plan: { ...found.plan, badValues: strictly(found.plan.badValues) } }
    return work(await prepareLoad(ends, settings, options, recorder))
  })
}

/** The types are the target's, so nothing can widen. */
function strictly(badValues: 'widen' | 'quarantine' | 'fail'): 'quarantine' | 'fail' {
  return badValues === 'quarantine' ? badValues : 'fail'
}

/** Throws what keeps the load from beginning. */
export function requireReady({ facts, load, obstacles, settings }: PreparedLoad, recorder: Recorder): void {
  requireUsable(facts, {
    writes: true,
    createSchemas: settings.forceRecreate,
    createInSchema: load.plan.quarantine !== null,
    diskBytes: load.plan.tables.reduce((sum, { reading }) => sum + reading.estimatedBytes, 0n),
  })
  requireRights(obstacles.lacking, facts.currentUser)
  requireDecided(recorder.notices, settings.strict)
}
