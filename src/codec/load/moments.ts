// Dates and times for columns that the target has: texts with and without an offset, Go's own, and counts since 1970 of
// which the window says the unit. What has no offset is UTC; a timestamp holds the wall clock of UTC.
// https://www.postgresql.org/docs/current/datatype-datetime.html
import { readDateTime } from '../../sql/translate/date-time-text.ts'
import { type Instant, instantOf } from '../cast/instants.ts'
import { instantOfGoTime } from '../date-time-text.ts'
import type { JudgedValue } from '../judging-functions.ts'
import { MICROSECONDS_PER_DAY, momentTextOf } from '../moment.ts'

export type MomentType = 'timestamptz' | 'timestamp' | 'date'

/** How a type and its digits of a second are handed to a function. */
export function momentSpec(type: MomentType, digits: number): string {
  return `${type}|${digits}`
}

/** The windows in which a count is one of this unit and of no other. */
const WINDOWS = [
  { source: 'epoch_s', from: 1e9, to: 2_147_483_647 },
  { source: 'epoch_ms', from: 1e11, to: 4.1e12 },
  { source: 'epoch_us', from: 1e14, to: 4.1e15 },
] as const

const COUNT = /^\d+(?:\.\d+)?$/

/** What a value says of itself: a count, a text with an offset, or a naive text. */
export type MomentKind = 'count' | 'offset' | 'naive'

export function momentKindOf(value: JudgedValue): MomentKind | null {
  if (value === null || value instanceof Uint8Array) return null
  if (typeof value !== 'string' || COUNT.test(value)) return 'count'
  const read = readDateTime(value) ?? instantOfGoTime(value)
  if (read?.date == null) return null
  return read.offset === null ? 'naive' : 'offset'
}

/** `kind` asks for the kind instead, of values that are moments. */
export function writeLoadedMoment(spec: string, value: JudgedValue): string | null {
  const [type, digits = '6', asked] = spec.split('|')
  const instant = value instanceof Uint8Array || value === null ? null : readInstant(value, Number(digits))
  if (instant === null) return null
  const isWhole = instant.microseconds % MICROSECONDS_PER_DAY === 0n
  if (type === 'date' && !isWhole) return null
  if (asked === 'kind') return momentKindOf(value)
  const { date, time, isBeforeChrist } = momentTextOf(instant.microseconds)
  const clock = type === 'date' ? '' : ` ${time}${type === 'timestamptz' ? '+00' : ''}`
  return `${date}${clock}${isBeforeChrist ? ' BC' : ''}`
}

function readInstant(value: bigint | number | string, digits: number): Instant | null {
  const source = momentKindOf(value) === 'count' ? sourceOfCount(Number(value)) : 'go_time'
  return source === null ? null : instantOf({ source, zone: 'UTC', truncate: false, digits }, value)
}

/** 0 is the same moment in every unit. */
function sourceOfCount(count: number): string | null {
  if (count === 0) return 'epoch_s'
  return WINDOWS.find(({ from, to }) => count >= from && count <= to)?.source ?? null
}
