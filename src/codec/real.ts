// double precision, never real: float4 would turn 123456789 into 123456792. SQLite prints a double with digits
// that read back as the same double, though not always the fewest; infinities and -0.0 need a way of their own.
// https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT
import type { ColumnCensus } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, countOf, objectToClasses, type Reading } from './codec.ts'
import { objectToWideIntegers } from './integer.ts'

const doubles: Reading = {
  name: 'doubles',
  injective: true,
  copy: copyDouble,
  proof: (column, target) => ({
    sqlite: sqlite`CASE WHEN ${column} IS NULL THEN NULL WHEN ${column} > 1.7976931348623157e308 THEN 'Infinity' WHEN ${column} < -1.7976931348623157e308 THEN '-Infinity' ELSE format('%!.17g', ${column}) END`,
    postgres: postgres`${target}::text`,
    order: 'number',
  }),
  digest: column => ({ rule: 'double', sqlite: sqlite`sqlite2pg_double(${column})` }),
}

function copyDouble(column: SqliteSql, census: ColumnCensus): SqliteSql {
  const special: SqliteSql[] = []
  if (census.reals.infinite > 0n) {
    special.push(sqlite`WHEN ${column} = 9e999 THEN 'Infinity' WHEN ${column} = -9e999 THEN '-Infinity'`)
  }
  if (census.reals.negativeZero > 0n) special.push(sqlite`WHEN ${isNegativeZero(column)} THEN '-0'`)
  const plain = sqlite`coalesce(${column}, '\\N')`
  return special.reduceRight((rest, when) => sqlite`CASE ${when} ELSE ${rest} END`, plain)
}

/**
 * SQLite often prints a double with 17 digits where 15 or 16 read back as the same double: the shortest are taken.
 * From 1e16 to 1e17 the 17 digits are the number itself. SQLite prints -0.0 without its sign.
 */
export function shortestDigits(column: SqliteSql, census: ColumnCensus): SqliteSql {
  const digits = census.reals.fractional === 0n ? column : fewestDigits(column)
  return census.reals.negativeZero === 0n
    ? digits
    : sqlite`CASE WHEN ${isNegativeZero(column)} THEN '-0.0' ELSE ${digits} END`
}

function fewestDigits(column: SqliteSql): SqliteSql {
  const [fifteen, sixteen] = [sqlite`format('%!.15g', ${column})`, sqlite`format('%!.16g', ${column})`]
  return sqlite`CASE WHEN typeof(${column}) <> 'real' OR abs(${column}) BETWEEN 1e15 AND 1e17 THEN ${column} WHEN CAST(${fifteen} AS REAL) = ${column} THEN ${fifteen} WHEN CAST(${sixteen} AS REAL) = ${column} THEN ${sixteen} ELSE ${column} END`
}

/** The same digits for a proof, of integers and texts too. */
export function provenDigits(column: SqliteSql): SqliteSql {
  const rounded = sqlite`iif(printf('%!.15g', ${column}) + 0.0 IS ${column}, printf('%!.15g', ${column}), printf('%!.16g', ${column}))`
  const digits = sqlite`iif(typeof(${column}) = 'real' AND (abs(${column}) < 1e15 OR abs(${column}) > 1e17) AND ${rounded} + 0.0 = ${column}, ${rounded}, CAST(${column} AS TEXT))`
  return sqlite`iif(${isNegativeZero(column)}, '-0.0', ${digits})`
}

/** True for -0.0 only: atan2 is the one SQLite function that tells the two zeros apart. */
export function isNegativeZero(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'real' AND ${column} = 0.0 AND atan2(${column}, -1.0) < 0)`
}

export const doublePrecision: Candidate = {
  family: 'real',
  type: 'double precision',
  reading: doubles,
  objection: census => objectToClasses(census, ['texts', 'blobs']) ?? objectToWideIntegers(census),
  accepts: column =>
    sqlite`CASE typeof(${column}) WHEN 'real' THEN 1 WHEN 'integer' THEN ${column} BETWEEN ${-(2n ** 53n)} AND ${2n ** 53n} ELSE 0 END`,
}

/** For columns declared as integers, where SQLite kept a literal too large for 64 bits as a double. */
export const doubleOfIntegers: Candidate = {
  ...doublePrecision,
  remark: ({ reals: { beyondInt64 } }) =>
    beyondInt64 === 0n
      ? null
      : `${countOf(beyondInt64, 'value')} of 2^63 or more: SQLite kept a double of what was written, digits were lost before`,
}
