// What runs have left behind that were killed, lost their server for good, or ran out of disk: found in the target, held
// against the run that is to go on with it, and taken up or refused with what has changed.
import { Sqlite2pgError } from '../../model/errors.ts'
import { makeNotice } from '../../plan/notices.ts'
import { parseMark } from '../../plan/target/private-schema.ts'
import type { TargetConnection } from '../../postgres/connection.ts'
import { readPrivateSchemas } from '../../postgres/private-schemas.ts'
import { readTerms } from '../../postgres/progress.ts'
import { countText } from '../../report/quantity-text.ts'
import type { Prepared } from '../prepare.ts'
import type { Recorder } from '../recorder.ts'
import { RunRecord } from './run-record.ts'
import { type Terms, termsOf, whatChanged } from './terms.ts'

export interface KeptWork {
  readonly privateSchema: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly record: RunRecord
}

/** The newest for a live schema; while the lock of that schema is ours nobody is at work on it. */
export async function findKept(connection: TargetConnection, schema: string): Promise<KeptWork | null> {
  const found = (await readPrivateSchemas(connection)).toReversed().flatMap(({ name, comment }) => {
    const mark = parseMark(comment)
    return mark?.sqlite2pg === 'run' && mark.schema === schema ? [{ name, mark }] : []
  })
  const [newest] = found
  const progress = newest?.mark.progress
  if (newest === undefined || progress === undefined) return null
  const { name, mark } = newest
  return { privateSchema: name, startedAt: mark.startedAt, record: new RunRecord(name, progress) }
}

/** What this run goes on with; null, and a notice, where there is nothing. Throws NOT_RESUMABLE. */
export async function takeUp(
  prepared: Prepared,
  sourceBytes: string | null,
  recorder: Recorder,
): Promise<KeptWork | null> {
  const { connection, plan } = prepared
  const kept = await findKept(connection, plan.schema)
  if (kept === null) {
    const text = 'no earlier run has left work for it: this one begins at the start'
    recorder.notice(makeNotice('NOTHING_TO_RESUME', plan.schema, text))
    return null
  }
  await requireUnchanged(connection, kept, termsOf(prepared, sourceBytes))
  await kept.record.read(connection)
  const total = plan.tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0n)
  const text = `goes on with the run of ${kept.startedAt}, of which ${amountText(kept.record, total)} are there`
  recorder.notice(makeNotice('RESUMED', plan.schema, text))
  return kept
}

async function requireUnchanged(
  connection: TargetConnection,
  { record, startedAt, privateSchema }: KeptWork,
  now: Terms,
): Promise<void> {
  const then = await readTerms(connection, record.table)
  const change =
    then === null ? 'what it was begun with is not on record' : whatChanged(JSON.parse(then), now)
  if (change === null) return
  throw new Sqlite2pgError(
    'NOT_RESUMABLE',
    `the run of ${startedAt} cannot be resumed: ${change}`,
    `Run without --resume: that begins at the start and drops what is kept (schema ${privateSchema}).`,
  )
}

/** `650,000 of 1,000,000 rows`, and once all of them are there, what was built on them. */
export function amountText({ rows, statements }: RunRecord, totalRows: bigint): string {
  const copied = `${countText(rows)} of ${countText(totalRows)} rows`
  return rows < totalRows || statements === 0
    ? copied
    : `${copied} and the work of ${countText(statements)} statements`
}
