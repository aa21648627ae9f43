// What `epoch_ms`, `webkit` and the like make of one value: counts of a unit since a beginning, texts with an offset,
// and naive texts where the user names their zone. Nothing is rounded: what is finer than asked for is refused or cut.
import {
  type DateTimeText,
  isFinerThanMicroseconds,
  readDateTime,
} from '../../sql/translate/date-time-text.ts'
import { instantOfGoTime } from '../date-time-text.ts'
import { decimalOf } from '../exact-decimal.ts'
import { floorDivide, isWithinTimestamps, microsecondsOf } from '../moment.ts'
import { instantsOfWallClock } from '../wall-clock.ts'

/** `count` units make `microseconds`; the count begins at `origin`, in microseconds since 1970. */
interface Counting {
  readonly count: bigint
  readonly microseconds: bigint
  readonly origin: bigint
}

export const COUNTINGS = {
  epoch_s: { count: 1n, microseconds: 1_000_000n, origin: 0n },
  epoch_ms: { count: 1n, microseconds: 1000n, origin: 0n },
  epoch_us: { count: 1n, microseconds: 1n, origin: 0n },
  epoch_ns: { count: 1000n, microseconds: 1n, origin: 0n },
  coredata: { count: 1n, microseconds: 1_000_000n, origin: 978_307_200_000_000n },
  webkit: { count: 1n, microseconds: 1n, origin: -11_644_473_600_000_000n },
  ticks: { count: 10n, microseconds: 1n, origin: -62_135_596_800_000_000n },
  julian: { count: 1n, microseconds: 86_400_000_000n, origin: -210_866_760_000_000_000n },
} as const satisfies Readonly<Record<string, Counting>>

export type CountingName = keyof typeof COUNTINGS

export function isCounting(name: string): name is CountingName {
  return Object.hasOwn(COUNTINGS, name)
}

/** How instants of a column are read; written as one text where SQL hands it to a function. */
export interface InstantReading {
  /** A counting, `go_time`, `timestamptz` or `timestamp` (naive texts only). */
  readonly source: string
  /** Zone of naive texts; '' where they are refused. */
  readonly zone: string
  readonly truncate: boolean
  /** Digits of a second that are kept. */
  readonly digits: number
}

export function writeReading({ source, zone, truncate, digits }: InstantReading): string {
  return [source, zone, truncate ? 'truncate' : '', digits].join('|')
}

export function readReading(text: string): InstantReading {
  const [source = '', zone = '', truncate = '', digits = '6'] = text.split('|')
  return { source, zone, truncate: truncate !== '', digits: Number(digits) }
}

export interface Instant {
  /** Microseconds since 1970; of the wall clock for `timestamp`. */
  readonly microseconds: bigint
  readonly isCut: boolean
  readonly isNaive: boolean
  /** The clock of the zone showed this time twice, and the later instant is taken. */
  readonly isAmbiguous: boolean
}

/** Null for a value that this reading does not take exactly. */
export function instantOf(reading: InstantReading, value: bigint | number | string): Instant | null {
  const read = typeof value === 'string' ? textOf(reading, value) : null
  const instant = read === null ? counted(reading, value) : written(reading, read)
  if (instant === null || !isWithinTimestamps(instant.microseconds)) return null
  return withDigits(reading, instant)
}

const EXACT = { isCut: false, isNaive: false, isAmbiguous: false }

function textOf({ source }: InstantReading, text: string): DateTimeText | null {
  const read = readDateTime(text) ?? (source === 'go_time' ? instantOfGoTime(text) : null)
  return read?.date == null ? null : read
}

function counted({ source, truncate }: InstantReading, value: bigint | number | string): Instant | null {
  const decimal = isCounting(source) ? decimalOf(value) : null
  if (decimal === null || !isCounting(source)) return null
  const { count, microseconds, origin } = COUNTINGS[source]
  if (source === 'julian' && typeof value === 'number') {
    const days = julianMicroseconds(value)
    if (days !== null) return { ...EXACT, microseconds: days + origin }
  }
  const divisor = count * 10n ** BigInt(decimal.scale)
  const product = decimal.digits * microseconds
  const isCut = product % divisor !== 0n
  return isCut && !truncate ? null : { ...EXACT, isCut, microseconds: product / divisor + origin }
}

/** SQLite counts Julian days in whole milliseconds and prints them as the nearest double. */
function julianMicroseconds(days: number): bigint | null {
  const milliseconds = Math.round(days * 86_400_000)
  return Number.isSafeInteger(milliseconds) && milliseconds / 86_400_000 === days
    ? BigInt(milliseconds) * 1000n
    : null
}

function written({ source, zone, truncate }: InstantReading, read: DateTimeText): Instant | null {
  const isCut = isFinerThanMicroseconds(read)
  if (isCut && !truncate) return null
  const microseconds = microsecondsOf(read)
  if (source === 'timestamp') return read.offset === null ? { ...EXACT, isCut, microseconds } : null
  if (read.offset !== null) return hasPossibleOffset(read.offset) ? { ...EXACT, isCut, microseconds } : null
  if (zone === '') return null
  const instants = instantsOfWallClock(microseconds, zone)
  const last = instants.at(-1)
  return last === undefined
    ? null
    : { isCut, isNaive: true, isAmbiguous: instants.length > 1, microseconds: last }
}

function hasPossibleOffset(offset: string): boolean {
  const [hours = 0, minutes = 0] = offset === 'Z' ? [] : offset.slice(1).split(':').map(Number)
  return hours <= 14 && minutes <= 59
}

function withDigits({ digits, truncate }: InstantReading, instant: Instant): Instant | null {
  const step = 10n ** BigInt(6 - digits)
  const kept = floorDivide(instant.microseconds, step) * step
  if (kept === instant.microseconds) return instant
  return truncate ? { ...instant, microseconds: kept, isCut: true } : null
}
