// How date and time texts become values of PostgreSQL's types, and how that is proven. Years outside of 1 to 9999 go
// through a function of ours, since PostgreSQL writes BC where SQLite has a minus sign and the year 0.
import type { ColumnCensus, Shape } from '../model/census.ts'
import { sqliteString } from '../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import type { Reading } from './codec.ts'
import { inPostgresYears, withoutZeros } from './digest/source-values.ts'

/** What follows the year in a moment's canonical text. */
export const MOMENT = postgres`-MM-DD HH24:MI:SS.US`

function hasAny(census: ColumnCensus, ...shapes: readonly Shape[]): boolean {
  return shapes.some(shape => (census.shapes[shape] ?? 0n) > 0n)
}

function copyAs(kind: 'timestamp' | 'timestamptz' | 'date', ...far: readonly Shape[]): Reading['copy'] {
  return (column, census) =>
    hasAny(census, ...far)
      ? sqlite`coalesce(sqlite2pg_moment(${sqliteString(kind)}, ${column}), '\\N')`
      : sqlite`coalesce(${column}, '\\N')`
}

export const naiveTexts: Reading = {
  name: 'date-time text',
  injective: false,
  copy: copyAs('timestamp', 'timestamp far', 'date far'),
  proof: (column, target) => ({
    sqlite: provenWallClock(column),
    postgres: canonicalMoment(target, MOMENT),
    order: 'text',
  }),
  digest: (column, census) => ({ rule: 'timestamp', sqlite: shortWallClock(column, census) }),
}

/** Most texts are written as PostgreSQL writes them, but for the letter T and zeros at the end. */
function shortWallClock(column: SqliteSql, census: ColumnCensus | null): SqliteSql {
  const other = inPostgresYears(column, withoutZeros(provenWallClock(column)))
  const isFar = census === null || hasAny(census, 'timestamp far', 'date far')
  if (isFar) return other
  return sqlite`CASE octet_length(${column}) WHEN 19 THEN ${spaced(column)} WHEN 26 THEN ${withoutZeros(spaced(column))} ELSE ${other} END`
}

/** `YYYY-MM-DD HH:MM:SS.ffffff` of a text without an offset; a year before 1 keeps its sign. */
export function provenWallClock(column: SqliteSql): SqliteSql {
  return withYear(column, provenNaive)
}

function provenNaive(text: SqliteSql): SqliteSql {
  return sqlite`substr(CASE length(${text}) WHEN 10 THEN ${text} || ' 00:00:00.000000' WHEN 16 THEN ${spaced(text)} || ':00.000000' WHEN 19 THEN ${spaced(text)} || '.000000' ELSE ${spaced(text)} || '000000' END, 1, 26)`
}

/** A four-digit year ends at the fifth character; any other is set aside and put back. */
function withYear(column: SqliteSql, prove: (text: SqliteSql) => SqliteSql): SqliteSql {
  const yearLength = sqlite`instr(substr(${column}, 2), '-')`
  const shortened = sqlite`('2000' || substr(${column}, ${yearLength} + 1))`
  return sqlite`CASE WHEN substr(${column}, 5, 1) <> '-' THEN substr(${column}, 1, ${yearLength}) || substr(${prove(shortened)}, 5) ELSE ${prove(column)} END`
}

/** A moment's text with the years as SQLite counts them: 45 BC is -0044. */
export function canonicalMoment(moment: PostgresSql, rest: PostgresSql): PostgresSql {
  return postgres`CASE WHEN ${moment} < '0001-01-01' THEN to_char(extract(year FROM ${moment}) + 1, 'FM0000') || to_char(${moment}, '${rest}') ELSE to_char(${moment}, 'YYYY${rest}') END`
}

export const zonedTexts: Reading = {
  name: 'date-time text with an offset',
  injective: false,
  copy: (column, census) =>
    hasAny(census, 'timestamptz far')
      ? sqlite`coalesce(sqlite2pg_moment('timestamptz', ${column}), '\\N')`
      : sqlite`coalesce(replace(${column}, ' UTC', ''), '\\N')`,
  proof: (column, target) => ({
    sqlite: provenUtc(column),
    postgres: canonicalMoment(postgres`(${target} AT TIME ZONE 'UTC')`, MOMENT),
    order: 'text',
  }),
  digest: column => ({
    rule: 'timestamptz',
    sqlite: inPostgresYears(column, withoutZeros(provenUtc(column))),
  }),
}

/** The same of a text with an offset, in UTC. */
export function provenUtc(column: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN substr(${column}, 1, 4) BETWEEN '0002' AND '9998' AND substr(${column}, 5, 1) = '-' AND substr(${column}, 17, 1) = ':' THEN ${provenZoned(column)} ELSE sqlite2pg_utc(${column}, 0) END`
}

/** By SQLite's own functions, as far as they reach. */
function provenZoned(column: SqliteSql): SqliteSql {
  const zone = sqlite`ltrim(substr(${column}, 20), '.0123456789')`
  const fraction = sqlite`substr(${column}, 20, length(${column}) - 19 - length(${zone}))`
  return sqlite`strftime('%Y-%m-%d %H:%M:%S', substr(${column}, 1, 19) || ${isoZone(zone)}) || substr(CASE ${fraction} WHEN '' THEN '.' ELSE ${fraction} END || '000000', 1, 7)`
}

/** An offset as SQLite's date functions read it: `Z` or `+HH:MM`. */
function isoZone(zone: SqliteSql): SqliteSql {
  const bare = sqlite`trim(replace(${zone}, ' UTC', ''))`
  return sqlite`CASE length(${bare}) WHEN 5 THEN substr(${bare}, 1, 3) || ':' || substr(${bare}, 4) WHEN 3 THEN ${bare} || ':00' ELSE ${bare} END`
}

export const dateTexts: Reading = {
  name: 'date text',
  injective: true,
  copy: copyAs('date', 'date far'),
  proof: (column, target) => ({
    sqlite: column,
    postgres: canonicalMoment(target, postgres`-MM-DD`),
    order: 'text',
  }),
  digest: column => ({ rule: 'date', sqlite: inPostgresYears(column, column) }),
}

export const timeTexts: Reading = {
  name: 'time text',
  injective: false,
  copy: column => sqlite`coalesce(${column}, '\\N')`,
  proof: (column, target) => ({
    sqlite: sqlite`substr(CASE length(${column}) WHEN 5 THEN ${column} || ':00.000000' WHEN 8 THEN ${column} || '.000000' ELSE ${column} || '000000' END, 1, 15)`,
    postgres: postgres`to_char(${target}, 'HH24:MI:SS.US')`,
    order: 'text',
  }),
  digest: column => ({
    rule: 'time',
    sqlite: withoutZeros(
      sqlite`CASE length(${column}) WHEN 5 THEN ${column} || ':00.' WHEN 8 THEN ${column} || '.' ELSE substr(${column}, 1, 15) END`,
    ),
  }),
}

function spaced(column: SqliteSql): SqliteSql {
  return sqlite`replace(${column}, 'T', ' ')`
}

const UNITS = {
  s: { perSecond: 1n, digits: 0 },
  ms: { perSecond: 1000n, digits: 3 },
  us: { perSecond: 1_000_000n, digits: 6 },
} as const

export type EpochUnit = keyof typeof UNITS

/** Integers that count since 1970 in one unit; the instant is written in UTC. */
export function epochReading(unit: EpochUnit): Reading {
  const { perSecond } = UNITS[unit]
  return {
    name: `epoch ${unit}`,
    injective: true,
    epochUnit: unit,
    copy: column => sqlite`CASE WHEN ${column} IS NULL THEN '\\N' ELSE ${writtenEpoch(column, unit)} END`,
    proof: (column, target) => ({
      sqlite: sqlite`CAST(${column} AS TEXT)`,
      postgres: postgres`round(extract(epoch FROM ${target})::numeric * ${perSecond})::bigint::text`,
      order: 'number',
    }),
    digest: column => ({ rule: 'microseconds', sqlite: sqlite`${column} * ${1_000_000n / perSecond}` }),
  }
}

function writtenEpoch(column: SqliteSql, unit: EpochUnit): SqliteSql {
  const { perSecond, digits } = UNITS[unit]
  // Before 1970 the seconds are rounded down, so that the fraction counts upwards there too.
  const rest = sqlite`((${column} % ${perSecond} + ${perSecond}) % ${perSecond})`
  const whole = sqlite`strftime('%Y-%m-%d %H:%M:%S', (${column} - ${rest}) / ${perSecond}, 'unixepoch')`
  const fraction = digits === 0 ? sqlite`` : sqlite` || '.' || format('%0${digits}d', ${rest})`
  return sqlite`${whole}${fraction} || '+00'`
}

/** Integers of one unit beside texts; a text without an offset is in UTC. */
export function mixedInstants(unit: EpochUnit): Reading {
  const { perSecond } = UNITS[unit]
  return {
    name: `date-time text and epoch ${unit}`,
    injective: false,
    epochUnit: unit,
    copy: column =>
      sqlite`CASE typeof(${column}) WHEN 'null' THEN '\\N' WHEN 'integer' THEN ${writtenEpoch(column, unit)} ELSE sqlite2pg_moment('utc', ${column}) END`,
    proof: (column, target) => ({
      sqlite: sqlite`CASE typeof(${column}) WHEN 'integer' THEN CAST(${column} * ${1_000_000n / perSecond} AS TEXT) WHEN 'text' THEN sqlite2pg_utc(${column}, 1) END`,
      postgres: microsecondsSince1970(target),
      order: 'text',
    }),
    digest: column => ({
      rule: 'microseconds',
      sqlite: sqlite`CASE typeof(${column}) WHEN 'integer' THEN ${column} * ${1_000_000n / perSecond} WHEN 'text' THEN sqlite2pg_utc(${column}, 1) END`,
    }),
  }
}

/** Exact for every moment and every version: before PostgreSQL 14 `extract` gives a double. */
export function microsecondsSince1970(moment: PostgresSql): PostgresSql {
  return postgres`trunc(extract(epoch FROM date_trunc('second', ${moment}))::numeric * 1000000 + to_char(${moment}, 'US')::integer)::text`
}
