// numeric and numeric(p,s). SQLite holds an integer or a double; what arrives is the shortest decimal of
// that double. A scale is kept only if every value fits it unchanged, since PostgreSQL would round.
import type { ColumnCensus } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, exampleOf, objectToClasses, type Reading, valueCount } from './codec.ts'
import { provenDigits, shortestDigits } from './real.ts'

const decimals: Reading = {
  name: 'decimals',
  injective: true,
  copy: (column, census) => {
    const finite = sqlite`coalesce(${shortestDigits(column, census)}, '\\N')`
    return census.reals.infinite === 0n
      ? finite
      : sqlite`CASE WHEN ${column} = 9e999 THEN 'Infinity' WHEN ${column} = -9e999 THEN '-Infinity' ELSE ${finite} END`
  },
  proof: (column, target) => ({
    sqlite: provenDigits(column),
    postgres: postgres`${target}::text`,
    order: 'number',
  }),
}

/** Plain `numeric`, which holds every finite value; infinities only from PostgreSQL 14 on. */
export function numeric(serverVersion: number): Candidate {
  return {
    family: 'numeric',
    type: 'numeric',
    reading: decimals,
    objection: census =>
      objectToClasses(census, ['texts', 'blobs']) ??
      objectToNegativeZero(census) ??
      objectToInfinity(census, serverVersion),
  }
}

/** PostgreSQL's limits for numeric(p,s): 1 to 1000 digits, no more of them after the point. */
export function isPrecision(precision: number, scale: number): boolean {
  return precision >= 1 && precision <= 1000 && scale >= 0 && scale <= precision
}

/** `numeric(p,s)` where every value is unchanged by it. */
export function numericOf(precision: number, scale: number): Candidate {
  return {
    family: 'numeric',
    type: `numeric(${precision},${scale})`,
    reading: decimals,
    objection: census =>
      objectToClasses(census, ['texts', 'blobs']) ?? objectToNegativeZero(census) ?? objectToScale(census),
  }
}

function objectToInfinity(census: ColumnCensus, serverVersion: number): string | null {
  return census.reals.infinite > 0n && serverVersion < 140000
    ? 'infinities occur, which numeric takes from PostgreSQL 14 on'
    : null
}

/** Only where no affinity of numbers has dropped the sign. */
function objectToNegativeZero(census: ColumnCensus): string | null {
  return census.reals.negativeZero > 0n
    ? 'a zero with a minus sign occurs, which numeric does not know'
    : null
}

function objectToScale(census: ColumnCensus): string | null {
  const fitting = census.shapes.decimal ?? 0n
  const count = valueCount(census)
  return fitting === count
    ? null
    : `${count - fitting} values are too large or too fine for it${exampleOf(census)}`
}

/** SQLite expression: true where a number fits numeric(precision, scale) without a change. */
export function fitsDecimal(column: SqliteSql, precision: number, scale: number): SqliteSql {
  const digits = sqlite`CAST(abs(${column}) AS TEXT)`
  const fraction = sqlite`CASE WHEN instr(${digits}, '.') = 0 THEN '' ELSE rtrim(substr(${digits}, instr(${digits}, '.') + 1), '0') END`
  const limit = 10 ** (precision - scale)
  return sqlite`(typeof(${column}) IN ('integer', 'real') AND abs(${column}) < ${limit} AND instr(${digits}, 'e') = 0 AND length(${fraction}) <= ${scale})`
}
