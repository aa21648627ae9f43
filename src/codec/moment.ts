// Moments as microseconds since 1970 in the Gregorian calendar, which has no end here: JavaScript's own dates
// stop before PostgreSQL's and know milliseconds only. https://www.postgresql.org/docs/current/datatype-datetime.html
import type { DateTimeText } from '../sql/translate/date-time-text.ts'

export const MICROSECONDS_PER_SECOND = 1_000_000n
export const MICROSECONDS_PER_DAY = 86_400_000_000n

/** The first moment of 4713 BC and the last of 294276 AD, which PostgreSQL's timestamps reach. */
const FIRST = microsecondsOf({ date: '-4712-01-01', time: null, offset: null })
const LAST = microsecondsOf({ date: '294276-12-31', time: '23:59:59.999999', offset: null })

export function isWithinTimestamps(microseconds: bigint): boolean {
  return microseconds >= FIRST && microseconds <= LAST
}

/** Microseconds of a date-time; an offset is taken away, without one the wall clock counts as UTC. Finer digits are cut. */
export function microsecondsOf({ date, time, offset }: Omit<DateTimeText, 'hasSeconds'>): bigint {
  const days = date === null ? 0n : daysSince1970(date)
  const clock = time === null ? 0n : clockMicroseconds(time)
  return days * MICROSECONDS_PER_DAY + clock - offsetMicroseconds(offset)
}

function daysSince1970(date: string): bigint {
  const [, year = '', month = '', day = ''] = /^(-?\d+)-(\d{2})-(\d{2})$/.exec(date) ?? []
  // Years begin in March, so that a leap day is the last of its year.
  const shifted = BigInt(year) - (Number(month) <= 2 ? 1n : 0n)
  const era = floorDivide(shifted, 400n)
  const yearOfEra = shifted - era * 400n
  const dayOfYear = BigInt(Math.floor((153 * ((Number(month) + 9) % 12) + 2) / 5)) + BigInt(day) - 1n
  const dayOfEra = yearOfEra * 365n + yearOfEra / 4n - yearOfEra / 100n + dayOfYear
  return era * 146_097n + dayOfEra - 719_468n
}

function clockMicroseconds(time: string): bigint {
  const [hour = '0', minute = '0', second = '0'] = time.slice(0, 8).split(':')
  const fraction = time.slice(9, 15).padEnd(6, '0')
  return (
    (BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(second)) * MICROSECONDS_PER_SECOND +
    BigInt(fraction)
  )
}

function offsetMicroseconds(offset: string | null): bigint {
  if (offset === null || offset === 'Z') return 0n
  const [hours = '0', minutes = '0'] = offset.slice(1).split(':')
  const size = (BigInt(hours) * 60n + BigInt(minutes)) * 60n * MICROSECONDS_PER_SECOND
  return offset.startsWith('-') ? -size : size
}

export interface MomentText {
  /** `YYYY-MM-DD`, without a sign. */
  readonly date: string
  /** `HH:MM:SS`, with six digits of a second where there is a fraction. */
  readonly time: string
  readonly isBeforeChrist: boolean
}

/** The wall clock of UTC at a moment, with years as PostgreSQL counts them. */
export function momentTextOf(microseconds: bigint): MomentText {
  const days = floorDivide(microseconds, MICROSECONDS_PER_DAY)
  const { year, month, day } = civilDate(days)
  const shown = year > 0n ? year : 1n - year
  return {
    date: `${String(shown).padStart(4, '0')}-${two(month)}-${two(day)}`,
    time: clockText(microseconds - days * MICROSECONDS_PER_DAY),
    isBeforeChrist: year <= 0n,
  }
}

function civilDate(days: bigint): { year: bigint; month: bigint; day: bigint } {
  const shifted = days + 719_468n
  const era = floorDivide(shifted, 146_097n)
  const dayOfEra = shifted - era * 146_097n
  const yearOfEra = (dayOfEra - dayOfEra / 1460n + dayOfEra / 36_524n - dayOfEra / 146_096n) / 365n
  const dayOfYear = dayOfEra - (365n * yearOfEra + yearOfEra / 4n - yearOfEra / 100n)
  const monthFromMarch = (5n * dayOfYear + 2n) / 153n
  const month = monthFromMarch < 10n ? monthFromMarch + 3n : monthFromMarch - 9n
  return {
    year: yearOfEra + era * 400n + (month <= 2n ? 1n : 0n),
    month,
    day: dayOfYear - (153n * monthFromMarch + 2n) / 5n + 1n,
  }
}

/** `HH:MM:SS[.ffffff]` of the microseconds of one day. */
function clockText(microseconds: bigint): string {
  const seconds = microseconds / MICROSECONDS_PER_SECOND
  const fraction = microseconds % MICROSECONDS_PER_SECOND
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(':')
  return fraction === 0n ? clock : `${clock}.${String(fraction).padStart(6, '0')}`
}

function two(value: bigint): string {
  return String(value).padStart(2, '0')
}

export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor
  return dividend % divisor < 0n ? quotient - 1n : quotient
}
