// What `migrate` and `refresh` do once there is a plan: build every table in a schema of the run, copy all rows, prove the
// copy, and publish it in one transaction. Anything that goes wrong before that commit leaves the live schema alone.
import type { RecordedSource } from '../model/journal.ts'
import type { SourceDatabase } from '../model/source.ts'
import { makeNotice } from '../plan/notices.ts'
import { privateSchemaName } from '../plan/target/private-schema.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { maskPasswords } from '../postgres/target/mask-passwords.ts'
import { filePlace } from '../sqlite/file-identity.ts'
import { blameDuplicates } from './blame-duplicates.ts'
import { build } from './build.ts'
import { clearAfterFailure } from './clear-after-failure.ts'
import { beginEntry } from './journal.ts'
import { makeViews } from './make-views.ts'
import { optionsDigest } from './options-digest.ts'
import { findReplacement, type Replacement, requireCarriable, requireDecided } from './permission.ts'
import type { Prepared } from './prepare.ts'
import { dropLeftovers, makePrivateSchema, newRunId, takeRunLock } from './private-schemas.ts'
import { prove } from './prove.ts'
import { publish } from './publish.ts'
import type { Recorder } from './recorder.ts'
import { rehearseViews } from './rehearse-views.ts'
import { findLost, lostNotices } from './replaced-belongings.ts'
import { requireWishes } from './require-wishes.ts'
import { serverNeeds } from './server-needs.ts'

export interface Errand {
  readonly verb: 'migrate' | 'refresh'
  /** Digest of the file's bytes; null where they were not read for it. */
  readonly sourceBytes: string | null
  /** Has the last word before anything is changed. */
  readonly requireAllowed?: (replacement: Replacement) => Promise<void>
}

export async function transfer(planned: Prepared, recorder: Recorder, errand: Errand): Promise<void> {
  const prepared = await rehearseViews(planned, recorder)
  const { connection, facts, settings, source } = prepared
  requireUsable(facts, serverNeeds(facts, prepared.plan))
  const lost = await findLost(connection, prepared.plan, settings)
  recorder.notice(...lostNotices(lost))
  requireDecided(recorder.notices, settings.strict)
  const { schema } = prepared.plan
  await requireWishes(connection, prepared.plan, settings)
  await takeRunLock(connection, schema)
  await dropLeftovers(connection, schema)
  const replacement = await findReplacement(connection, prepared.plan, settings)
  if (settings.carries) await requireCarriable(connection, replacement, lost.belongings)
  await errand.requireAllowed?.(replacement)
  const runId = newRunId()
  const begun = {
    run: runId,
    verb: errand.verb,
    schema,
    source: recordedSource(source),
    undoes: null,
  } as const
  const mark = {
    options: optionsDigest(settings, facts.versionNumber),
    sourcePlace: filePlace(source.path),
    sourceBytes: errand.sourceBytes,
  }
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
    const task = { ...ends, plan, settings, runId, journal, tables, mark }
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
