// `rollback`: takes back what the last run published and puts back what it had replaced, in one short transaction. What
// is taken back is kept in a schema of its own until the next run.
import { Sqlite2pgError } from '../model/errors.ts'
import type { OnEvent } from '../model/event.ts'
import type { RecordedRun, RolledBack, WrittenSince } from '../model/journal.ts'
import type { Target } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import { TargetConnection } from '../postgres/connection.ts'
import { readRuns } from '../postgres/journal.ts'
import { inspectServer, requireUsable, type ServerFacts } from '../postgres/preflight.ts'
import { parseTarget } from '../postgres/target/parse-target.ts'
import { clearAfterFailure } from './clear-after-failure.ts'
import { beginEntry } from './journal.ts'
import { requireJournal } from './journal-access.ts'
import { takeBackLoad } from './load/take-back.ts'
import { newRunId, takeRunLock } from './private-schemas.ts'
import { Recorder } from './recorder.ts'
import { rollBackOnce } from './roll-back-once.ts'
import { checkedSchema } from './run-settings.ts'
import { rollbackNeeds } from './server-needs.ts'
import { changeLiveSchema } from './short-transaction.ts'
import { findUndoable, type Undoable } from './undoable.ts'
import { findWrittenSince, writtenError } from './written-since.ts'

export interface RollbackOptions extends Target {
  /** The live schema; that of the URL or `public` by default. */
  readonly schema?: string
  /** Go on although rows were written since the run was published. */
  readonly yes?: boolean
  /** Asked instead, where `yes` is not given: what was written, table by table. */
  readonly confirm?: (written: readonly WrittenSince[]) => Promise<boolean>
  readonly onEvent?: OnEvent
  readonly signal?: AbortSignal
}

export interface RollbackResult {
  readonly report: RunReport
  /** Null where nothing was rolled back; the report says why. */
  readonly rolledBack: RolledBack | null
}

/** Fails with NOTHING_TO_ROLL_BACK, ROWS_WRITTEN_SINCE, TARGET_DEPENDENTS, TARGET_OCCUPIED, TARGET_PRIVILEGE, TARGET_BUSY. */
export async function rollback(options: RollbackOptions): Promise<RollbackResult> {
  const { onEvent, signal } = options
  const recorder = new Recorder({ verb: 'rollback', dryRun: false, onEvent, signal })
  try {
    const rolledBack = await connected(options, recorder, (connection, facts) =>
      undo(connection, facts, options, recorder),
    )
    return { report: recorder.report(null), rolledBack }
  } catch (error) {
    return { report: recorder.reportThrown(error), rolledBack: null }
  }
}

async function connected<Result>(
  options: RollbackOptions,
  recorder: Recorder,
  work: (connection: TargetConnection, facts: ServerFacts) => Promise<Result>,
): Promise<Result> {
  const target = parseTarget(options)
  const schema = checkedSchema(options.schema ?? target.schema ?? 'public')
  const { signal } = options
  const connection = await recorder.step('connect', target.maskedUrl, () =>
    TargetConnection.connect(target, signal === undefined ? {} : { signal }),
  )
  try {
    const { maskedUrl: url, serverVersion } = connection
    recorder.found({ target: { url, serverVersion, schema } })
    const facts = await inspectServer(connection, schema)
    requireUsable(facts, rollbackNeeds(facts, 0))
    return await work(connection, facts)
  } finally {
    await connection.close()
  }
}

async function undo(
  connection: TargetConnection,
  facts: ServerFacts,
  options: RollbackOptions,
  recorder: Recorder,
): Promise<RolledBack> {
  const { schema } = facts
  const hasJournal = await requireJournal(connection, 'write')
  await takeRunLock(connection, schema)
  const undone = requireUndoable(
    schema,
    await findUndoable(connection, hasJournal ? await readRuns(connection, schema) : []),
  )
  requireUsable(facts, rollbackNeeds(facts, undone.added.length + undone.replaced.length))
  const written = await findWrittenSince(connection, undone)
  const agreed = await requireConsent(written, undone, options)
  const run = newRunId()
  const begun = { run, verb: 'rollback', schema, source: undone.source, undoes: undone.run } as const
  const journal = await beginEntry(connection, recorder, begun)
  const task = { connection, undone, run, written, agreed }
  try {
    return await recorder.step('rollback', schema, () =>
      changeLiveSchema(connection, { schema, doing: 'rolled back' }, () =>
        (undone.verb === 'load' ? takeBackLoad : rollBackOnce)({ ...task, journal }),
      ),
    )
  } catch (error) {
    await clearAfterFailure(connection, null, journal, recorder.endingOf(error))
    throw error
  }
}

/** Throws NOTHING_TO_ROLL_BACK. */
function requireUndoable(schema: string, undoable: Undoable): RecordedRun {
  if (undoable.possible) return undoable.run
  const { run, because } = undoable
  throw new Sqlite2pgError(
    'NOTHING_TO_ROLL_BACK',
    run === null
      ? `schema ${schema} has nothing to roll back: ${because}`
      : `schema ${schema} has nothing more to roll back: its last published run is that of ${run.startedAt}, and ${because}`,
    'sqlite2pg status lists the runs. Only the last published run of a schema can be undone, once.',
  )
}

/** True if somebody agreed to what was written; false if nothing was, which is looked at again under locks. */
async function requireConsent(
  written: readonly WrittenSince[],
  undone: RecordedRun,
  { yes, confirm }: RollbackOptions,
): Promise<boolean> {
  if (yes === true) return true
  if (written.length === 0) return false
  if (confirm === undefined) throw writtenError(undone, written)
  if (await confirm(written)) return true
  throw new Sqlite2pgError('INTERRUPTED', 'not confirmed; nothing was changed', 'Answer y, or pass --yes.')
}
