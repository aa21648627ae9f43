// Builds what is missing in the run's private schema: bare tables, the rows, and then all the rest, over several connections
// where the tables are large enough for it. Each statement is put on record with what it does.
import { applyStatements } from '../apply/apply-statements.ts'
import { countLanes, withLanes } from '../apply/lanes.ts'
import type { BuildStatement } from '../model/build-statement.ts'
import type { Leniency } from '../model/share-parts.ts'
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
import { type RunRecord, statementPiece } from './resume/run-record.ts'

/** Where a run builds, what of it is done, and what the lanes are to do after a fault that passes. */
export interface Building {
  readonly privateSchema: string
  readonly record: RunRecord
  readonly leniency: Leniency | null
}

export async function build(prepared: Prepared, building: Building, recorder: Recorder): Promise<void> {
  const { connection, facts, plan, settings: run } = prepared
  const { privateSchema: schema, record } = building
  const isMissing = (statement: BuildStatement): boolean => !record.has(statementPiece(statement))
  const rest = withoutDone(afterRows(plan, schema), isMissing)
  const laneCount = countLanes(rest, run.jobs)
  const settings = await buildSettings(connection, facts.sharedBuffersBytes, laneCount)
  const tables = createTables(plan, schema).map(unscheduled).filter(isMissing)
  const task = { prepared, building, settings, recorder }
  await apply([connection], tables, task)
  await copySourceRows(prepared, building, recorder)
  await withLanes(connection, laneCount, lanes => apply(lanes, rest, task))
}

/** What they follow may be done, too. */
function withoutDone(
  statements: readonly BuildStatement[],
  isMissing: (statement: BuildStatement) => boolean,
): readonly BuildStatement[] {
  const missing = new Map<BuildStatement, BuildStatement>()
  for (const statement of statements) {
    if (!isMissing(statement)) continue
    const follows = statement.follows.flatMap(earlier => missing.get(earlier) ?? [])
    missing.set(statement, { ...statement, follows })
  }
  return [...missing.values()]
}

interface ApplyTask {
  readonly prepared: Prepared
  readonly building: Building
  readonly settings: readonly SessionSetting[]
  readonly recorder: Recorder
}

async function apply(
  lanes: readonly TargetConnection[],
  statements: readonly BuildStatement[],
  { prepared: { plan }, building: { record, leniency }, settings, recorder }: ApplyTask,
): Promise<void> {
  const steps = new BuildSteps(statements, recorder)
  try {
    await applyStatements(lanes, lanes.length === 1 ? statements : biggestFirst(statements), {
      settings,
      record: statement => record.statementRecord(statement),
      onStart: statement => steps.begin(statement, performance.now()),
      onEnd: statement => {
        record.add(statementPiece(statement))
        steps.end(statement, performance.now())
      },
      ...(leniency !== null && { isPassing: leniency.isPassing }),
      explain: (error, statement) => blameWish(error, plan, statement),
    })
  } finally {
    recorder.addSteps(steps.finished)
  }
}
