// Types of date and time that the user asked for by name: every value is read by one function of ours, and proven by
// SQLite's own functions and PostgreSQL's, as far as these reach.
import type { ColumnCensus } from '../../model/census.ts'
import type { TypeFamily } from '../../model/plan.ts'
import { postgresString, sqliteString } from '../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import { type Candidate, exampleOf, type Reading, shareOf, valueCount } from '../codec.ts'
import { canonicalMoment, MOMENT, provenUtc, provenWallClock } from '../date-time-readings.ts'
import { inPostgresYears, withoutZeros } from '../digest/source-values.ts'
import type { Interest } from '../interest.ts'
import { isPresent } from './count.ts'
import { COUNTINGS, type InstantReading, isCounting, writeReading } from './instants.ts'

/** A function's call that gives the text PostgreSQL is sent, NULL for a value that does not fit. */
type Written = (column: SqliteSql) => SqliteSql

/** A type whose values are those that a function of ours writes. */
export function writtenCandidate(
  family: TypeFamily,
  type: string,
  written: Written,
  reading: Pick<Reading, 'name' | 'proof' | 'digest'> & Partial<Reading>,
): Candidate {
  return {
    family,
    type,
    reading: { injective: false, copy: column => sqlite`coalesce(${written(column)}, '\\N')`, ...reading },
    objection: objectToOthers,
    accepts: column => sqlite`(${written(column)} IS NOT NULL)`,
  }
}

export function objectToOthers(census: ColumnCensus): string | null {
  const others = valueCount(census) - (census.shapes['as asked'] ?? 0n)
  if (others === 0n) return null
  return `${shareOf(census, others, 'does not fit', 'do not fit')}${exampleOf(census)}`
}

/** Lets the census count the values that a candidate accepts. */
export function interestInAccepted(name: string, { accepts }: Pick<Candidate, 'accepts'>): Interest {
  return {
    name: `cast to ${name}`,
    usual: {
      shape: 'as asked',
      test: column => sqlite`(${isPresent(column)} AND ${accepts(column)})`,
      implies: null,
    },
    otherwise: null,
    bySpelling: true,
  }
}

/** `timestamptz`, or `timestamp` with the wall clock of UTC. */
export function castInstant(name: string, type: string, reading: InstantReading): Candidate {
  const family = type.startsWith('timestamptz') ? 'timestamptz' : 'timestamp'
  const spec = sqliteString(writeReading(reading))
  const zone = reading.zone === '' ? 'UTC' : reading.zone
  return writtenCandidate(
    family,
    type,
    column => sqlite`sqlite2pg_${trustType(family)}(${spec}, ${column})`,
    {
      name,
      ...EPOCH_UNITS[reading.source],
      proof: (column, target) => ({
        sqlite: provenInstant(column, reading, family, spec),
        postgres: canonicalMoment(wallClock(family, target, zone), MOMENT),
        order: 'text',
      }),
      digest: column => ({
        rule: family === 'timestamp' ? 'timestamp' : zone === 'UTC' ? 'timestamptz' : `timestamptz ${zone}`,
        sqlite: inPostgresYears(column, withoutZeros(provenInstant(column, reading, family, spec))),
      }),
    },
  )
}

const EPOCH_UNITS: Readonly<Record<string, Pick<Reading, 'epochUnit'>>> = {
  epoch_s: { epochUnit: 's' },
  epoch_ms: { epochUnit: 'ms' },
  epoch_us: { epochUnit: 'us' },
}

function trustType(family: 'timestamptz' | 'timestamp'): SqliteSql {
  return family === 'timestamptz' ? sqlite`instant` : sqlite`wall_clock`
}

function wallClock(family: TypeFamily, target: PostgresSql, zone: string): PostgresSql {
  return family === 'timestamptz' ? postgres`(${target} AT TIME ZONE ${postgresString(zone)})` : target
}

function provenInstant(
  column: SqliteSql,
  reading: InstantReading,
  family: 'timestamptz' | 'timestamp',
  spec: SqliteSql,
): SqliteSql {
  const { source, zone, truncate, digits } = reading
  const shown = family === 'timestamp' ? sqlite`sqlite2pg_shown` : sqlite`sqlite2pg_shown_in_zone`
  const byFunction = sqlite`${shown}(${spec}, ${column})`
  if (truncate || digits < 6) return byFunction
  const isInUtc = zone === '' || zone === 'UTC' || family === 'timestamp'
  const offset = source === 'go_time' ? instantOfGo(column) : column
  const zoned = isInUtc ? provenUtc(offset) : byFunction
  // A count that is written as text has a minus sign at its beginning only.
  const isCountText = isCounting(source) ? sqlite`NOT ${column} GLOB '*[0-9]-*'` : sqlite`0`
  const text =
    source === 'timestamp'
      ? provenWallClock(column)
      : sqlite`CASE WHEN substr(${column}, 11) GLOB '*[Z+-]*' THEN ${zoned} WHEN ${isCountText} THEN ${byFunction} ELSE ${provenNaive(column, family, zone, byFunction)} END`
  const number = isInUtc && isCounting(source) ? provenCount(column, source, byFunction) : byFunction
  return sqlite`CASE typeof(${column}) WHEN 'text' THEN ${text} WHEN 'null' THEN NULL ELSE ${number} END`
}

/** PostgreSQL is asked for the wall clock of the zone itself, which is what a naive text says. */
function provenNaive(column: SqliteSql, family: TypeFamily, zone: string, byFunction: SqliteSql): SqliteSql {
  return family === 'timestamptz' || zone === 'UTC' ? provenWallClock(column) : byFunction
}

/** Go's text up to its offset. */
function instantOfGo(column: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN ${column} GLOB '*[+-][0-9][0-9][0-9][0-9] *' THEN substr(${column}, 1, 19 + instr(substr(${column}, 20), ' ') + 5) ELSE ${column} END`
}

/** Integers by SQLite's own arithmetic and calendar, which reaches from the year 0 to 9999. */
function provenCount(column: SqliteSql, source: keyof typeof COUNTINGS, byFunction: SqliteSql): SqliteSql {
  const { count, microseconds, origin } = COUNTINGS[source]
  const total = sqlite`(${column} * ${microseconds} / ${count} + (${origin}))`
  const fraction = sqlite`((${total} % 1000000 + 1000000) % 1000000)`
  const seconds = sqlite`((${total} - ${fraction}) / 1000000)`
  const written = sqlite`strftime('%Y-%m-%d %H:%M:%S', ${seconds}, 'unixepoch') || format('.%06d', ${fraction})`
  return sqlite`CASE WHEN typeof(${column}) = 'integer' AND ${seconds} BETWEEN -62135596800 AND 253402300799 THEN ${written} ELSE ${byFunction} END`
}

/** `date` from `YYYY-MM-DD`, from date-times at midnight, and from numbers such as 20240506. */
export function castDate(name: string, isWrittenAsNumber: boolean, truncate: boolean): Candidate {
  const spec = sqliteString([isWrittenAsNumber ? 'yyyymmdd' : 'date', truncate ? 'truncate' : ''].join('|'))
  const proven = (column: SqliteSql): SqliteSql =>
    isWrittenAsNumber
      ? sqlite`substr(${column}, 1, 4) || '-' || substr(${column}, 5, 2) || '-' || substr(${column}, 7, 2)`
      : sqlite`substr(${column}, 1, instr(substr(${column}, 2), '-') + 6)`
  return writtenCandidate('date', 'date', column => sqlite`sqlite2pg_date(${spec}, ${column})`, {
    name,
    proof: (column, target) => ({
      sqlite: proven(column),
      postgres: canonicalMoment(target, postgres`-MM-DD`),
      order: 'text',
    }),
    digest: column => ({ rule: 'date', sqlite: inPostgresYears(column, proven(column)) }),
  })
}

/** `time` or `time(n)`. */
export function castTime(name: string, type: string, digits: number, truncate: boolean): Candidate {
  const spec = sqliteString([digits, truncate ? 'truncate' : ''].join('|'))
  const proven = (column: SqliteSql): SqliteSql =>
    sqlite`substr(substr(CASE length(${column}) WHEN 5 THEN ${column} || ':00.000000' WHEN 8 THEN ${column} || '.000000' ELSE ${column} || '000000' END, 1, ${9 + digits}) || '000000', 1, 15)`
  return writtenCandidate('time', type, column => sqlite`sqlite2pg_time(${spec}, ${column})`, {
    name,
    proof: (column, target) => ({
      sqlite: proven(column),
      postgres: postgres`to_char(${target}, 'HH24:MI:SS.US')`,
      order: 'text',
    }),
    digest: column => ({ rule: 'time', sqlite: withoutZeros(proven(column)) }),
  })
}
