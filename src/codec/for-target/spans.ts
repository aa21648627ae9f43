// Spans of time for a target's interval: days and a clock as texts of Python, .NET and PostgreSQL have them, or whole
// microseconds, which is how Django keeps a duration in SQLite. Months are no number of days, so they stay text.
// https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-OUTPUT
import type { JudgedValue } from '../judging-functions.ts'
import { UNREADABLE } from './unreadable.ts'

const SPAN =
  /^(?:([+-]?)(\d{1,7})(?: days?,?(?: |$)|[ .](?=\d+:)))?(?:([+-]?)(\d{1,9}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?)?$/
const MICROSECONDS_PER_DAY = 86_400_000_000n

export function readSpan(value: JudgedValue): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return UNREADABLE
  const microseconds = microsecondsOf(value)
  if (microseconds !== null) return String(microseconds)
  return /^[-\w:. ]+$/.test(value) ? value : UNREADABLE
}

/** A sign before the days of .NET's form is that of the whole; PostgreSQL gives the clock one of its own. */
function microsecondsOf(text: string): bigint | null {
  const match = text === '' ? null : SPAN.exec(text)
  if (match === null) return null
  const [, daySign = '', days = '0', sign = '', hours = '0', minutes = '0', seconds = '0', fraction = ''] =
    match
  const digits = fraction.replace(/0+$/, '')
  if (digits.length > 6) return null
  const whole = (BigInt(hours) * 60n + BigInt(minutes)) * 60n + BigInt(seconds)
  const clock = whole * 1_000_000n + BigInt(digits.padEnd(6, '0'))
  const day = BigInt(days) * MICROSECONDS_PER_DAY
  const isWholeNegative = daySign === '-' && /^-\d+\./.test(text)
  return (daySign === '-' ? -day : day) + (sign === '-' || isWholeNegative ? -clock : clock)
}
