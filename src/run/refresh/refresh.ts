// `refresh`: a migrate over what an earlier run made, for a schedule. Readers see the old rows until the new ones are
// proven; nothing is done where nothing has changed; what others have put on the tables goes over to the new ones.

import type { RecordedRun } from '../../model/journal.ts'
import type { RefreshOptions } from '../../model/options.ts'
import type { RunReport } from '../../model/report.ts'
import { makeNotice } from '../../plan/notices.ts'
import { readEnvironments, readRuns } from '../../postgres/journal.ts'
import { fileDigest } from '../../sqlite/file-identity.ts'
import { requireJournal } from '../journal-access.ts'
import { optionsDigest } from '../options-digest.ts'
import { type Ends, preparePlan, withEnds } from '../prepare.ts'
import { takeRunLock } from '../private-schemas.ts'
import { Recorder } from '../recorder.ts'
import type { RunSettings } from '../run-settings.ts'
import { transfer } from '../transfer.ts'
import { requireNoProduction, requireOwnWork } from './allowed.ts'
import { findUnchanged } from './unchanged.ts'

/** The session of a run that was killed is gone by then; whoever comes upon a live one has nothing to add. */
const LOCK_PATIENCE_MS = 1000

/** Never throws: the report holds what went wrong. A notice SKIPPED_UNCHANGED tells that there was nothing to do. */
export async function refresh(options: RefreshOptions): Promise<RunReport> {
  const { onEvent, signal } = options
  const recorder = new Recorder({ verb: 'refresh', dryRun: false, onEvent, signal })
  try {
    await withEnds(options, recorder, (ends, settings) =>
      refreshEnds(ends, { ...settings, forceRecreate: true, carries: true }, options, recorder),
    )
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

async function refreshEnds(
  ends: Ends,
  settings: RunSettings,
  { forceRecreate = false, yes = false, signal }: RefreshOptions,
  recorder: Recorder,
): Promise<void> {
  const { connection, source, facts } = ends
  const { schema } = settings.plan
  await takeRunLock(connection, schema, LOCK_PATIENCE_MS)
  const hasJournal = await requireJournal(connection, 'read')
  const runs = hasJournal ? await readRuns(connection, schema) : []
  if (hasJournal && !yes) requireNoProduction(schema, (await readEnvironments(connection)).get(schema))
  const readBytes = once(() => fileDigest(source.path, signal))
  const question = {
    connection,
    source,
    readBytes,
    options: optionsDigest(settings, facts.versionNumber),
    runs,
  }
  const unchanged = forceRecreate ? null : await findUnchanged(question)
  if (unchanged !== null) {
    recorder.notice(skippedNotice(source.path, unchanged))
    return
  }
  const prepared = await preparePlan(ends, settings, recorder)
  await transfer(prepared, recorder, {
    verb: 'refresh',
    sourceBytes: await readBytes(),
    ...(!forceRecreate && { requireAllowed: found => requireOwnWork(connection, found, runs) }),
  })
}

function skippedNotice(path: string, { verb, startedAt, schema }: RecordedRun) {
  return makeNotice(
    'SKIPPED_UNCHANGED',
    path,
    `has not changed since the ${verb} of ${startedAt}, and schema ${schema} is as that run left it: nothing was done`,
  )
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | null = null
  return () => {
    result ??= work()
    return result
  }
}
