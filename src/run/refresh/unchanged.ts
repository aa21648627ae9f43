// Is there anything to refresh? Not if the last published run of the schema read the same file with the same options,
// and what it published is still there, in the same condition, with the same rows. In doubt there is.

import { asSqlite2pgError } from '../../model/errors.ts'
import type { RecordedRun } from '../../model/journal.ts'
import type { SourceDatabase } from '../../model/source.ts'
import { readIdentities } from '../../postgres/catalog/identities.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { type RunMark, readMark } from '../../postgres/run-marks.ts'
import { filePlace } from '../../sqlite/file-identity.ts'
import { conditionDigest } from '../record-published.ts'
import { lastPublished } from '../undoable.ts'
import { findWrittenSince } from '../written-since.ts'

export interface Question {
  readonly connection: TargetConnection
  readonly source: SourceDatabase
  /** Digest of the file's bytes, which have to be read for it. */
  readonly readBytes: () => Promise<string | null>
  readonly options: string
  /** Of one live schema, newest first. */
  readonly runs: readonly RecordedRun[]
}

/** The run that need not be repeated, or null. */
export async function findUnchanged(question: Question): Promise<RecordedRun | null> {
  const { connection, source, options, runs } = question
  const run = lastPublished(runs)
  if (run === undefined || run.outcome !== 'succeeded') return null
  if ((run.verb !== 'migrate' && run.verb !== 'refresh') || run.source?.fingerprint !== source.fingerprint)
    return null
  const mark = await readMark(connection, run.run)
  if (mark === null || mark.options !== options) return null
  if (!(await isSameFile(mark, question))) return null
  return (await isAsLeft(connection, run, mark)) ? run : null
}

async function isSameFile(mark: RunMark, { source, readBytes }: Question): Promise<boolean> {
  if (mark.sourcePlace !== null && mark.sourcePlace === filePlace(source.path)) return true
  return mark.sourceBytes !== null && mark.sourceBytes === (await readBytes())
}

/** Where the server does not let us look, such as behind row security that binds us, there is doubt. */
async function isAsLeft(connection: TargetConnection, run: RecordedRun, mark: RunMark): Promise<boolean> {
  try {
    if (!(await areInPlace(connection, run))) return false
    const named = (kind: string) => run.added.flatMap(one => (one.kind === kind ? [one.name] : []))
    const names = { tables: named('table'), views: named('view'), functions: named('function') }
    if ((await conditionDigest(connection, run.schema, names)) !== mark.condition) return false
    return (await findWrittenSince(connection, run)).length === 0
  } catch (thrown) {
    const { code, kind } = asSqlite2pgError(thrown)
    if (kind !== 'target' || code === 'TARGET_LOST') throw thrown
    return false
  }
}

async function areInPlace(connection: TargetConnection, { schema, added }: RecordedRun): Promise<boolean> {
  const found = await readIdentities(
    connection,
    added.map(({ id }) => id),
  )
  return added.every(({ kind, id, name }) =>
    found.some(one => one.kind === kind && one.id === id && one.name === name && one.schema === schema),
  )
}
