// What a caller of the library hands over, before it is used: TypeScript guards its own callers, JavaScript
// guards nobody.
import { Sqlite2pgError } from '../model/errors.ts'
import type { MaskWish } from '../model/mask.ts'
import type { TransferOptions, VerifyOptions } from '../model/options.ts'
import { findContradiction } from '../plan/contradictions.ts'

type Given = Readonly<Record<string, unknown>>

const CHOICES = {
  orphans: ['keep', 'quarantine', 'fail'],
  badValues: ['widen', 'quarantine', 'fail'],
  names: ['keep', 'lower', 'snake'],
  proof: ['full', 'counts', 'none'],
} as const satisfies Partial<Record<keyof TransferOptions, readonly string[]>>

/** Throws BAD_OPTION_VALUE. */
export function checkOptions(options: TransferOptions & Partial<VerifyOptions>): void {
  const given = options as unknown as Given
  const path = given['sqlitePath']
  demand(typeof path === 'string' || path instanceof URL, 'sqlitePath', 'the path of a file', path)
  for (const key of ['url', 'schema'])
    demand(isMissing(given[key]) || typeof given[key] === 'string', key, 'a text', given[key])
  for (const key of ['include', 'exclude'])
    demand(isMissing(given[key]) || isTexts(given[key]), key, 'a list of texts', given[key])
  for (const key of ['casts', 'tables', 'environment'])
    demand(isMissing(given[key]) || isRecord(given[key]), key, 'a record', given[key])
  requireCount('jobs', MOST_JOBS, given['jobs'])
  requireCount('limit', Number.MAX_SAFE_INTEGER, given['limit'])
  requireSample(given['sample'], given['proof'])
  const { recheck } = given
  const isDelay = typeof recheck === 'number' && recheck > 0 && recheck <= MOST_SECONDS
  demand(
    isMissing(recheck) || recheck === true || isDelay,
    'recheck',
    `seconds, up to ${MOST_SECONDS},`,
    recheck,
  )
  requireDuration('retryFor', given['retryFor'])
  demand(
    isMissing(given['resume']) || typeof given['resume'] === 'boolean',
    'resume',
    'true or false',
    given['resume'],
  )
  requireCount('partBytes', Number.MAX_SAFE_INTEGER, given['partBytes'])
  requireMasks(given['mask'], given['maskKey'])
  for (const [key, values] of Object.entries(CHOICES)) requireChoice(key, values, given[key])
  const contradiction = findContradiction(options)
  if (contradiction === null) return
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `${contradiction.option}: ${contradiction.fact}`,
    'Leave one of them out.',
  )
}

const MOST_SECONDS = 3600

function requireDuration(key: string, value: unknown): void {
  const isDuration = typeof value === 'number' && value >= 0 && value <= MOST_SECONDS
  demand(isMissing(value) || isDuration, key, `seconds from 0 to ${MOST_SECONDS}`, value)
}

function requireMasks(mask: unknown, key: unknown): void {
  if (!isMissing(key)) demand(typeof key === 'string', 'maskKey', 'a text', null)
  if (isMissing(mask)) return
  demand(isRecord(mask), 'mask', 'a record', mask)
  for (const [name, wish] of Object.entries(mask as Given)) {
    const { fixed } = (isRecord(wish) ? wish : {}) as Given
    const hasNul = typeof fixed === 'string' && fixed.includes('\0')
    demand(!hasNul, `mask ${name}`, 'a text without NUL', fixed)
    const isFixed = typeof fixed === 'string' || Number.isFinite(fixed)
    const isKind = isFixed || (typeof wish === 'string' && MASK_WORDS.includes(wish))
    demand(isKind, `mask ${name}`, `one of ${MASK_WORDS.join(', ')}, or { fixed: a text or a number }`, wish)
  }
}

const MASK_WORDS: readonly string[] = ['hash', 'null', 'email', 'keep-domain'] satisfies MaskWish[]

function requireSample(sample: unknown, proof: unknown): void {
  if (sample === undefined) return
  const { rows, percent, seed } = (isRecord(sample) ? sample : {}) as Given
  const isSize =
    sample === true ||
    (Number.isSafeInteger(rows) && (rows as number) > 0) ||
    (typeof percent === 'number' && percent > 0 && percent <= 100)
  demand(isSize, 'sample', 'true, { rows } or { percent }', sample)
  demand(isMissing(seed) || Number.isSafeInteger(seed), 'sample', 'a whole number as the seed', seed)
  demand(isMissing(proof) || proof === 'full', 'proof', 'full beside sample', proof)
}

/** Threads and connections beyond help nobody and take memory. */
const MOST_JOBS = 64

function requireCount(key: string, most: number, value: unknown): void {
  const isCount = Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= most
  const wanted = most === MOST_JOBS ? `a whole number from 1 to ${most}` : 'a whole number of 1 or more'
  demand(isMissing(value) || isCount, key, wanted, value)
}

function requireChoice(key: string, values: readonly string[], value: unknown): void {
  const isChoice = isMissing(value) || values.includes(value as string)
  demand(isChoice, key, `one of ${values.join(', ')}`, value)
}

function demand(holds: boolean, key: string, wanted: string, value: unknown): void {
  if (holds) return
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value
  const shown = typeof value === 'string' ? JSON.stringify(value) : kind
  throw new Sqlite2pgError(
    'BAD_OPTION_VALUE',
    `${key}: ${wanted} is wanted, ${key === 'url' ? kind : shown} was given`,
    `Correct the option ${key}.`,
  )
}

const isMissing = (value: unknown): boolean => value === undefined

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every(each => typeof each === 'string')
