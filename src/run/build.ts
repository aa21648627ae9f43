// Builds the run's private schema: bare tables, the rows, and then all the rest, over several connections where the
// tables are large enough for it.
import { applyStatements } from '../apply/apply-statements.ts'
import { countLanes, withLanes } from '../apply/lanes.ts'
import type { BuildStatement } from '../model/build-statement.ts'
import { afterRows } from '../plan/target/after-rows.ts'
import { unscheduled } from '../plan/target/build-statement.ts'
import { biggestFirst } from '../plan/target/schedule.ts'
import { createTables } from '../plan/target/statements.ts'
import { buildSettings } from '../postgres/build-settings.ts'
import type { SessionSetting } from '../postgres/connect/connection-settings.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import { blameWish } from './blame-wish.ts'
import { BuildSteps } from './build-steps.ts'
import { copySourceRows } from './copy-source-rows.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'

export async function build(prepared: Prepared, schema: string, recorder: Recorder): Promise<void> {
  const { connection, facts, plan, settings: run } = prepared
  const rest = afterRows(plan, schema)
  const laneCount = countLanes(rest, run.jobs)
  const settings = await buildSettings(connection, facts.sharedBuffersBytes, laneCount)
  await apply([connection], createTables(plan, schema).map(unscheduled), settings, prepared, recorder)
  await copySourceRows(prepared, schema, recorder)
  await withLanes(connection, laneCount, lanes => apply(lanes, rest, settings, prepared, recorder))
}

async function apply(
  lanes: readonly TargetConnection[],
  statements: readonly BuildStatement[],
  settings: readonly SessionSetting[],
  { plan }: Prepared,
  recorder: Recorder,
): Promise<void> {
  const steps = new BuildSteps(statements, recorder)
  try {
    await applyStatements(lanes, lanes.length === 1 ? statements : biggestFirst(statements), {
      settings,
      onStart: statement => steps.begin(statement, performance.now()),
      onEnd: statement => steps.end(statement, performance.now()),
      explain: (error, statement) => blameWish(error, plan, statement),
    })
  } finally {
    recorder.addSteps(steps.finished)
  }
}
