// `migrate`: reads the file, builds every table in a schema of the run, copies all rows, proves the copy, and
// publishes it in one transaction. Anything that goes wrong before that commit leaves the live schema alone.
import type { RecordedSource } from '../model/journal.ts'
import type { MigrateOptions } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import type { SourceDatabase } from '../model/source.ts'
import { makeNotice } from '../plan/notices.ts'
import { privateSchemaName } from '../plan/target/private-schema.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { maskPasswords } from '../postgres/target/mask-passwords.ts'
import { blameDuplicates } from './blame-duplicates.ts'
import { build } from './build.ts'
import { clearAfterFailure } from './clear-after-failure.ts'
import { beginEntry } from './journal.ts'
import { makeViews } from './make-views.ts'
import { findReplacement, requireDecided } from './permission.ts'
import { type Prepared, withPrepared } from './prepare.ts'
import { dropLeftovers, makePrivateSchema, newRunId, takeRunLock } from './private-schemas.ts'
import { prove } from './prove.ts'
import { publish } from './publish.ts'
import { Recorder } from './recorder.ts'
import { rehearseViews } from './rehearse-views.ts'
import { replacedNotices } from './replaced-belongings.ts'
import { requireWishes } from './require-wishes.ts'
import { serverNeeds } from './server-needs.ts'

export async function migrate(options: MigrateOptions): Promise<RunReport> {
  const recorder = new Recorder({
    verb: 'migrate',
    dryRun: false,
    onEvent: options.onEvent,
    signal: options.signal,
  })
  try {
    await withPrepared(options, recorder, prepared => transfer(prepared, recorder))
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

async function transfer(planned: Prepared, recorder: Recorder): Promise<void> {
  const prepared = await rehearseViews(planned, recorder)
  const { connection, facts, settings, source } = prepared
  requireUsable(facts, serverNeeds(facts, prepared.plan))
  recorder.notice(...(await replacedNotices(connection, prepared.plan, settings)))
  requireDecided(recorder.notices, settings.strict)
  const { schema } = prepared.plan
  await requireWishes(connection, prepared.plan, settings)
  await takeRunLock(connection, schema)
  await dropLeftovers(connection, schema)
  await findReplacement(connection, prepared.plan, settings)
  const runId = newRunId()
  const begun = { run: runId, verb: 'migrate', schema, source: recordedSource(source), undoes: null } as const
  const journal = await beginEntry(connection, recorder, begun)
  const privateSchema = privateSchemaName('run', runId)
  try {
    await makePrivateSchema(connection, 'run', runId, schema)
    await build(prepared, privateSchema, recorder)
    const settled = await makeViews(prepared, privateSchema, recorder)
    requireDecided(recorder.notices, settings.strict)
    await prove(settled, privateSchema, recorder)
    const { plan } = settled
    const { tables } = recorder.report(null)
    const ends = { connection, privateSchema, liveSchemaExists: facts.schemaExists }
    const task = { ...ends, plan, settings, runId, journal, tables }
    const replaced = await recorder.step('publish', plan.schema, () => publish(task))
    if (replaced.length > 0) recorder.notice(replacedNotice(replaced))
  } catch (thrown) {
    const error = blameDuplicates(thrown, prepared)
    await clearAfterFailure(connection, privateSchema, journal, recorder.endingOf(error))
    throw error
  }
}

/** Whatever was written into the path, no password gets into the journal. */
function recordedSource({ path, sizeBytes, fingerprint }: SourceDatabase): RecordedSource {
  return { path: maskPasswords(path), bytes: sizeBytes, fingerprint }
}

function replacedNotice(tables: readonly string[]) {
  return makeNotice(
    'REPLACED',
    tables.join(', '),
    `${tables.length === 1 ? 'was' : 'were'} replaced; the earlier tables are kept in a schema of their own`,
  )
}
