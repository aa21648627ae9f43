// The shape of one date or time written as text or as a number, judged by our own rules: PostgreSQL's input
// functions accept and change too much (`24:00:00`, `now`, `6.5.2024`), so they are no judge.
// https://www.postgresql.org/docs/current/datatype-datetime.html
import type { Shape } from '../model/census.ts'
import {
  type DateTimeText,
  isFarDate,
  isFinerThanMicroseconds,
  readDateTime,
} from '../sql/translate/date-time-text.ts'
import { isWithinTimestamps, microsecondsOf } from './moment.ts'

/** The shape of a text as a date, a time of day or a moment; null if it is none PostgreSQL would keep exactly. */
export function shapeOfDateTimeText(text: string): Shape | null {
  const read = readDateTime(text)
  if (read === null) return isGoTime(text) ? 'go time' : null
  const isFine = isFinerThanMicroseconds(read)
  if (read.date === null) return isFine || read.offset !== null ? null : 'time'
  if (read.time === null) return isFarDate(read) ? 'date far' : 'date'
  if (read.offset !== null) return shapeOfZoned(read, read.date, read.offset)
  if (isFine) return 'timestamp fine'
  return isFarDate(read) ? 'timestamp far' : 'timestamp'
}

/** PostgreSQL takes no offset beyond 15:59, and none that is in use goes beyond 14:00. */
function shapeOfZoned(read: DateTimeText, date: string, offset: string): Shape | null {
  const [hours = 0, minutes = 0] = offset === 'Z' ? [] : offset.slice(1).split(':').map(Number)
  if (hours > 14 || minutes > 59) return null
  // The offset may lead out of the years that the date itself is in.
  if (isFarDate(read) && !isWithinTimestamps(microsecondsOf(read))) return null
  if (isFinerThanMicroseconds(read)) return 'timestamptz fine'
  const isUtc = hours === 0 && minutes === 0
  const isAtTheEdge = date.startsWith('0001') || date.startsWith('9999')
  if (isFarDate(read) || (isAtTheEdge && !isUtc)) return 'timestamptz far'
  return isUtc ? 'timestamptz' : 'timestamptz offset'
}

/** What Go's `time.Time.String()` prints beyond a date-time with an offset: the zone's name, a monotonic clock. */
const GO_TIME = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)? [+-]\d{4}) \S+(?: m=[+-]\d+\.\d+)?$/

/** The part of Go's text that tells the instant, or null for any other text. */
export function instantOfGoTime(text: string): DateTimeText | null {
  const read = readDateTime(GO_TIME.exec(text)?.[1] ?? '')
  return read?.offset == null ? null : read
}

function isGoTime(text: string): boolean {
  return instantOfGoTime(text) !== null
}
