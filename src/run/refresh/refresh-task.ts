// What a refresh has to do: nothing where nothing has changed, else the plan with what may be replaced by it. Asked by the
// real run and by its dry run.
import type { RecordedRun } from '../../model/journal.ts'
import type { RefreshOptions } from '../../model/options.ts'
import { makeNotice } from '../../plan/notices.ts'
import { readEnvironments, readRuns } from '../../postgres/journal.ts'
import { fileDigest } from '../../sqlite/file-identity.ts'
import { requireJournal } from '../journal-access.ts'
import { optionsDigest } from '../options-digest.ts'
import type { Replacement } from '../permission.ts'
import { type Ends, type Prepared, preparePlan } from '../prepare.ts'
import type { Recorder } from '../recorder.ts'
import type { RunSettings } from '../run-settings.ts'
import { requireNoProduction, requireOwnWork } from './allowed.ts'
import { findUnchanged } from './unchanged.ts'

export interface RefreshTask {
  readonly prepared: Prepared
  /** Digest of the file's bytes, which have to be read for it. */
  readonly readBytes: () => Promise<string | null>
  readonly requireAllowed: (replacement: Replacement) => Promise<void>
}

export const refreshSettings = (settings: RunSettings): RunSettings => ({
  ...settings,
  forceRecreate: true,
  carries: true,
})

/** Null where there is nothing to do, which is noticed. Throws TARGET_PRODUCTION. */
export async function findTask(
  ends: Ends,
  settings: RunSettings,
  { forceRecreate = false, yes = false, signal }: RefreshOptions,
  recorder: Recorder,
): Promise<RefreshTask | null> {
  const { connection, source, facts } = ends
  const { schema } = settings.plan
  const hasJournal = await requireJournal(connection, 'read')
  const runs = hasJournal ? await readRuns(connection, schema) : []
  if (hasJournal && !yes) requireNoProduction(schema, (await readEnvironments(connection)).get(schema))
  const readBytes = once(() => fileDigest(source.path, signal))
  const options = optionsDigest(settings, facts.versionNumber)
  const question = { connection, source, readBytes, options, runs }
  const unchanged = forceRecreate ? null : await findUnchanged(question)
  if (unchanged !== null) {
    recorder.notice(skippedNotice(source.path, unchanged))
    return null
  }
  return {
    prepared: await preparePlan(ends, settings, recorder),
    readBytes,
    requireAllowed: async found => {
      if (!forceRecreate) await requireOwnWork(connection, found, runs)
    },
  }
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
