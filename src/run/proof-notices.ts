// What a run proves less than one might think, said before it begins.
import type { Notice } from '../model/plan.ts'
import { makeNotice } from '../plan/notices.ts'
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
