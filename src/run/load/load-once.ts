// One attempt at a load, inside its one transaction: whatever fails, everything is as it was before.
import type { Statement } from '../../model/plan.ts'
import { makeNotice } from '../../plan/notices.ts'
import type { JournalEntry } from '../journal.ts'
import { lockRelations } from '../lock-relations.ts'
import { requireDecided } from '../permission.ts'
import type { Recorder } from '../recorder.ts'
import { copyInOrder } from './copy-in-order.ts'
import { afterRows, beforeRows } from './load-statements.ts'
import type { PreparedLoad } from './prepare-load.ts'
import { proveLoad } from './prove-load.ts'
import { findRaises, raiseSequences } from './raise-sequences.ts'
import { recordLoaded } from './record-loaded.ts'
import { replaceRows } from './replace-rows.ts'
import { restoreKeys } from './restore-keys.ts'

export interface LoadTask {
  readonly prepared: PreparedLoad
  readonly runId: string
  readonly journal: JournalEntry
  readonly recorder: Recorder
}

/** The schema that keeps the rows which were replaced, or null. */
export async function loadOnce({ prepared, runId, journal, recorder }: LoadTask): Promise<string | null> {
  const { connection, load, settings } = prepared
  const tables = load.tables.map(({ target }) => target)
  await lockRelations(connection, load.plan.schema, { tables, views: [] }, 'SHARE')
  await carryOut(prepared, beforeRows(prepared))
  const kept = await replaceRows(prepared, runId)
  await copyInOrder(prepared, recorder)
  await restoreKeys(prepared, recorder)
  await carryOut(prepared, afterRows(prepared))
  requireDecided(recorder.notices, settings.strict)
  await proveLoad(prepared, recorder)
  const raises = await findRaises(prepared)
  await recordLoaded({ prepared, kept, raises, journal, recorder })
  if (kept !== null)
    recorder.notice(
      makeNotice('ROWS_REPLACED', kept.tables.join(', '), `earlier rows are kept in schema ${kept.schema}`),
    )
  await raiseSequences(prepared, raises, recorder)
  return kept?.schema ?? null
}

async function carryOut({ connection }: PreparedLoad, statements: readonly Statement[]): Promise<void> {
  for (const { sql, object, purpose } of statements) await connection.execute(sql, { object, doing: purpose })
}
