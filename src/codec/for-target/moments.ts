// Dates and times for a target's types, from texts and from counts since 1970: a text without an offset and a count
// are UTC. A count's unit is told by its size, since 1970 to 5138 in seconds is 1970 to 1973 in milliseconds.
// https://www.postgresql.org/docs/current/datatype-datetime.html
import { isFinerThanMicroseconds, readDateTime } from '../../sql/translate/date-time-text.ts'
import { instantOfGoTime } from '../date-time-text.ts'
import { decimalOf } from '../exact-decimal.ts'
import type { JudgedValue } from '../judging-functions.ts'
import { isWithinTimestamps, MICROSECONDS_PER_DAY, microsecondsOf, momentTextOf } from '../moment.ts'
import { UNREADABLE } from './unreadable.ts'

/** Microseconds since 1970, or null for what is no moment or finer than a microsecond. */
function microsecondsFrom(value: JudgedValue): bigint | null {
  if (value === null || value instanceof Uint8Array) return null
  const isCount = typeof value !== 'string' || /^-?\d+(?:\.\d+)?$/.test(value)
  const microseconds = isCount ? counted(value) : written(value)
  return microseconds !== null && isWithinTimestamps(microseconds) ? microseconds : null
}

function written(text: string): bigint | null {
  const read = readDateTime(text) ?? instantOfGoTime(text)
  return read?.date == null || isFinerThanMicroseconds(read) ? null : microsecondsOf(read)
}

/** Counts below each size are of the unit whose microseconds stand beside it; above all of them, nanoseconds. */
const UNITS = [
  { below: 10n ** 11n, nanoseconds: 1_000_000_000n },
  { below: 10n ** 14n, nanoseconds: 1_000_000n },
  { below: 10n ** 17n, nanoseconds: 1000n },
] as const

function counted(value: bigint | number | string): bigint | null {
  const decimal = decimalOf(value)
  if (decimal === null) return null
  const scale = 10n ** BigInt(decimal.scale)
  const whole = decimal.digits / scale
  const size = whole < 0n ? -whole : whole
  const nanoseconds = decimal.digits * (UNITS.find(({ below }) => size < below)?.nanoseconds ?? 1n)
  const divisor = scale * 1000n
  return nanoseconds % divisor === 0n ? nanoseconds / divisor : null
}

/** As timestamp writes it; of a timestamptz, its wall clock in UTC. */
export function readMoment(value: JudgedValue): string {
  const microseconds = microsecondsFrom(value)
  if (microseconds === null) return UNREADABLE
  const { date, time, isBeforeChrist } = momentTextOf(microseconds)
  return `${date} ${withoutZeros(time)}${isBeforeChrist ? ' BC' : ''}`
}

/** A moment without a time of day. */
export function readDay(value: JudgedValue): string {
  return writeDay(microsecondsFrom(value))
}

export function dayOfMicroseconds(value: JudgedValue): string {
  return writeDay(value === null || value instanceof Uint8Array ? null : BigInt(value))
}

function writeDay(microseconds: bigint | null): string {
  if (microseconds === null || microseconds % MICROSECONDS_PER_DAY !== 0n) return UNREADABLE
  const { date, isBeforeChrist } = momentTextOf(microseconds)
  return `${date}${isBeforeChrist ? ' BC' : ''}`
}

/** The day of a moment as PostgreSQL writes it, at midnight. */
export function dayOfMoment(moment: JudgedValue): string {
  const [, date, era = ''] = /^(.*) 00:00:00( BC)?$/.exec(String(moment)) ?? []
  return date === undefined ? UNREADABLE : `${date}${era}`
}

/** A date as the midnight it begins with. */
export function midnightOf(date: JudgedValue): string {
  const text = String(date)
  return text.endsWith(' BC') ? `${text.slice(0, -3)} 00:00:00 BC` : `${text} 00:00:00`
}

export function readTimeOfDay(value: JudgedValue): string {
  const read = typeof value === 'string' ? readDateTime(value) : null
  if (read?.time == null || read.date !== null || read.offset !== null) return UNREADABLE
  return isFinerThanMicroseconds(read) ? UNREADABLE : withoutZeros(read.time)
}

function withoutZeros(time: string): string {
  return time.includes('.') ? time.replace(/\.?0+$/, '') : time
}
