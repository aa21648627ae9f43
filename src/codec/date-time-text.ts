// The shape of one date or time written as text or as a number, judged by our own rules: PostgreSQL's input
// functions accept and change too much (`24:00:00`, `now`, `6.5.2024`), so they are no judge.
// https://www.postgresql.org/docs/current/datatype-datetime.html
import type { Shape } from '../model/census.ts'
import { type DateTimeText, isFinerThanMicroseconds, readDateTime } from '../sql/date-time-text.ts'

/** The shape of a text as a date, a time of day or a moment; null if it is none PostgreSQL would keep exactly. */
export function shapeOfDateTimeText(text: string): Shape | null {
  const read = readDateTime(text)
  if (read === null) return null
  const isFine = isFinerThanMicroseconds(read)
  if (read.date === null) return isFine || read.offset !== null ? null : 'time'
  if (read.time === null) return 'date'
  if (read.offset === null) return isFine ? 'timestamp fine' : 'timestamp'
  return isFine ? 'timestamptz fine' : shapeOfZoned(read, read.date, read.offset)
}

/** Our proof reads an offset only after whole seconds, and PostgreSQL's years end where an offset may lead beyond. */
function shapeOfZoned({ hasSeconds }: DateTimeText, date: string, offset: string): Shape | null {
  if (!hasSeconds) return null
  if (offset === 'Z' || /^[+-]00:00$/.test(offset)) return 'timestamptz'
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number)
  const isAtTheEdge = date.startsWith('0001') || date.startsWith('9999')
  return hours > 14 || minutes > 59 || isAtTheEdge ? null : 'timestamptz offset'
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
