// Spans of time for a target's interval: days and a clock as texts of Python, .NET and PostgreSQL have them, ISO 8601 as
// JavaScript and Java write it, or whole microseconds, which is how Django keeps a duration in SQLite. Months are no number
// of days, so they stay text, as PostgreSQL writes it.
// https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-OUTPUT
import type { JudgedValue } from '../judging-functions.ts'
import { UNREADABLE } from './unreadable.ts'

const SPAN =
  /^(?:([+-]?)(\d{1,7})(?: days?,?(?: |$)|[ .](?=\d+:)))?(?:([+-]?)(\d{1,9}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?)?$/
const MICROSECONDS_PER_DAY = 86_400_000_000n

export function readSpan(value: JudgedValue): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return UNREADABLE
  const iso = isoSpan(value)
  if (iso !== null) return iso
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

const NUMBER = String.raw`([+-]?\d{1,12}(?:[.,]\d{1,12})?)`
const part = (unit: string): string => `(?:${NUMBER}${unit})?`
const ISO_SPAN = new RegExp(
  `^([+-]?)P(?=.)${part('Y')}${part('M')}${part('W')}${part('D')}(?:T(?=.)${part('H')}${part('M')}${part('S')})?$`,
)
/** Of weeks, days, hours, minutes and seconds. */
const UNIT_MICROSECONDS = [
  7n * MICROSECONDS_PER_DAY,
  MICROSECONDS_PER_DAY,
  3_600_000_000n,
  60_000_000n,
  1_000_000n,
] as const

/** `PT1H30M`, `P1DT2H`, `P1Y2M`; null for any other text, and where a part of a month or of a microsecond is left. */
function isoSpan(text: string): string | null {
  const [, sign, years = '0', months = '0', ...rest] = ISO_SPAN.exec(text) ?? []
  if (sign === undefined || !/^[+-]?\d+$/.test(years + months)) return null
  const parts = UNIT_MICROSECONDS.map((unit, i) => exactly(rest[i] ?? '0', unit))
  const total = parts.reduce<bigint | null>(
    (sum, each) => (sum === null || each === null ? null : sum + each),
    0n,
  )
  const wholeMonths = BigInt(years) * 12n + BigInt(months)
  if (total === null) return null
  if (wholeMonths === 0n) return String(sign === '-' ? -total : total)
  const days = (parts[0] ?? 0n) + (parts[1] ?? 0n)
  return sign === '-' ? null : monthsText(wholeMonths, days, total - days)
}

/** `1.5` of a unit, as long as no part of a microsecond is left. */
function exactly(number: string, unit: bigint): bigint | null {
  const [whole = '0', fraction = ''] = number.replace(',', '.').split('.')
  const scale = 10n ** BigInt(fraction.length)
  const product = BigInt(whole + fraction) * unit
  return product % scale === 0n ? product / scale : null
}

/** `1 year 2 mons 3 days 04:05:06`; null where signs are mixed, for which PostgreSQL has rules of its own. */
function monthsText(months: bigint, days: bigint, clock: bigint): string | null {
  if (months < 0n || days < 0n || clock < 0n || days % MICROSECONDS_PER_DAY !== 0n) return null
  const named = [
    [months / 12n, 'year'],
    [months % 12n, 'mon'],
    [days / MICROSECONDS_PER_DAY, 'day'],
  ] as const
  const said = named.flatMap(([count, unit]) =>
    count === 0n ? [] : [`${count} ${unit}${count === 1n ? '' : 's'}`],
  )
  return [...said, ...(clock === 0n ? [] : [clockText(clock)])].join(' ')
}

function clockText(microseconds: bigint): string {
  const two = (count: bigint): string => String(count).padStart(2, '0')
  const seconds = microseconds / 1_000_000n
  const fraction = String(microseconds % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  return fraction === '' ? clock : `${clock}.${fraction}`
}
