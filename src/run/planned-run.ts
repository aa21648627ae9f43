// What a dry run of a verb that builds finds: the plan with its statements, and how the real run would end. Nothing is
// changed on either side.
import { asSqlite2pgError, Sqlite2pgError } from '../model/errors.ts'
import type { Plan, Statement } from '../model/plan.ts'
import type { RunReport } from '../model/report.ts'
import type { SourceDatabase } from '../model/source.ts'
import { buildStatements } from '../plan/target/statements.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { findReplacement, type Replacement, requireCarriable, requireDecided } from './permission.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'
import { rehearseViews } from './rehearse-views.ts'
import { findLost, type Lost, lostNotices } from './replaced-belongings.ts'
import { requireWishes } from './require-wishes.ts'
import { takeUp } from './resume/kept-work.ts'
import { serverNeeds } from './server-needs.ts'

/** What was planned, or nothing where the run ended before there was a plan. */
export type PlanResult = PlannedRun | { readonly report: RunReport; readonly plan: null }

export interface PlannedRun {
  readonly report: RunReport
  readonly plan: Plan
  /** The DDL as a script would run it, straight into the target schema; of a load what stands around its rows. */
  readonly statements: readonly Statement[]
  readonly source: SourceDatabase
}

/** Has the last word on what would be replaced. */
type RequireAllowed = (replacement: Replacement) => Promise<void>

export async function describeRun(
  found: Prepared,
  recorder: Recorder,
  requireAllowed: RequireAllowed = async () => {},
): Promise<PlannedRun> {
  const prepared = await rehearseViews(found, recorder)
  const lost = await findLost(prepared.connection, prepared.plan, prepared.settings)
  recorder.notice(...lostNotices(lost))
  const obstacle = await findObstacle(() => requireGoing(prepared, recorder, lost, requireAllowed))
  const { plan, source } = prepared
  return {
    report: recorder.report(obstacle),
    plan,
    statements: buildStatements(plan, plan.schema, { createSchema: !prepared.facts.schemaExists }),
    source,
  }
}

/** What would end the real run before it changed anything, or null. */
export async function findObstacle(requireReady: () => void | Promise<void>): Promise<Sqlite2pgError | null> {
  try {
    await requireReady()
    return null
  } catch (error) {
    if (error instanceof Sqlite2pgError) return error
    throw asSqlite2pgError(error)
  }
}

async function requireGoing(
  prepared: Prepared,
  recorder: Recorder,
  lost: Lost,
  requireAllowed: RequireAllowed,
): Promise<void> {
  const { connection, facts, plan, settings } = prepared
  const kept = settings.resume ? await takeUp(prepared, null, recorder) : null
  requireUsable(facts, serverNeeds(facts, plan, kept?.record.bytes))
  requireDecided(recorder.notices, settings.strict)
  await requireWishes(connection, plan, settings)
  const replacement = await findReplacement(connection, plan, settings)
  if (settings.carries) await requireCarriable(connection, replacement, lost.belongings)
  await requireAllowed(replacement)
}
