// What a run proves less than one might think, said before it begins.
import type { Notice } from '../model/plan.ts'
import { makeNotice } from '../plan/notices.ts'
import type { RunSettings } from './run-settings.ts'

export function proofNotices(proof: RunSettings['proof']): readonly Notice[] {
  switch (proof) {
    case 'full':
      return []
    case 'counts':
      return [
        makeNotice('PROOF_COUNTS_ONLY', 'proof', 'contents are not compared, as asked for by --proof=counts'),
      ]
    case 'none':
      return [makeNotice('PROOF_NONE', 'proof', 'nothing was proven, as asked for by --proof=none')]
  }
}
