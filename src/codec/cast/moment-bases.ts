// Casts to dates and times: which digits are kept, in which zone naive texts lie, and what numbers count.
import { sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { Candidate } from '../codec.ts'
import { declaredTimestamptz, timestamp } from '../date-time.ts'
import { type Interest, timestampInterest } from '../interest.ts'
import type { CastBase } from './base.ts'
import { type CastCount, info, isPresent } from './count.ts'
import { type InstantReading, isCounting, writeReading } from './instants.ts'
import { castInterval } from './interval.ts'
import { castDate, castInstant, castTime, interestInAccepted } from './moments.ts'
import type { CastWish } from './wish.ts'

const BASE = { takesTimestamp: false, isReading: false, counts: [] } as const

/** Null where the name is none of a date or a time. */
export function findMoment(wish: CastWish): CastBase | null {
  const { base, suffixes } = wish
  const truncate = suffixes.has('truncate')
  const [, name = '', given = ''] = /^([a-z_]+) ?(?:\((\d)\))?/.exec(base) ?? []
  const digits = given === '' ? 6 : Number(given)
  if (digits > 6) return null
  switch (rest(base)) {
    case 'timestamp':
    case 'timestamp without time zone':
      return timestampBase(wish, given, digits)
    case 'timestamptz':
    case 'timestamp with time zone':
      return instantBase(wish, 'timestamptz', `timestamptz${shown(given)}`, digits)
    case 'date':
    case 'yyyymmdd':
      return given === '' ? dateBase(name, truncate) : null
    case 'time':
    case 'time without time zone':
      return timeBase(base, given, digits, truncate)
    case 'interval':
      return given === '' ? intervalBase(base, truncate) : null
    case 'go_time':
      return given === '' ? instantBase(wish, 'go_time', typeOf(wish), digits) : null
    default:
      return given === '' && isCounting(name) && base === name
        ? instantBase(wish, name, typeOf(wish), digits)
        : null
  }
}

function rest(base: string): string {
  return base.replace(/ ?\(\d\)/, '')
}

const shown = (digits: string): string => (digits === '' ? '' : `(${digits})`)
const typeOf = ({ asTimestamp }: CastWish): string => (asTimestamp ? 'timestamp' : 'timestamptz')

function timestampBase(wish: CastWish, given: string, digits: number): CastBase {
  const truncate = wish.suffixes.has('truncate')
  const takes = ['truncate'] as const
  if (given === '' && !truncate)
    return { ...BASE, candidates: [timestamp], interest: timestampInterest, takes }
  const reading = { source: 'timestamp', zone: '', truncate, digits }
  const candidate = castInstant(wish.base, `timestamp${shown(given)}`, reading)
  return {
    ...BASE,
    candidates: [candidate],
    interest: interestIn(reading, candidate),
    takes,
    counts: countsOf(reading),
  }
}

function instantBase(wish: CastWish, source: string, type: string, digits: number): CastBase {
  const reading = { source, zone: wish.zone ?? '', truncate: wish.suffixes.has('truncate'), digits }
  const takes = ['truncate', 'utc', 'zone'] as const
  const isPlain =
    type === 'timestamptz' && source === 'timestamptz' && wish.zone === null && !reading.truncate
  if (isPlain) return { ...BASE, candidates: [declaredTimestamptz], interest: timestampInterest, takes }
  const candidate = castInstant(wish.base, type, reading)
  const isReading = source !== 'timestamptz'
  const read = isReading ? [info(isPresent, `value read as ${source}`, `values read as ${source}`)] : []
  return {
    candidates: [candidate],
    interest: interestIn(reading, candidate),
    takes,
    takesTimestamp: isReading,
    isReading,
    counts: [...read, ...countsOf(reading)],
  }
}

function countsOf(reading: InstantReading): readonly CastCount[] {
  const spec = sqliteString(writeReading(reading))
  const says = (word: string) => (column: SqliteSql) =>
    sqlite`instr(sqlite2pg_remarks(${spec}, ${column}), ${sqliteString(word)}) > 0`
  const zone = reading.zone === 'UTC' ? 'UTC' : `the time of ${reading.zone}`
  return [
    ...(reading.truncate ? [cutOff(says('cut'))] : []),
    ...(reading.zone === ''
      ? []
      : [
          info(
            says('naive'),
            `value without an offset is read as ${zone}`,
            `values without an offset are read as ${zone}`,
          ),
          { ...info(says('ambiguous'), AMBIGUOUS, AMBIGUOUS_MANY), severity: 'warning' as const },
        ]),
  ]
}

function cutOff(when: CastCount['when']): CastCount {
  return info(when, 'value has digits cut off', 'values have digits cut off')
}

const AMBIGUOUS = 'value lies in an hour that the clocks showed twice; the later instant is taken'
const AMBIGUOUS_MANY = 'values lie in an hour that the clocks showed twice; the later instants are taken'

/** For the values that `accepts` leaves out, of which none is an instant. */
function interestIn(reading: InstantReading, candidate: Candidate): Interest {
  const spec = writeReading(reading)
  return {
    ...interestInAccepted(spec, candidate),
    otherwise: column =>
      sqlite`CASE WHEN sqlite2pg_shown(${sqliteString(spec)}, ${column}) IS NOT NULL THEN 'as asked' END`,
  }
}

function timeBase(base: string, given: string, digits: number, truncate: boolean): CastBase {
  const candidate = castTime(base, `time${shown(given)}`, digits, truncate)
  const cut = cutOff(
    column =>
      sqlite`(sqlite2pg_time(${sqliteString(`${digits}|`)}, ${column}) IS NULL AND ${candidate.accepts(column)})`,
  )
  return { ...writtenBase(candidate, false, base), counts: truncate ? [cut] : [] }
}

function intervalBase(base: string, truncate: boolean): CastBase {
  const candidate = castInterval(truncate)
  const cut = cutOff(
    column => sqlite`(sqlite2pg_interval('', ${column}) IS NULL AND ${candidate.accepts(column)})`,
  )
  return { ...writtenBase(candidate, false, base), counts: truncate ? [cut] : [] }
}

function dateBase(name: string, truncate: boolean): CastBase {
  const candidate = castDate(name, name === 'yyyymmdd', truncate)
  const cut = info(
    column =>
      sqlite`(sqlite2pg_date('date|', ${column}) IS NULL AND sqlite2pg_date('date|truncate', ${column}) IS NOT NULL)`,
    'value loses its time of day',
    'values lose their time of day',
  )
  return { ...writtenBase(candidate, name === 'yyyymmdd', name), counts: truncate ? [cut] : [] }
}

function writtenBase(candidate: Candidate, isReading: boolean, name: string): CastBase {
  return {
    ...BASE,
    isReading,
    candidates: [candidate],
    interest: interestInAccepted(`${name} ${candidate.type}`, candidate),
    takes: ['truncate'],
  }
}
