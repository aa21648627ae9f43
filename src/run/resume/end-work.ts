// A run that failed: what it has built is dropped, unless the server or its disk was at fault and rows are there already.
// Then it is kept for the next run, and the error says so.
import { type ErrorCode, Sqlite2pgError } from '../../model/errors.ts'
import { clearAfterFailure } from '../clear-after-failure.ts'
import { isFateUnknown } from '../commit-fate.ts'
import type { JournalEntry } from '../journal.ts'
import type { Prepared } from '../prepare.ts'
import type { Recorder } from '../recorder.ts'
import { amountText, type KeptWork } from './kept-work.ts'

const KEEPING: ReadonlySet<ErrorCode> = new Set([
  'TARGET_LOST',
  'TARGET_REFUSED',
  'TARGET_TIMEOUT',
  'TARGET_HOST_UNKNOWN',
  'TARGET_DISK_FULL',
])

/** What is to be thrown. */
export async function endWork(
  thrown: unknown,
  { connection, plan }: Prepared,
  work: KeptWork,
  journal: JournalEntry,
  recorder: Recorder,
): Promise<unknown> {
  const ending = recorder.endingOf(thrown)
  const { record, privateSchema } = work
  const isKept =
    KEEPING.has(ending.code) &&
    record.rows > 0n &&
    recorder.signal?.aborted !== true &&
    !isFateUnknown(thrown)
  await clearAfterFailure(connection, isKept ? null : privateSchema, journal, ending)
  if (!isKept) return thrown
  const total = plan.tables.reduce((sum, { sourceRows }) => sum + sourceRows, 0n)
  const next = `${amountText(record, total)} are kept in schema ${privateSchema}: run again with --resume to go on from there.`
  return new Sqlite2pgError(ending.code, ending.message, `${ending.hint} ${next}`, { cause: ending.cause })
}
