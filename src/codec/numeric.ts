// numeric and numeric(p,s). SQLite holds an integer or a double; what arrives is the shortest decimal of
// that double. A scale is kept only if every value fits it unchanged, since PostgreSQL would round.
import type { ColumnCensus } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import {
  type Candidate,
  countsOfClasses,
  exampleOf,
  objectToClasses,
  type Reading,
  shareOf,
  valueCount,
} from './codec.ts'
import { plainNumber } from './digest/source-values.ts'
import { comparedNumber } from './equal-values.ts'
import { isOfClass } from './judged.ts'
import { isNegativeZero, provenDigits, shortestDigits } from './real.ts'

const decimals: Reading = {
  name: 'decimals',
  injective: true,
  compared: column => comparedNumber(provenDigits(column)),
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
  digest: column => ({ rule: 'decimal', sqlite: plainNumber(column) }),
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
    accepts: column => {
      const finite =
        serverVersion < 140000
          ? sqlite` AND ${column} BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308`
          : sqlite``
      return sqlite`(${isNumber(column)}${finite})`
    },
  }
}

/** Numbers and texts that are numbers: 12 and '12' are equal afterwards. */
const numbersAndTexts: Reading = {
  ...decimals,
  name: 'decimals of numbers and texts',
  injective: false,
  proof: (column, target) => ({ ...decimals.proof(column, target), order: 'none' }),
}

/** `numeric` where every text is a number as numeric itself writes it. */
export function numericOfTexts(serverVersion: number): Candidate {
  const ofNumbers = numeric(serverVersion)
  return {
    ...ofNumbers,
    reading: numbersAndTexts,
    objection: census => {
      const others = census.texts.count - census.texts.plainNumbers
      if (others > 0n) return shareOf(census, others, 'is text and no number', 'are text and no number')
      return (
        objectToClasses(census, ['blobs']) ??
        objectToNegativeZero(census) ??
        objectToInfinity(census, serverVersion)
      )
    },
    accepts: column =>
      sqlite`CASE typeof(${column}) WHEN 'text' THEN sqlite2pg_is_number(${column}) ELSE ${ofNumbers.accepts(column)} END`,
    remark: census => `${countsOfClasses(census)}: every text is a plain number; 1 and '1' look alike now`,
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
    accepts: column => sqlite`(${isNumber(column)} AND ${fitsDecimal(column, precision, scale)})`,
  }
}

/** SQLite expression: true for numbers, but for the zero with a minus sign. */
function isNumber(column: SqliteSql): SqliteSql {
  return sqlite`${isOfClass(column, 'integer', 'real')} AND NOT ${isNegativeZero(column)}`
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
    : `${shareOf(census, count - fitting, 'is too large or too fine for it', 'are too large or too fine for it')}${exampleOf(census)}`
}

/** SQLite expression: true where a number fits numeric(precision, scale) without a change. */
export function fitsDecimal(column: SqliteSql, precision: number, scale: number): SqliteSql {
  const rounded = sqlite`CAST(format('%!.${scale}f', ${column}) AS REAL)`
  const limit = precision - scale > 308 ? sqlite`9e999` : sqlite`1e${precision - scale}`
  return sqlite`CASE WHEN typeof(${column}) NOT IN ('integer', 'real') OR ${column} <= -${limit} OR ${column} >= ${limit} THEN 0 WHEN typeof(${column}) = 'integer' THEN 1 ELSE ${rounded} = ${column} END`
}
