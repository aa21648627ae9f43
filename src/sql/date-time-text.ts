// Reads date and time texts by a strict rule of our own: PostgreSQL's input functions obey `now`, roll
// 23:59:60 over and read 6.5.2024 by a setting. https://www.sqlite.org/lang_datefunc.html#time_values

export interface DateTimeText {
  /** `YYYY-MM-DD`, a day that exists, of the years 0001 to 9999. */
  readonly date: string | null
  /** `HH:MM:SS` with as many digits of fraction as matter. */
  readonly time: string | null
  /** False where the text leaves the seconds out. */
  readonly hasSeconds: boolean
  /** `Z` or `+HH:MM`; null for naive text. */
  readonly offset: string | null
}

const SHAPE =
  /^(?:(\d{4}-\d{2}-\d{2})(?:[ T](?=\d)|$))?(?:([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(?: ?(Z|[+-]\d{2}(?::?\d{2})?)(?: UTC)?)?)?$/

/** Null when the text is no date and no time. */
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

/** As `readDateTime`, but null too for what is finer than a microsecond, which PostgreSQL would round. */
export function parseDateTime(text: string): DateTimeText | null {
  const read = readDateTime(text)
  return read === null || isFinerThanMicroseconds(read) ? null : read
}

export function isFinerThanMicroseconds({ time }: DateTimeText): boolean {
  return time !== null && time.length > 'HH:MM:SS.ffffff'.length
}

function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, day)
  return year > 0 && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day
}

function normalizeOffset(offset: string): string {
  if (offset === 'Z') return 'Z'
  return `${offset.slice(0, 3)}:${offset.length > 3 ? offset.slice(-2) : '00'}`
}
