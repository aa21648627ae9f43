// The entry of one run in the target's journal. What was published is written in the very transaction that publishes;
// a journal that cannot be written stops no run: that is told.
import { asSqlite2pgError, type ErrorCode, type Sqlite2pgError } from '../model/errors.ts'
import type { LoadChanges, RecordedSource } from '../model/journal.ts'
import type { Notice } from '../model/plan.ts'
import type { SourceDatabase } from '../model/source.ts'
import { makeNotice } from '../plan/notices.ts'
import type { TargetConnection } from '../postgres/connection.ts'
import {
  type BegunRun,
  type Publication,
  recordBeginning,
  recordFailure,
  recordPublication,
} from '../postgres/journal.ts'
import {
  createJournal,
  JOURNAL_SCHEMA,
  type JournalState,
  readJournalState,
} from '../postgres/journal-schema.ts'
import { recordLoadChanges } from '../postgres/load-changes.ts'
import { type RunMark, recordMark } from '../postgres/run-marks.ts'
import { maskPasswords } from '../postgres/target/mask-passwords.ts'
import { postgresName } from '../sql/quote.ts'
import { postgres } from '../sql/text.ts'
import type { Recorder } from './recorder.ts'
import { TOOL_VERSION } from './tool-version.ts'

const LOCK_TIMEOUT_MS = 2000

export interface JournalEntry {
  /** To be called in the publishing transaction; the mark is for the next refresh, the changes are those of a load. */
  published(publication: Publication, mark?: RunMark, changes?: LoadChanges): Promise<void>
  /** On whatever connection is left; a run that was published after all keeps its word. */
  failed(connection: TargetConnection, error: Sqlite2pgError): Promise<void>
}

/** Whatever was written into the path, no password gets into the journal. */
export function recordedSource({ path, sizeBytes, fingerprint }: SourceDatabase): RecordedSource {
  return { path: maskPasswords(path), bytes: sizeBytes, fingerprint }
}

const UNWRITTEN: JournalEntry = { published: async () => {}, failed: async () => {} }

/** To be called with the run lock held. Throws only what ends a run. */
export async function beginEntry(
  connection: TargetConnection,
  recorder: Recorder,
  begun: Omit<BegunRun, 'toolVersion'>,
): Promise<JournalEntry> {
  try {
    const obstacle = await begin(connection, { ...begun, toolVersion: TOOL_VERSION })
    if (obstacle === null) return entryOf(connection, recorder, begun.run)
    recorder.notice(
      makeNotice('JOURNAL_NOT_WRITTEN', JOURNAL_SCHEMA, `this run is not recorded: ${obstacle}`),
    )
  } catch (thrown) {
    recorder.notice(notWritten(thrown, ['TARGET_LOST']))
  }
  return UNWRITTEN
}

/** Why nothing can be recorded, or null. */
async function begin(connection: TargetConnection, begun: BegunRun): Promise<string | null> {
  const options = { lockTimeoutMs: LOCK_TIMEOUT_MS }
  await connection.transaction(() => createJournal(connection), options)
  const state = await readJournalState(connection)
  if (!state.writable) return whyNotWritable(state)
  await connection.transaction(() => recordBeginning(connection, begun), options)
  return null
}

export function whyNotWritable({ kind, owner }: JournalState): string {
  return kind === 'there'
    ? `its journal belongs to role "${owner}", and we may not write there, or may not trust it`
    : `schema ${JOURNAL_SCHEMA} is there and is no journal that this version knows`
}

function entryOf(connection: TargetConnection, recorder: Recorder, run: string): JournalEntry {
  return {
    async published(publication, mark, changes) {
      await connection.execute(SAVEPOINT)
      try {
        await recordPublication(connection, run, publication)
        if (mark !== undefined) await recordMark(connection, run, mark)
        if (changes !== undefined) await recordLoadChanges(connection, run, changes)
      } catch (thrown) {
        const notice = notWritten(thrown, ['TARGET_LOST', 'TARGET_BUSY'])
        await connection.execute(BACK_TO_SAVEPOINT)
        recorder.notice(notice)
      }
    },
    async failed(other, error) {
      const { exitCode, code: errorCode } = error
      const outcome = error.kind === 'interrupted' ? 'interrupted' : 'failed'
      const ending = { outcome, exitCode, errorCode } as const
      const options = { lockTimeoutMs: LOCK_TIMEOUT_MS }
      await other.transaction(() => recordFailure(other, run, ending), options)
    },
  }
}

/** Throws it again where it ends the run, or where another attempt of the transaction may succeed. */
function notWritten(thrown: unknown, ending: readonly ErrorCode[]): Notice {
  const error = asSqlite2pgError(thrown)
  if (error.kind !== 'target' || ending.includes(error.code)) throw thrown
  return makeNotice('JOURNAL_NOT_WRITTEN', JOURNAL_SCHEMA, `this run is not recorded: ${error.message}`)
}

const SAVEPOINT = postgres`SAVEPOINT ${postgresName('journal')}`
const BACK_TO_SAVEPOINT = postgres`ROLLBACK TO SAVEPOINT ${postgresName('journal')}`
