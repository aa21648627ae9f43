// The key of a run's masks: the one that was given, or one made for this run alone. It is in no plan, no report and no
// message; only the readers of the file are handed it.
import { randomBytes } from 'node:crypto'
import { Sqlite2pgError } from '../model/errors.ts'
import { isKeyed, maskKind } from '../model/mask.ts'
import type { TransferOptions } from '../model/options.ts'
import type { Plan } from '../model/plan.ts'
import type { Verb } from '../model/report.ts'
import type { PlanOptions } from '../plan/draft.ts'
import type { RunSettings } from './run-settings.ts'

export type Masking =
  | { readonly origin: 'given' | 'made'; readonly key: Uint8Array }
  /** Nothing is masked. */
  | { readonly origin: 'none'; readonly key: null }

type MaskingOptions = Pick<TransferOptions, 'mask' | 'maskKey'> & { readonly resume?: boolean }

const KEY_BYTES = 32
/** A shorter one could be found by trying. */
const FEWEST_CHARACTERS = 16

/** Throws BAD_OPTION_VALUE. */
export function maskingOf({ mask = {}, maskKey, resume = false }: MaskingOptions): Masking {
  if (Object.keys(mask).length === 0) return { origin: 'none', key: null }
  if (maskKey === undefined) {
    if (resume && Object.values(mask).some(wish => isKeyed(maskKind(wish)))) throw resumeWithoutKey()
    return { key: randomBytes(KEY_BYTES), origin: 'made' }
  }
  if (maskKey.trim().length >= FEWEST_CHARACTERS) return { key: Buffer.from(maskKey.trim()), origin: 'given' }
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `the key of the masks is too short: it has fewer than ${FEWEST_CHARACTERS} characters`,
    'Make one with: openssl rand -hex 32',
  )
}

function resumeWithoutKey(): Sqlite2pgError {
  return new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    '--resume: columns are masked with the key of the run that is to be resumed, and that key was made for it alone',
    'Run without --resume, or set SQLITE2PG_MASK_KEY beforehand next time.',
  )
}

/** What a plan may know of it. */
export function maskOptions(
  { mask = {} }: MaskingOptions,
  { origin }: Masking,
): Pick<PlanOptions, 'masks' | 'maskKey'> {
  return origin === 'none' ? {} : { masks: mask, maskKey: origin }
}

/** What is there already was masked with the key of another run. */
export function maskedFor(verb: Verb, settings: RunSettings): RunSettings {
  const isCompared = verb === 'verify' || verb === 'repair'
  if (!isCompared || settings.plan.maskKey !== 'made') return settings
  return { ...settings, plan: { ...settings.plan, maskKey: 'unknown' } }
}

/** Throws BAD_OPTION_VALUE: a load sends values as they are, and says so before it does. */
export function refuseMasks({ mask = {} }: MaskingOptions): void {
  const [first] = Object.keys(mask)
  if (first === undefined) return
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `mask: load sends every value as it is and masks none, and the configuration masks ${first}`,
    'Use migrate or refresh to mask, or take "mask" out of the configuration to load the values as they are.',
  )
}

/** Throws BAD_OPTION_VALUE: a repair without the key would write other values into every row. */
export function requireMaskKey({ tables }: Pick<Plan, 'tables'>): void {
  for (const { source, columns } of tables)
    for (const column of columns)
      if (column.mask?.isComparable === false)
        throw new Sqlite2pgError(
          'BAD_OPTION_VALUE',
          `mask: ${source}.${column.source} was masked with a key, and without that key it cannot be repaired`,
          'Set SQLITE2PG_MASK_KEY to the key of the run that masked it, or refresh.',
        )
}
