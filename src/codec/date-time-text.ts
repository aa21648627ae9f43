// Judges one date or time written as text or as a number, by our own rules: PostgreSQL's input functions
// accept and change too much (`24:00:00`, `now`, `6.5.2024`), so they are no judge.
// https://www.postgresql.org/docs/current/datatype-datetime.html
import type { Shape } from '../model/census.ts'

const DATE = /^(\d{4})-(\d\d)-(\d\d)/
const CLOCK = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?/
const ZONE = /^ ?(?:Z|([+-])(\d\d)(?::?(\d\d))?(?: UTC)?)$/
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The shape of a text as a date, a time of day or a moment; null if it is none PostgreSQL would keep exactly. */
export function shapeOfDateTimeText(text: string): Shape | null {
  const date = DATE.exec(text)
  if (date === null) return shapeOfTimeText(text)
  if (!isCalendarDate(Number(date[1]), Number(date[2]), Number(date[3]))) return null
  const rest = text.slice(10)
  if (rest === '') return 'date'
  if (rest[0] !== ' ' && rest[0] !== 'T') return null
  const clock = CLOCK.exec(rest.slice(1))
  if (clock === null || !isClock(clock)) return null
  const zone = rest.slice(1 + clock[0].length)
  if (zone === '') return isFine(clock[4]) ? 'timestamp fine' : 'timestamp'
  return shapeOfZoned(zone, clock, date[1] === '0001' || date[1] === '9999')
}

function shapeOfZoned(zone: string, clock: RegExpExecArray, atTheEdge: boolean): Shape | null {
  const found = ZONE.exec(zone)
  if (found === null || clock[3] === undefined) return null
  if (isFine(clock[4])) return 'timestamptz fine'
  const [, , hours = '00', minutes = '00'] = found
  if (Number(hours) > 14 || Number(minutes) > 59) return null
  const shifted = Number(hours) !== 0 || Number(minutes) !== 0
  if (shifted && atTheEdge) return null
  return shifted ? 'timestamptz offset' : 'timestamptz'
}

function shapeOfTimeText(text: string): Shape | null {
  const clock = CLOCK.exec(text)
  return clock !== null && clock[0] === text && isClock(clock) && !isFine(clock[4]) ? 'time' : null
}

function isCalendarDate(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0)
  return year >= 1 && day >= 1 && day <= days
}

function isClock([, hours, minutes, seconds = '0']: RegExpExecArray): boolean {
  return Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60
}

/** More than microseconds, which PostgreSQL would round. */
function isFine(fraction: string | undefined): boolean {
  return fraction !== undefined && /[1-9]/.test(fraction.slice(6))
}

/** Windows in which an integer is plainly a number of seconds, milliseconds or microseconds since 1970. */
const EPOCHS = [
  { shape: 'epoch s', from: 1_000_000_000n, to: 2_147_483_647n },
  { shape: 'epoch ms', from: 100_000_000_000n, to: 4_100_000_000_000n },
  { shape: 'epoch us', from: 100_000_000_000_000n, to: 4_100_000_000_000_000n },
] as const satisfies readonly { shape: Shape; from: bigint; to: bigint }[]

/** The unit an integer most likely counts since 1970; 0 goes with any; null outside the windows. */
export function shapeOfEpoch(value: bigint): Shape | null {
  if (value === 0n) return 'epoch zero'
  return EPOCHS.find(({ from, to }) => value >= from && value <= to)?.shape ?? null
}
