// SQLite's strftime() formats as templates of to_char(), and what kind of value a format writes.
// https://www.postgresql.org/docs/current/functions-formatting.html#FUNCTIONS-FORMATTING-DATETIME-TABLE
import { Refusal } from './translation.ts'

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['%Y', 'YYYY'],
  ['%m', 'MM'],
  ['%d', 'DD'],
  ['%H', 'HH24'],
  ['%M', 'MI'],
  ['%S', 'SS'],
  ['%f', 'SS.MS'],
  ['%j', 'DDD'],
  ['%I', 'HH12'],
  ['%p', 'AM'],
  ['%P', 'am'],
  ['%u', 'ID'],
  ['%G', 'IYYY'],
  ['%V', 'IW'],
  ['%%', '"%"'],
])

/** Refuses fields without an exact counterpart, such as %W and %J. */
export function toCharTemplate(format: string): string {
  const pieces = format.match(/%.|[^%]+|%/gs) ?? []
  return pieces.map(pieceToTemplate).join('')
}

function pieceToTemplate(piece: string): string {
  if (!piece.startsWith('%')) return quoteLetters(piece)
  const field = FIELDS.get(piece)
  if (field === undefined) throw new Refusal(`strftime() with ${piece}`)
  return field
}

// to_char() takes letters and digits for fields unless they are quoted.
function quoteLetters(text: string): string {
  if (/["\\]/.test(text)) throw new Refusal('strftime() with a quote or a backslash')
  return /^[-:./, ]*$/.test(text) ? text : `"${text}"`
}

const TIME = '%H:%M(:%S(\\.0+)?|:%f)?'

export function isDateFormat(format: string): boolean {
  return format === '%Y-%m-%d'
}

export function isTimeFormat(format: string): boolean {
  return new RegExp(`^${TIME}$`).test(format)
}

/** True for what writes digits only, which a column of numbers reads as a number. */
export function isDigitFormat(format: string): boolean {
  return /^(?:%[YmdHMSj]){1,6}$/.test(format)
}

/** Date and time of day, with `Z` or a zero offset or without: SQLite's clock is UTC either way. */
export function isMomentFormat(format: string): boolean {
  return new RegExp(`^%Y-%m-%d[ T]${TIME}(Z| ?\\+00:?00)?$`).test(format)
}

/** The unit of date_trunc() below which the format writes nothing. */
export function precisionOf(format: string): 'milliseconds' | 'second' | 'minute' {
  if (format.includes('%f')) return 'milliseconds'
  return format.includes('%S') ? 'second' : 'minute'
}
