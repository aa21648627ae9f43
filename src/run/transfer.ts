// What `migrate` and `refresh` do once there is a plan: build every table in a schema of the run, copy all rows, prove the
// copy, and publish it in one transaction. Anything that goes wrong before that commit leaves the live schema alone.
import { isPassing } from '../postgres/errors/passing.ts'
import { freeDiskBytes } from '../postgres/free-disk.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { filePlace } from '../sqlite/file-identity.ts'
import { blameDuplicates } from './blame-duplicates.ts'
import { buildAndPublish } from './build-and-publish.ts'
import { beginEntry, recordedSource } from './journal.ts'
import { optionsDigest } from './options-digest.ts'
import { findReplacement, type Replacement, requireCarriable, requireDecided } from './permission.ts'
import type { Prepared } from './prepare.ts'
import { dropLeftovers, newRunId } from './private-schemas.ts'
import type { Recorder } from './recorder.ts'
import { rehearseViews } from './rehearse-views.ts'
import { findLost, lostNotices } from './replaced-belongings.ts'
import { requireWishes } from './require-wishes.ts'
import { makeWorkplace, newWork } from './resume/begin-work.ts'
import { endWork } from './resume/end-work.ts'
import { type KeptWork, takeUp } from './resume/kept-work.ts'
import { Perseverance, type Persistent } from './resume/perseverance.ts'
import { RunSession } from './resume/run-session.ts'
import { serverNeeds } from './server-needs.ts'

export interface Errand {
  readonly verb: 'migrate' | 'refresh'
  /** Digest of the file's bytes; null where they were not read for it. */
  readonly sourceBytes: string | null
  /** Has the last word before anything is changed. */
  readonly requireAllowed?: (replacement: Replacement) => Promise<void>
}

export async function transfer(planned: Prepared, recorder: Recorder, errand: Errand): Promise<void> {
  const session = new RunSession(planned.connection, planned.plan.schema)
  const perseverance = new Perseverance(planned.settings.patienceMs, recorder)
  try {
    // Nothing was asked of the connection while the file was read, and what lies between may have closed it.
    await perseverance.persist(whileIdle(session))
    await carryOut(await rehearseViews(planned, recorder), { recorder, errand, session, perseverance })
  } finally {
    recorder.notice(...perseverance.notices)
  }
}

function whileIdle(session: RunSession): Persistent<void> {
  const regain = (signal: AbortSignal) => session.regain(signal)
  return { work: () => session.check(), isPassing, regain, made: () => 0 }
}

interface Means {
  readonly recorder: Recorder
  readonly errand: Errand
  readonly session: RunSession
  readonly perseverance: Perseverance
}

async function carryOut(prepared: Prepared, means: Means): Promise<void> {
  const { recorder, errand, session } = means
  const { connection, facts, plan, settings } = prepared
  // Leftovers take room that is free in a moment, or are what is gone on with.
  requireUsable(facts, { ...serverNeeds(facts, plan), diskBytes: 0n })
  const lost = await findLost(connection, plan, settings)
  recorder.notice(...lostNotices(lost))
  requireDecided(recorder.notices, settings.strict)
  await requireWishes(connection, plan, settings)
  await session.takeLock()
  const kept = settings.resume ? await takeUp(prepared, errand.sourceBytes, recorder) : null
  await dropLeftovers(connection, plan.schema, kept?.privateSchema)
  await requireRoom(prepared, kept)
  const replacement = await findReplacement(connection, plan, settings)
  if (settings.carries) await requireCarriable(connection, replacement, lost.belongings)
  await errand.requireAllowed?.(replacement)
  await work(prepared, kept, means)
}

/** Throws TARGET_DISK_FULL. */
async function requireRoom({ connection, facts, plan }: Prepared, kept: KeptWork | null): Promise<void> {
  const now = { ...facts, freeDiskBytes: await freeDiskBytes(connection) }
  requireUsable(now, serverNeeds(facts, plan, kept?.record.bytes))
}

/** From here on the run is on record, and something is changed. */
async function work(prepared: Prepared, kept: KeptWork | null, means: Means): Promise<void> {
  const { recorder, errand, session } = means
  const { connection, facts, plan, settings, source } = prepared
  const runId = newRunId()
  const begun = {
    run: runId,
    verb: errand.verb,
    schema: plan.schema,
    source: recordedSource(source),
    undoes: null,
  }
  const mark = {
    options: optionsDigest(settings, facts.versionNumber),
    sourcePlace: filePlace(source.path),
    sourceBytes: errand.sourceBytes,
  }
  const journal = await beginEntry(connection, recorder, begun)
  const building = kept ?? newWork(prepared, runId)
  try {
    if (kept === null) await makeWorkplace(prepared, runId, building, errand.sourceBytes)
    session.guard(building.privateSchema)
    await buildAndPublish(prepared, building, { ...means, journal, mark, runId })
  } catch (thrown) {
    throw await endWork(blameDuplicates(thrown, prepared), prepared, building, journal, recorder)
  }
}
