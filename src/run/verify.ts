// `verify`: proves that a SQLite file and a PostgreSQL schema hold the same, whoever made the copy. The plan
// that would be carried out today is what the target is held against. Changes nothing.
import { Sqlite2pgError } from '../model/errors.ts'
import type { TransferOptions } from '../model/options.ts'
import type { RunReport } from '../model/report.ts'
import { makeNotice } from '../plan/notices.ts'
import { requireUsable } from '../postgres/preflight.ts'
import { grantReading } from '../postgres/privilege-hint.ts'
import { type Prepared, withPrepared } from './prepare.ts'
import { compare, requireSame } from './prove.ts'
import { Recorder } from './recorder.ts'

export async function verify(options: TransferOptions): Promise<RunReport> {
  const recorder = new Recorder({
    verb: 'verify',
    dryRun: false,
    onEvent: options.onEvent,
    signal: options.signal,
  })
  try {
    await withPrepared(options, recorder, async prepared => {
      requireUsable(prepared.facts, { writes: false })
      const verdict = await recorder.step('verify', '', () =>
        compare(prepared, prepared.plan.schema, recorder).catch(error => {
          throw readableError(error, prepared)
        }),
      )
      const nothing = verdict.nothingToCompare
        ? [makeNotice('NOTHING_TO_COMPARE', prepared.plan.schema, 'both sides hold no rows')]
        : []
      recorder.notice(...nothing)
      requireSame(
        verdict,
        'Mend the target, or move everything anew with sqlite2pg migrate --force-recreate.',
      )
    })
    return recorder.report(null)
  } catch (error) {
    return recorder.reportThrown(error)
  }
}

/** Whoever only compares needs no more than the right to read. */
function readableError(error: unknown, { facts, plan }: Prepared): unknown {
  if (!(error instanceof Sqlite2pgError) || error.code !== 'TARGET_PRIVILEGE') return error
  const hint = `As their owner: ${grantReading(plan.schema, facts.currentUser)}`
  return new Sqlite2pgError(error.code, error.message, hint, { cause: error })
}
