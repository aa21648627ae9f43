// Reads date and time texts by a strict rule of our own: PostgreSQL's input functions obey `now`, roll
// 23:59:60 over and read 6.5.2024 by a setting. https://www.sqlite.org/lang_datefunc.html#time_values

export interface DateTimeText {
  /** `YYYY-MM-DD`, a day that exists, of the years 0001 to 9999. */
  readonly date: string | null
  /** `HH:MM:SS` with up to six digits of fraction. */
  readonly time: string | null
  /** `Z` or `+HH:MM`; null for naive text. */
  readonly offset: string | null
}

const SHAPE =
  /^(?:(\d{4}-\d{2}-\d{2})(?:[ T](?=\d)|$))?(?:([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6})0*)?)?(?: ?(Z|[+-]\d{2}:?\d{2}))?)?$/

/** Null when the text is no date, no time, or finer than a microsecond. */
export function parseDateTime(text: string): DateTimeText | null {
  const [whole, date, hour, minute, second = '00', fraction = '', offset] = SHAPE.exec(text) ?? []
  if (whole === undefined || whole === '' || (date !== undefined && !isDay(date))) return null
  const digits = fraction.replace(/0+$/, '')
  const time = hour === undefined ? null : `${hour}:${minute}:${second}${digits === '' ? '' : `.${digits}`}`
  return { date: date ?? null, time, offset: offset === undefined ? null : normalizeOffset(offset) }
}

function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, day)
  return year > 0 && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day
}

function normalizeOffset(offset: string): string {
  return offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`
}
