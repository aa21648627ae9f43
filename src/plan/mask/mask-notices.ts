// What a plan says of masks, for plan/notices.ts.
import type { NoticeKind } from '../load/load-notices.ts'

export const MASK_NOTICES = {
  MASKED: {
    severity: 'info',
    hint: 'As asked for by "mask" in the configuration; docs/masking.md says what it hides.',
  },
  MASK_KEY_MADE: {
    severity: 'info',
    hint: 'Set SQLITE2PG_MASK_KEY to keep them the same from run to run, and to let verify compare them.',
  },
  MASK_REFUSED: {
    severity: 'blocker',
    hint: 'Mask it in another way, or take it out of "mask" in the configuration.',
  },
} as const satisfies Readonly<Record<string, NoticeKind>>
