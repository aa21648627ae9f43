// Functions that SQL of ours calls inside SQLite to turn one value into what PostgreSQL is sent, or into the text by
// which that is proven. Pure and deterministic; sqlite/ defines them at every reader.
import { readDateTime } from '../../sql/translate/date-time-text.ts'
import { cutDecimal, decimalOf, writeDecimal } from '../exact-decimal.ts'
import type { JudgedValue } from '../judging-functions.ts'
import { microsecondsOf, momentTextOf } from '../moment.ts'
import { encodedFor } from '../utf16.ts'
import { wallClockAt } from '../wall-clock.ts'
import { isDecimalText } from './candidates.ts'
import { type Instant, instantOf, readReading } from './instants.ts'
import { intervalOf } from './interval.ts'
import { decodeBytes, decodeUtf8, isTextEncoding, proveCesu8 } from './texts.ts'

export interface CastingFunction {
  readonly name: string
  readonly compute: (first: JudgedValue, second: JudgedValue) => JudgedValue
}

export const CASTING_FUNCTIONS: readonly CastingFunction[] = [
  {
    name: 'sqlite2pg_moment',
    compute: (kind, text) => ofText(text, read => writeMoment(String(kind), read)),
  },
  {
    name: 'sqlite2pg_utc',
    compute: (text, asMicroseconds) => ofText(text, read => proveInstant(read, asMicroseconds === 1n)),
  },
  {
    name: 'sqlite2pg_instant',
    compute: (spec, value) => ofInstant(spec, value, instant => writeInstant(instant, '+00')),
  },
  {
    name: 'sqlite2pg_wall_clock',
    compute: (spec, value) => ofInstant(spec, value, instant => writeInstant(instant, '')),
  },
  {
    name: 'sqlite2pg_shown',
    compute: (spec, value) => ofInstant(spec, value, ({ microseconds }) => canonicalText(microseconds)),
  },
  {
    name: 'sqlite2pg_shown_in_zone',
    compute: (spec, value) => ofInstant(spec, value, instant => showInZone(String(spec), instant)),
  },
  { name: 'sqlite2pg_remarks', compute: (spec, value) => ofInstant(spec, value, remarksOn) },
  { name: 'sqlite2pg_date', compute: (spec, value) => dateOf(String(spec), value) },
  { name: 'sqlite2pg_time', compute: (spec, value) => timeOf(String(spec), value) },
  {
    name: 'sqlite2pg_decode',
    compute: (spec, bytes) => (bytes instanceof Uint8Array ? decoded(String(spec), bytes) : null),
  },
  { name: 'sqlite2pg_cesu8', compute: bytes => (bytes instanceof Uint8Array ? proveCesu8(bytes) : null) },
  {
    name: 'sqlite2pg_interval',
    compute: (spec, text) => ofText(text, span => intervalOf(span, spec !== '')),
  },
  {
    name: 'sqlite2pg_is_decimal',
    compute: (spec, text) => (typeof text === 'string' && isDecimalText(String(spec), text) ? 1n : 0n),
  },
  { name: 'sqlite2pg_lower', compute: text => (typeof text === 'string' ? text.toLowerCase() : text) },
  { name: 'sqlite2pg_cut', compute: (scale, value) => cutNumber(Number(scale), value) },
]

function ofText(text: JudgedValue, use: (text: string) => string | null): string | null {
  return typeof text === 'string' ? use(text) : null
}

/** A date-time text as PostgreSQL writes years: 45 BC for -0044. `kind` is a type, or `utc` for naive text that is in UTC. */
function writeMoment(kind: string, text: string): string | null {
  const read = readDateTime(text)
  if (read?.date == null) return null
  const { date, era } = writtenYear(read.date)
  if (kind === 'date') return `${date}${era}`
  const offset = kind === 'timestamp' ? '' : (read.offset ?? '+00')
  return `${date} ${read.time ?? '00:00:00'}${offset}${era}`
}

function writtenYear(date: string): { readonly date: string; readonly era: string } {
  if (!date.startsWith('-')) return { date, era: '' }
  const [, year = '', rest = ''] = /^-(\d+)(.*)$/.exec(date) ?? []
  return { date: `${String(Number(year) + 1).padStart(4, '0')}${rest}`, era: ' BC' }
}

/** The instant of a text in UTC: microseconds since 1970, or the wall clock with years as SQLite counts them. */
function proveInstant(text: string, asMicroseconds: boolean): string | null {
  const read = readDateTime(text)
  if (read === null) return null
  const microseconds = microsecondsOf(read)
  return asMicroseconds ? String(microseconds) : canonicalText(microseconds)
}

/** As `to_char(…, 'YYYY-MM-DD HH24:MI:SS.US')` would be if it counted years through 0. */
function canonicalText(microseconds: bigint): string {
  const { date, time, isBeforeChrist } = momentTextOf(microseconds)
  const clock = time.includes('.') ? time : `${time}.000000`
  if (!isBeforeChrist) return `${date} ${clock}`
  const [year = '', ...rest] = date.split('-')
  const counted = Number(year) - 1
  return `${counted === 0 ? '' : '-'}${[String(counted).padStart(4, '0'), ...rest].join('-')} ${clock}`
}

function ofInstant(
  spec: JudgedValue,
  value: JudgedValue,
  use: (instant: Instant) => string | null,
): string | null {
  if (value === null || value instanceof Uint8Array) return null
  const instant = instantOf(readReading(String(spec)), value)
  return instant === null ? null : use(instant)
}

function writeInstant({ microseconds }: Instant, offset: string): string {
  const { date, time, isBeforeChrist } = momentTextOf(microseconds)
  return `${date} ${time}${offset}${isBeforeChrist ? ' BC' : ''}`
}

function showInZone(spec: string, { microseconds }: Instant): string | null {
  const { zone } = readReading(spec)
  const shown = wallClockAt(microseconds, zone === '' ? 'UTC' : zone)
  return shown === null ? null : canonicalText(shown)
}

function remarksOn({ isCut, isNaive, isAmbiguous }: Instant): string {
  return [isCut ? 'cut' : '', isNaive ? 'naive' : '', isAmbiguous ? 'ambiguous' : ''].join(' ')
}

/** `spec` is `date` or `yyyymmdd`, and whether a time of day may be cut off. */
function dateOf(spec: string, value: JudgedValue): string | null {
  const [kind, truncate] = spec.split('|')
  const text = typeof value === 'bigint' || typeof value === 'string' ? String(value) : ''
  const read = readDateTime(kind === 'date' ? text : text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'))
  if (read?.date == null || (kind !== 'date' && text.length !== 8)) return null
  const isWhole = (read.time ?? '00:00:00') === '00:00:00' && /^(Z|[+-]00:00)$/.test(read.offset ?? 'Z')
  if (!isWhole && truncate === '') return null
  const { date, era } = writtenYear(read.date)
  return `${date}${era}`
}

/** `spec` has the digits of a second that are kept, and whether more may be cut off. */
function timeOf(spec: string, value: JudgedValue): string | null {
  const [digits = '6', truncate] = spec.split('|')
  const read = typeof value === 'string' ? readDateTime(value) : null
  if (read?.time == null || read.date !== null || read.offset !== null) return null
  const kept = read.time.slice(0, digits === '0' ? 8 : 9 + Number(digits))
  return kept === read.time || truncate !== '' ? kept : null
}

/** `spec` has the encoding, whether to mend what is no character, whether to leave NULs out, and the database's letter A. */
function decoded(spec: string, bytes: Uint8Array): Uint8Array | null {
  const [encoding = '', mend, strip, letter = ''] = spec.split('|')
  const text = isTextEncoding(encoding)
    ? decodeBytes(bytes, encoding, mend !== '')
    : decodeUtf8(bytes, mend !== '')
  if (text === null) return null
  return encodedFor(letter, strip === '' ? text : text.replaceAll('\0', ''))
}

function cutNumber(scale: number, value: JudgedValue): string | null {
  if (value === null || value instanceof Uint8Array) return null
  const decimal = decimalOf(value)
  // A zero with a minus sign is none that PostgreSQL's numeric knows.
  const isMinusZero = decimal?.digits === 0n && (Object.is(value, -0) || String(value).startsWith('-'))
  return decimal === null || isMinusZero ? null : writeDecimal(cutDecimal(decimal, scale))
}
