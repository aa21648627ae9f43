// Values of every storage class as SQLite literals: what a column of a kind usually holds, and what is hostile.
import type { Random } from './random.ts'
import { quoteText } from './source-model.ts'
import {
  BLOBS,
  DATE_TIMES,
  DATES,
  HOSTILE_BYTES,
  INTEGERS,
  JSONS,
  NUMBER_TEXTS,
  ODD_DATES,
  ODD_JSONS,
  ODD_UUIDS,
  REALS,
  TEXTS,
  TIMES,
  TRUTH_TEXTS,
  UUIDS,
  ZONED,
} from './value-lists.ts'

const text = quoteText
const bytesAsText = (hex: string): string => `CAST(x'${hex}' AS TEXT)`

/** Random doubles by their bits, with digits enough to read them back. */
function randomReal(random: Random): string {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32BE(random.next(), 0)
  bytes.writeUInt32BE(random.next(), 4)
  const value = bytes.readDoubleBE()
  if (!Number.isFinite(value)) return '0.5'
  const digits = random.chance(0.5) ? String(value) : value.toPrecision(17)
  return /[.e]/.test(digits) ? digits : `${digits}.0`
}

function randomInteger(random: Random): string {
  const bits = random.between(1, 63)
  const value = BigInt.asIntN(64, (BigInt(random.next()) << 32n) | BigInt(random.next()))
  return String(value >> BigInt(63 - bits))
}

function randomText(random: Random): string {
  const alphabets = ['abcXYZ 0189', 'äöüß€', '日本語', '🙂🚀', '\\\t\n\r"\'', '\u0300\u0301'] as const
  const alphabet = [...random.pick(alphabets), ...random.pick(alphabets)]
  return Array.from({ length: random.between(0, 24) }, () => random.pick(alphabet)).join('')
}

/** Thousands of characters, some that compress and some that do not. */
function largeText(random: Random): string {
  const size = random.pick([900, 2600, 2800, 8200, 20_000])
  if (random.chance(0.5)) return text(random.pick(['x', 'é', '\\', 'ab\n']).repeat(size))
  return text(Array.from({ length: size / 8 }, () => random.next().toString(16).padStart(8, '0')).join(''))
}

export type Pool = (random: Random) => string

const of =
  (list: readonly string[], spell: (value: string) => string = text): Pool =>
  random =>
    spell(random.pick(list))
const mix =
  (...pools: readonly Pool[]): Pool =>
  random =>
    random.pick(pools)(random)
const range =
  (low: number, high: number): Pool =>
  random =>
    String(random.between(low, high))

/** What a column of a kind usually holds; the first pools are what its declaration says. */
export const FITTING = {
  integer: mix(range(-5, 200), range(-5, 200), of(INTEGERS, String), randomInteger),
  small: range(0, 30),
  real: mix(randomReal, of(REALS, String), range(-3, 50)),
  decimal: random => `${random.between(-999, 999)}.${random.pick(['0', '5', '25', '10', '99'])}`,
  boolean: range(0, 1),
  'boolean words': of(TRUTH_TEXTS),
  text: mix(
    of(TEXTS),
    random => text(randomText(random)),
    random => text(`word ${random.below(50)}`),
  ),
  'short text': random => text(`w${random.below(60)}`),
  date: of(DATES),
  time: of(TIMES),
  timestamp: mix(of(DATE_TIMES), of(DATE_TIMES), of(DATES)),
  zoned: of(ZONED),
  'epoch s': random => String(1_600_000_000 + random.below(100_000_000)),
  'epoch ms': random => String(1_600_000_000_000 + random.below(100_000_000_000)),
  'epoch us': random =>
    `${1_600_000_000 + random.below(100_000_000)}${String(random.below(1_000_000)).padStart(6, '0')}`,
  uuid: mix(of(UUIDS), random => text(uuidOf(random))),
  json: mix(of(JSONS), of(JSONS), range(0, 99)),
  blob: of(BLOBS, hex => `x'${hex}'`),
  'sixteen bytes': random => `x'${uuidOf(random).replaceAll('-', '')}'`,
} as const satisfies Readonly<Record<string, Pool>>

export type Kind = keyof typeof FITTING

function uuidOf(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.next().toString(16).padStart(8, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Kinds of hostile values, by the name under which they are counted. */
export const HOSTILE = {
  'integer edges': of(INTEGERS, String),
  'real edges': of(REALS, String),
  'random doubles': randomReal,
  'random integers': randomInteger,
  'odd texts': of(TEXTS),
  'random texts': random => text(randomText(random)),
  'numbers as text': of(NUMBER_TEXTS),
  'truth words': of(TRUTH_TEXTS),
  'NUL and bad UTF-8': of(HOSTILE_BYTES, bytesAsText),
  blobs: mix(
    of(BLOBS, hex => `x'${hex}'`),
    of(HOSTILE_BYTES, hex => `x'${hex}'`),
  ),
  'odd dates': mix(of(ODD_DATES), of(ODD_DATES), of(DATE_TIMES), of(ZONED), of(TIMES), of(DATES)),
  'uuid shapes': mix(of(UUIDS), of(ODD_UUIDS)),
  'json oddities': mix(of(JSONS), of(ODD_JSONS)),
  'large texts': largeText,
  'empty text': () => "''",
} as const satisfies Readonly<Record<string, Pool>>

export type Hostility = keyof typeof HOSTILE
export const HOSTILITIES = Object.keys(HOSTILE) as Hostility[]
