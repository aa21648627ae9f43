// Reads date and time texts by a strict rule of our own: PostgreSQL's input functions obey `now`, roll
// 23:59:60 over and read 6.5.2024 by a setting. https://www.sqlite.org/lang_datefunc.html#time_values

export interface DateTimeText {
  /** `YYYY-MM-DD`, a day that exists; years beyond 9999 have more digits, those before 1 a minus sign (-0044 is 45 BC). */
  readonly date: string | null
  /** `HH:MM:SS` with as many digits of fraction as matter. */
  readonly time: string | null
  /** False where the text leaves the seconds out. */
  readonly hasSeconds: boolean
  /** `Z` or `+HH:MM`; null for naive text. */
  readonly offset: string | null
}

const SHAPE =
  /^(?:(-?\d{4,6}-\d{2}-\d{2})(?:[ T](?=\d)|$))?(?:([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?)(?: UTC)?)?)?$/

/** Null when the text is no date and no time, or one that PostgreSQL's timestamps do not reach. */
export function readDateTime(text: string): DateTimeText | null {
  const [whole, date, hour, minute, second, fraction = '', offset] = SHAPE.exec(text) ?? []
  if (whole === undefined || whole === '' || (date !== undefined && !isDay(date))) return null
  const digits = fraction.replace(/0+$/, '')
  const time =
    hour === undefined ? null : `${hour}:${minute}:${second ?? '00'}${digits === '' ? '' : `.${digits}`}`
  return {
    date: date ?? null,
    time,
    hasSeconds: second !== undefined,
    offset: offset === undefined ? null : normalizeOffset(offset),
  }
}

/** As `readDateTime`, but null too for what is finer than a microsecond or outside of the years 1 to 9999. */
export function parseDateTime(text: string): DateTimeText | null {
  const read = readDateTime(text)
  return read === null || isFinerThanMicroseconds(read) || isFarDate(read) ? null : read
}

export function isFinerThanMicroseconds({ time }: Pick<DateTimeText, 'time'>): boolean {
  return time !== null && time.length > 'HH:MM:SS.ffffff'.length
}

/** True outside of the years 1 to 9999, which PostgreSQL and SQLite write in two ways. */
export function isFarDate({ date }: Pick<DateTimeText, 'date'>): boolean {
  return date !== null && date.length !== 'YYYY-MM-DD'.length
}

/** Whole years that a PostgreSQL timestamp reaches. https://www.postgresql.org/docs/current/datatype-datetime.html */
const [FIRST_YEAR, LAST_YEAR] = [-4712, 294276]

/** There is no year 0000 here: who writes it means no date at all. */
function isDay(date: string): boolean {
  const [, sign, digits = '', month, day] = /^(-?)(\d+)-(\d{2})-(\d{2})$/.exec(date) ?? []
  const year = sign === '-' ? -Number(digits) : Number(digits)
  const isWritten = digits.length === 4 || !digits.startsWith('0')
  if (!isWritten || year === 0 || year < FIRST_YEAR || year > LAST_YEAR) return false
  return Number(day) >= 1 && Number(day) <= daysOf(year, Number(month))
}

/** Days of a month in the Gregorian calendar, carried on to both sides; 0 for no month. */
function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  if (month < 1 || month > 12) return 0
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function normalizeOffset(offset: string): string {
  if (offset === 'Z') return 'Z'
  return `${offset.slice(0, 3)}:${offset.length > 3 ? offset.slice(-2) : '00'}`
}
