// `plan`, and `migrate --dry-run`: everything a run would do, as data, and whether it would go through.
// Reads all source data, asks the target, changes nothing on either side.
import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { MigrateOptions } from '../model/options.ts'
import type { Plan, Statement } from '../model/plan.ts'
import type { RunReport } from '../model/report.ts'
import type { SourceDatabase } from '../model/source.ts'
import { buildStatements } from '../plan/target/statements.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { findReplacement, requireDecided } from './permission.ts'
import { type Prepared, withPrepared } from './prepare.ts'
import { Recorder } from './recorder.ts'
import { rehearseViews } from './rehearse-views.ts'
import { replacedNotices } from './replaced-belongings.ts'
import { requireWishes } from './require-wishes.ts'
import { serverNeeds } from './server-needs.ts'

/** What was planned, or nothing where the run ended before there was a plan. */
export type PlanResult = PlannedRun | { readonly report: RunReport; readonly plan: null }

export interface PlannedRun {
  readonly report: RunReport
  readonly plan: Plan
  /** The DDL as a script would run it, straight into the target schema. */
  readonly statements: readonly Statement[]
  readonly source: SourceDatabase
}

export async function plan(options: MigrateOptions): Promise<PlanResult> {
  const recorder = new Recorder({
    verb: 'plan',
    dryRun: true,
    onEvent: options.onEvent,
    signal: options.signal,
  })
  try {
    return await withPrepared(options, recorder, prepared => planned(prepared, recorder))
  } catch (error) {
    return { report: recorder.reportThrown(error), plan: null }
  }
}

async function planned(found: Prepared, recorder: Recorder): Promise<PlannedRun> {
  const prepared = await rehearseViews(found, recorder)
  recorder.notice(...(await replacedNotices(prepared.connection, prepared.plan, prepared.settings)))
  const obstacle = await findObstacle(prepared, recorder)
  const { plan, source } = prepared
  return {
    report: recorder.report(obstacle),
    plan,
    statements: buildStatements(plan, plan.schema, { createSchema: !prepared.facts.schemaExists }),
    source,
  }
}

/** What would end the real run before it changed anything, or null. */
async function findObstacle(
  { connection, facts, plan, settings }: Prepared,
  recorder: Recorder,
): Promise<Sqlite2pgError | null> {
  try {
    requireUsable(facts, serverNeeds(facts, plan))
    requireDecided(recorder.notices, settings.strict)
    await requireWishes(connection, plan, settings)
    await findReplacement(connection, plan, settings)
    return null
  } catch (error) {
    if (error instanceof Sqlite2pgError) return error
    throw asSqlite2pgError(error)
  }
}
