// timestamp, timestamptz, date and time. SQLite has no date type and no zone: naive text becomes
// `timestamp` and is never moved between zones; only text with an offset, or a count since 1970, is an instant.
import type { ColumnCensus, Shape } from '../model/census.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, countOf, type Reading, valueCount } from './codec.ts'
import {
  dateTexts,
  type EpochUnit,
  epochReading,
  mixedInstants,
  naiveTexts,
  timeTexts,
  zonedTexts,
} from './date-time-readings.ts'
import { sayOthers } from './date-time-words.ts'
import { OTHER_EPOCHS } from './epoch-shape.ts'
import { bigint } from './integer.ts'
import { hasShape } from './judged.ts'
import { doublePrecision } from './real.ts'

const NAIVE: readonly Shape[] = ['timestamp', 'timestamp far', 'date', 'date far']
const ZONED: readonly Shape[] = ['timestamptz', 'timestamptz offset', 'timestamptz far']
const DATES: readonly Shape[] = ['date', 'date far']

function shapeCandidate(
  family: Candidate['family'],
  reading: Reading,
  shapes: readonly Shape[],
  noun: string,
): Candidate {
  return {
    family,
    type: family,
    reading,
    objection: census => {
      const others = valueCount(census) - countOfShapes(census, shapes)
      return others === 0n ? null : sayOthers(census, shapes, noun)
    },
    accepts: column => hasShape('date-time', column, shapes),
  }
}

function countOfShapes(census: ColumnCensus, shapes: readonly Shape[]): bigint {
  return shapes.reduce((sum, shape) => sum + (census.shapes[shape] ?? 0n), 0n)
}

export const timestamp: Candidate = {
  ...shapeCandidate('timestamp', naiveTexts, NAIVE, 'plain date-time'),
  remark: census => {
    const dates = countOfShapes(census, DATES)
    return dates === 0n
      ? null
      : `${countOf(dates, 'value')} without a time of day ${dates === 1n ? 'becomes' : 'become'} midnight`
  },
}

/** What is lost of values whose offset is not zero. */
function cautionOfOffsets(census: ColumnCensus): string | null {
  const offsets = census.shapes['timestamptz offset'] ?? 0n
  return offsets === 0n
    ? null
    : `${countOf(offsets, 'value')} with another offset than UTC: the instant is kept, the offset is not`
}

/** For columns declared with a zone, where no value speaks against it. */
export const declaredTimestamptz: Candidate = {
  ...shapeCandidate('timestamptz', zonedTexts, ZONED, 'date-time with an offset'),
  caution: cautionOfOffsets,
}

export const timestamptz: Candidate = {
  ...declaredTimestamptz,
  objection: census =>
    valueCount(census) === 0n
      ? 'there are no values to show an offset'
      : declaredTimestamptz.objection(census),
}

const UNIT_WORDS: Readonly<Record<EpochUnit, string>> = {
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
}

/** `timestamptz` from integers of one unit, where every integer lies in the unit's window. */
export function epoch(unit: EpochUnit): Candidate {
  const shapes: readonly Shape[] = [`epoch ${unit}`, 'epoch zero']
  const base = shapeCandidate(
    'timestamptz',
    epochReading(unit),
    shapes,
    `count of ${UNIT_WORDS[unit]} since 1970`,
  )
  return {
    ...base,
    objection: census =>
      (census.shapes[`epoch ${unit}`] ?? 0n) === 0n
        ? `no value is a count of ${UNIT_WORDS[unit]} since 1970`
        : base.objection(census),
    remark: census => remarkOnEpoch(census, unit),
    remarkExplains: true,
  }
}

function remarkOnEpoch({ integers: { min, max } }: ColumnCensus, unit: EpochUnit): string {
  const shown = (value: bigint | null): string => `${value} (${writtenInUtc(value ?? 0n, unit)})`
  return `integers read as ${UNIT_WORDS[unit]} since 1970, from ${shown(min)} to ${shown(max)}`
}

const MILLISECONDS = {
  s: value => value * 1000n,
  ms: value => value,
  us: value => value / 1000n,
} as const satisfies Readonly<Record<EpochUnit, (value: bigint) => bigint>>

function writtenInUtc(value: bigint, unit: EpochUnit): string {
  return new Date(Number(MILLISECONDS[unit](value))).toISOString().slice(0, 19).replace('T', ' ')
}

/**
 * `timestamptz` from integers of one unit beside texts that all have an offset, or that are all without one where the
 * column's default writes the time in UTC.
 */
export function mixedEpoch(unit: EpochUnit, hasClockDefault: boolean): Candidate {
  const integers: readonly Shape[] = [`epoch ${unit}`, 'epoch zero']
  const fitting = (census: ColumnCensus): readonly Shape[] =>
    hasClockDefault && countOfShapes(census, ZONED) === 0n ? NAIVE : ZONED
  const noun = `date-time of the same instant in every zone, nor a count of ${UNIT_WORDS[unit]} since 1970`
  return {
    family: 'timestamptz',
    type: 'timestamptz',
    reading: mixedInstants(unit),
    objection: census => {
      const [texts, numbers] = [countOfShapes(census, fitting(census)), census.shapes[`epoch ${unit}`] ?? 0n]
      if (texts === 0n || numbers === 0n) return `not texts and ${UNIT_WORDS[unit]} since 1970 in one column`
      const shapes = [...fitting(census), ...integers]
      const others = valueCount(census) - countOfShapes(census, shapes)
      return others === 0n ? null : sayOthers(census, shapes, noun)
    },
    accepts: column =>
      hasShape('date-time', column, [...integers, ...ZONED, ...(hasClockDefault ? NAIVE : [])]),
    remark: census => {
      const naive = countOfShapes(census, NAIVE)
      const texts =
        naive > 0n ? `; ${countOf(naive, 'text')} without an offset read as UTC, as the default writes` : ''
      return `${remarkOnEpoch(census, unit)}${texts}`
    },
    remarkExplains: true,
    caution: cautionOfOffsets,
  }
}

/** The numbers as they are, where all of them look like what another program counts; `by` says which type holds them. */
export function otherEpoch(by: 'bigint' | 'double precision'): Candidate {
  const base = by === 'bigint' ? bigint : doublePrecision
  const found = (census: ColumnCensus) =>
    OTHER_EPOCHS.find(({ shape }) => {
      const counted = countOfShapes(census, [
        shape,
        ...(shape === 'epoch s with fraction' ? ['epoch s' as const] : []),
      ])
      const zeros = census.shapes['epoch zero'] ?? 0n
      return counted > 0n && counted + zeros === valueCount(census)
    })
  return {
    ...base,
    objection: census =>
      found(census) === undefined ? 'no other way of counting time fits' : base.objection(census),
    remark: census => {
      const epoch = found(census)
      return epoch === undefined
        ? null
        : `the numbers look like ${epoch.noun}: --cast TABLE.COLUMN=${epoch.cast} would read them so`
    },
    remarkExplains: true,
  }
}

export const date: Candidate = shapeCandidate('date', dateTexts, DATES, 'date')
export const time: Candidate = shapeCandidate('time', timeTexts, ['time'], 'time of day')

/**
 * SQLite expression: true for the usual spellings of a naive date-time; rarer ones are judged one by one. SQLite
 * lets 24:00:00 and the year 0 pass, PostgreSQL does not; `substr` keeps the column's affinity out of it.
 */
export function isUsualTimestamp(column: SqliteSql): SqliteSql {
  const spaced = sqlite`substr(${column}, 1, 10) || ' ' || substr(${column}, 12, 8)`
  const tail = sqlite`CASE length(${column}) WHEN 19 THEN 1 WHEN 26 THEN substr(${column}, 20) GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]' WHEN 23 THEN substr(${column}, 20) GLOB '.[0-9][0-9][0-9]' END`
  return sqlite`(datetime(substr(${column}, 1, 19)) = ${spaced} AND substr(${column}, 11, 1) IN (' ', 'T') AND ${tail} AND substr(${column}, 1, 4) >= '0001' AND substr(${column}, 12, 2) < '24' AND typeof(${column}) = 'text')`
}

/** SQLite expression: true for `YYYY-MM-DD`. */
export function isUsualDate(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'text' AND length(${column}) = 10 AND date(${column}) = ${column} AND substr(${column}, 1, 4) >= '0001')`
}
