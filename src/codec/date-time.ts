// timestamp, timestamptz, date and time. SQLite has no date type and no zone: naive text becomes
// `timestamp` and is never moved between zones; only text with an offset, or a count since 1970, is an instant.
import type { ColumnCensus, Shape } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, countOf, exampleOf, type Reading, valueCount } from './codec.ts'

const plainCopy = (column: SqliteSql): SqliteSql => sqlite`coalesce(${column}, '\\N')`

const naiveTexts: Reading = {
  name: 'date-time text',
  injective: false,
  copy: plainCopy,
  proof: (column, target) => ({
    sqlite: sqlite`substr(CASE length(${column}) WHEN 10 THEN ${column} || ' 00:00:00.000000' WHEN 16 THEN ${spaced(column)} || ':00.000000' WHEN 19 THEN ${spaced(column)} || '.000000' ELSE ${spaced(column)} || '000000' END, 1, 26)`,
    postgres: postgres`to_char(${target}, 'YYYY-MM-DD HH24:MI:SS.US')`,
    order: 'text',
  }),
}

const zonedTexts: Reading = {
  name: 'date-time text with an offset',
  injective: false,
  copy: column => sqlite`coalesce(replace(${column}, ' UTC', ''), '\\N')`,
  proof: (column, target) => {
    const zone = sqlite`ltrim(substr(${column}, 20), '.0123456789')`
    const fraction = sqlite`substr(${column}, 20, length(${column}) - 19 - length(${zone}))`
    return {
      sqlite: sqlite`strftime('%Y-%m-%d %H:%M:%S', substr(${column}, 1, 19) || ${isoZone(zone)}) || substr(CASE ${fraction} WHEN '' THEN '.' ELSE ${fraction} END || '000000', 1, 7)`,
      postgres: postgres`to_char(${target} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`,
      order: 'text',
    }
  },
}

const dateTexts: Reading = {
  name: 'date text',
  injective: true,
  copy: plainCopy,
  proof: (column, target) => ({
    sqlite: column,
    postgres: postgres`to_char(${target}, 'YYYY-MM-DD')`,
    order: 'text',
  }),
}

const timeTexts: Reading = {
  name: 'time text',
  injective: false,
  copy: plainCopy,
  proof: (column, target) => ({
    sqlite: sqlite`substr(CASE length(${column}) WHEN 5 THEN ${column} || ':00.000000' WHEN 8 THEN ${column} || '.000000' ELSE ${column} || '000000' END, 1, 15)`,
    postgres: postgres`to_char(${target}, 'HH24:MI:SS.US')`,
    order: 'text',
  }),
}

function spaced(column: SqliteSql): SqliteSql {
  return sqlite`replace(${column}, 'T', ' ')`
}

/** An offset as SQLite's date functions read it: `Z` or `+HH:MM`. */
function isoZone(zone: SqliteSql): SqliteSql {
  const bare = sqlite`trim(replace(${zone}, ' UTC', ''))`
  return sqlite`CASE length(${bare}) WHEN 5 THEN substr(${bare}, 1, 3) || ':' || substr(${bare}, 4) WHEN 3 THEN ${bare} || ':00' ELSE ${bare} END`
}

const UNITS = {
  s: { perSecond: 1n, digits: 0 },
  ms: { perSecond: 1000n, digits: 3 },
  us: { perSecond: 1000000n, digits: 6 },
} as const

type Unit = keyof typeof UNITS

/** Integers that count since 1970 in one unit; the instant is written in UTC. */
function epochReading(unit: Unit): Reading {
  const { perSecond, digits } = UNITS[unit]
  return {
    name: `epoch ${unit}`,
    injective: true,
    epochUnit: unit,
    copy: column => {
      // Before 1970 the seconds are rounded down, so that the fraction counts upwards there too.
      const rest = sqlite`((${column} % ${perSecond} + ${perSecond}) % ${perSecond})`
      const whole = sqlite`strftime('%Y-%m-%d %H:%M:%S', (${column} - ${rest}) / ${perSecond}, 'unixepoch')`
      const fraction = digits === 0 ? sqlite`` : sqlite` || '.' || format('%0${digits}d', ${rest})`
      return sqlite`CASE WHEN ${column} IS NULL THEN '\\N' ELSE ${whole}${fraction} || '+00' END`
    },
    proof: (column, target) => ({
      sqlite: sqlite`CAST(${column} AS TEXT)`,
      postgres: postgres`round(extract(epoch FROM ${target})::numeric * ${perSecond})::bigint::text`,
      order: 'number',
    }),
  }
}

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
      const fitting = countOfShapes(census, shapes)
      const others = valueCount(census) - fitting
      return others === 0n
        ? null
        : `${countOf(others, 'value')} ${others === 1n ? 'is' : 'are'} no ${noun}${exampleOf(census)}`
    },
  }
}

function countOfShapes(census: ColumnCensus, shapes: readonly Shape[]): bigint {
  return shapes.reduce((sum, shape) => sum + (census.shapes[shape] ?? 0n), 0n)
}

export const timestamp: Candidate = {
  ...shapeCandidate('timestamp', naiveTexts, ['timestamp', 'date'], 'date-time without an offset'),
  remark: census => {
    const dates = census.shapes.date ?? 0n
    return dates === 0n
      ? null
      : `${countOf(dates, 'value')} without a time of day ${dates === 1n ? 'becomes' : 'become'} midnight`
  },
}

const zoned = shapeCandidate(
  'timestamptz',
  zonedTexts,
  ['timestamptz', 'timestamptz offset'],
  'date-time with an offset',
)

export const timestamptz: Candidate = {
  ...zoned,
  objection: census =>
    valueCount(census) === 0n ? 'there are no values to show an offset' : zoned.objection(census),
  remark: census => {
    const offsets = census.shapes['timestamptz offset'] ?? 0n
    return offsets === 0n
      ? null
      : `${countOf(offsets, 'value')} with another offset than UTC: the instant is kept, the offset is not`
  },
}

/** For columns declared with a zone, where no value speaks against it. */
export const declaredTimestamptz: Candidate = zoned

/** `timestamptz` from integers of one unit, where every integer lies in the unit's window. */
export function epoch(unit: Unit): Candidate {
  const base = shapeCandidate(
    'timestamptz',
    epochReading(unit),
    [`epoch ${unit}`, 'epoch zero'],
    `count of ${unit} since 1970`,
  )
  return {
    ...base,
    objection: census =>
      (census.shapes[`epoch ${unit}`] ?? 0n) === 0n
        ? `no value is a count of ${unit} since 1970`
        : base.objection(census),
    remark: census =>
      `integers read as ${unit} since 1970, from ${census.integers.min} to ${census.integers.max}`,
  }
}

/** `timestamptz` from integers because the user said so, whatever window they lie in. */
export function epochByWish(unit: Unit): Candidate {
  return {
    family: 'timestamptz',
    type: 'timestamptz',
    reading: epochReading(unit),
    objection: census =>
      census.integers.count === valueCount(census)
        ? objectToYears(census, UNITS[unit].perSecond)
        : `not every value is an integer${exampleOf(census)}`,
  }
}

/** Seconds since 1970 of the first and the last moment that both databases write with four digits of the year. */
const [YEAR_1, END_OF_9999] = [-62135596800n, 253402300799n]

function objectToYears({ integers: { min, max } }: ColumnCensus, perSecond: bigint): string | null {
  const outside = [min, max].find(
    value => value !== null && (value < YEAR_1 * perSecond || value >= (END_OF_9999 + 1n) * perSecond),
  )
  return outside == null ? null : `${outside} would lie outside of the years 1 to 9999`
}

export const date: Candidate = shapeCandidate('date', dateTexts, ['date'], 'date')
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
