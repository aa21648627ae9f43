// `status`: the runs that are recorded in a target, newest first, and which of them can be rolled back. Needs no SQLite
// file and no right to write.
import type { OnEvent } from '../model/event.ts'
import type { KeptRows, ListedRun, RecordedRun } from '../model/journal.ts'
import { groupBy } from '../model/once-per.ts'
import type { Target } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import { TargetConnection } from '../postgres/connection.ts'
import { readEnvironments, readRuns } from '../postgres/journal.ts'
import { inspectServer, requireUsable } from '../postgres/preflight.ts'
import { findRunLockHolder } from '../postgres/private-schemas.ts'
import { parseTarget } from '../postgres/target/parse-target.ts'
import { requireJournal } from './journal-access.ts'
import { Recorder } from './recorder.ts'
import { findKeptRows } from './resume/kept-rows.ts'
import { checkedSchema } from './run-settings.ts'
import { findUndoable } from './undoable.ts'

export interface StatusOptions extends Target {
  /** Only the runs of this live schema; those of all by default. */
  readonly schema?: string
  readonly onEvent?: OnEvent
  readonly signal?: AbortSignal
}

export interface StatusResult {
  readonly report: RunReport
  /** Newest first. */
  readonly runs: readonly ListedRun[]
  /** By live schema what it was declared to be, such as `production`. */
  readonly environments: ReadonlyMap<string, string>
}

/** Changes nothing. Fails with TARGET_PRIVILEGE where the journal may not be read; without one no run is recorded. */
export async function status(options: StatusOptions): Promise<StatusResult> {
  const { onEvent, signal } = options
  const recorder = new Recorder({ verb: 'status', dryRun: false, onEvent, signal })
  try {
    const found = await look(options, recorder)
    return { report: recorder.report(null), ...found }
  } catch (error) {
    return { report: recorder.reportThrown(error), runs: [], environments: new Map() }
  }
}

type Found = Omit<StatusResult, 'report'>

async function look(options: StatusOptions, recorder: Recorder): Promise<Found> {
  const target = parseTarget(options)
  const wanted = options.schema ?? target.schema
  const schema = wanted === null ? null : checkedSchema(wanted)
  const { signal } = options
  const connection = await recorder.step('connect', target.maskedUrl, () =>
    TargetConnection.connect(target, signal === undefined ? {} : { signal }),
  )
  try {
    const { maskedUrl: url, serverVersion } = connection
    recorder.found({ target: { url, serverVersion, schema: schema ?? '' } })
    const facts = await inspectServer(connection, schema ?? 'public')
    requireUsable(facts, { writes: false })
    if (!(await requireJournal(connection, 'read'))) return { runs: [], environments: new Map() }
    // A standby does not see the locks of its primary: there a run that says it is running is believed.
    const alive = facts.standby ? null : await findAlive(connection, await readRuns(connection, schema))
    const kept = await findKeptRows(connection, schema)
    const moment = { isolation: 'repeatable read', readOnly: true } as const
    return await connection.transaction(() => readAll(connection, schema, alive, kept), moment)
  } finally {
    await connection.close()
  }
}

/** Live schemas at which a run is at work. */
async function findAlive(
  connection: TargetConnection,
  runs: readonly RecordedRun[],
): Promise<ReadonlySet<string>> {
  const running = new Set(runs.flatMap(({ outcome, schema }) => (outcome === 'running' ? [schema] : [])))
  const alive = new Set<string>()
  for (const name of running) if ((await findRunLockHolder(connection, name)) !== null) alive.add(name)
  return alive
}

/** `earlier` are the schemas with a run alive a moment ago, whose end may lie between; null where nobody can know. */
async function readAll(
  connection: TargetConnection,
  schema: string | null,
  earlier: ReadonlySet<string> | null,
  kept: ReadonlyMap<string, KeptRows>,
): Promise<Found> {
  const all = await readRuns(connection, schema)
  const alive = await findAlive(connection, all)
  const listed = new Map<string, ListedRun>()
  for (const [name, runs] of groupBy(all, run => run.schema)) {
    const undoable = await findUndoable(connection, runs)
    const isAlive = earlier === null || earlier.has(name) || alive.has(name)
    for (const run of markDead(runs, isAlive)) {
      const isLast = run.run === undoable.run?.run
      const because = isLast && !undoable.possible ? undoable.because : ''
      const left = run.outcome === 'running' ? null : (kept.get(run.run) ?? null)
      listed.set(run.run, { ...run, canBeRolledBack: isLast && undoable.possible, because, kept: left })
    }
  }
  const environments = [...(await readEnvironments(connection))].filter(
    ([name]) => schema === null || name === schema,
  )
  return {
    runs: all.flatMap(({ run }) => listed.get(run) ?? []),
    environments: new Map(environments),
  }
}

/** Only the newest can be alive, and only while somebody holds the run lock. */
function markDead(runs: readonly RecordedRun[], isAlive: boolean): readonly RecordedRun[] {
  const newest = runs.find(({ outcome }) => outcome === 'running')
  return runs.map(run =>
    run.outcome === 'running' && !(isAlive && run === newest) ? { ...run, outcome: 'interrupted' } : run,
  )
}
