// Stage 4 within a run: both sides are compared before anybody can see the copy.
import { Sqlite2pgError } from '../model/errors.ts'
import type { Notice } from '../model/plan.ts'
import type { Check, Verdict } from '../model/verdict.ts'
import { makeNotice } from '../plan/notices.ts'
import { type VerifyProgress, verifyCopy } from '../verify/verify-copy.ts'
import type { Prepared } from './prepare.ts'
import type { Recorder } from './recorder.ts'
import type { RunSettings } from './run-settings.ts'

/** What this version proves less than asked. */
export function proofNotices(proof: RunSettings['proof']): readonly Notice[] {
  if (proof === 'full')
    return [
      makeNotice('PROOF_COUNTS_ONLY', 'proof', 'the content proof of every cell is not part of this version'),
    ]
  return proof === 'none'
    ? [makeNotice('PROOF_NONE', 'proof', 'nothing was proven, as asked for by --proof=none')]
    : []
}

/** Compares the copy in `schema` with the source; throws DIFFERENT. */
export async function prove(prepared: Prepared, schema: string, recorder: Recorder): Promise<void> {
  if (prepared.settings.proof === 'none') return
  const verdict = await recorder.step('verify', '', () => compare(prepared, schema, recorder))
  requireSame(verdict)
}

export async function compare(
  { plan, source, reader, connection }: Prepared,
  schema: string,
  recorder: Recorder,
): Promise<Verdict> {
  const onProgress = ({ table, done, total }: VerifyProgress): void =>
    recorder.progress('verify', table, BigInt(done), BigInt(total), 'tables')
  const verdict = await verifyCopy({ plan, source, reader, connection, schema, onProgress })
  recorder.found({ verdict })
  return verdict
}

const SHOWN = 5

/** Throws DIFFERENT, naming the first differences. */
export function requireSame(verdict: Verdict): void {
  const different = verdict.checks.filter(({ status }) => status === 'different')
  if (different.length === 0) return
  const shown = different.slice(0, SHOWN).map(phrase)
  const rest = different.length > SHOWN ? [`and ${different.length - SHOWN} more`] : []
  throw new Sqlite2pgError(
    'DIFFERENT',
    `source and target differ: ${[...shown, ...rest].join('; ')}`,
    'Run sqlite2pg verify to see every check.',
  )
}

function phrase({ kind, object, expected, found, remark }: Check): string {
  return `${object}: ${kind} ${expected} in the source, ${found} in the target${remark === '' ? '' : ` (${remark})`}`
}
