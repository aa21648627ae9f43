// The usual spellings of dates, times and UUIDs, recognised in bytes: just the texts that the SQL tests of the same
// names take (date-time.ts, interest.ts, uuid.ts), at a tenth of the price.
// Each gives the index after the text that begins at `from`, or -1 where none does.

/** Joins the texts of a chunk. A text that holds it looks like two, which whoever made the chunk counts. */
export const TEXT_SEPARATOR = '\u0001'
const SEPARATOR = 1

const [MINUS, DOT, SLASH_BEFORE_0, COLON, SPACE, LETTER_T] = [0x2d, 0x2e, 0x2f, 0x3a, 0x20, 0x54]
const [LETTER_A, LETTER_F] = [0x61, 0x66]

export type FindEnd = (bytes: Uint8Array, from: number) => number

/** `2024-05-06 07:08:09`, with a T for the space, with three or six digits of fraction. */
export const endOfTimestamp: FindEnd = (bytes, from) => {
  const clock = endOfClock(bytes, from + 11)
  if (clock < 0 || !isDay(bytes, from)) return -1
  const between = bytes[from + 10]
  if (between !== SPACE && between !== LETTER_T) return -1
  if (isEndOfText(bytes, clock)) return clock
  if (bytes[clock] !== DOT || !areDigits(bytes, clock + 1, clock + 4)) return -1
  if (isEndOfText(bytes, clock + 4)) return clock + 4
  return areDigits(bytes, clock + 4, clock + 7) && isEndOfText(bytes, clock + 7) ? clock + 7 : -1
}

/** `2024-05-06` */
export const endOfDate: FindEnd = (bytes, from) =>
  isEndOfText(bytes, from + 10) && isDay(bytes, from) ? from + 10 : -1

/** `07:08:09` */
export const endOfTime: FindEnd = (bytes, from) =>
  isEndOfText(bytes, from + 8) && endOfClock(bytes, from) > 0 ? from + 8 : -1

/** A UUID as PostgreSQL writes it. */
export const endOfUuid: FindEnd = (bytes, from) => {
  if (!isEndOfText(bytes, from + 36)) return -1
  for (let at = 0; at < 36; at++) {
    const byte = bytes[from + at] as number
    const isMinusHere = at === 8 || at === 13 || at === 18 || at === 23
    if (isMinusHere ? byte !== MINUS : !isDigit(byte) && (byte < LETTER_A || byte > LETTER_F)) return -1
  }
  return from + 36
}

/** True after the last byte of a text. */
export function isEndOfText(bytes: Uint8Array, at: number): boolean {
  return at === bytes.length || (at < bytes.length && bytes[at] === SEPARATOR)
}

/** A day that exists, from the year 1 on. */
function isDay(bytes: Uint8Array, from: number): boolean {
  if (bytes[from + 4] !== MINUS || bytes[from + 7] !== MINUS) return false
  const century = twoDigits(bytes, from)
  const years = twoDigits(bytes, from + 2)
  const month = twoDigits(bytes, from + 5)
  const day = twoDigits(bytes, from + 8)
  if (century < 0 || years < 0 || century + years === 0 || month < 1 || month > 12) return false
  return day >= 1 && (day <= 28 || day <= daysOf(century * 100 + years, month))
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function endOfClock(bytes: Uint8Array, from: number): number {
  if (from + 8 > bytes.length || bytes[from + 2] !== COLON || bytes[from + 5] !== COLON) return -1
  const hours = twoDigits(bytes, from)
  const minutes = twoDigits(bytes, from + 3)
  const seconds = twoDigits(bytes, from + 6)
  const isClock = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60
  return isClock ? from + 8 : -1
}

/** The number that two digits write, or -1. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] as number
  const ones = bytes[at + 1] as number
  return isDigit(tens) && isDigit(ones) ? (tens - 48) * 10 + ones - 48 : -1
}

function areDigits(bytes: Uint8Array, from: number, to: number): boolean {
  if (to > bytes.length) return false
  for (let at = from; at < to; at++) if (!isDigit(bytes[at] as number)) return false
  return true
}

function isDigit(byte: number): boolean {
  return byte > SLASH_BEFORE_0 && byte < COLON
}
