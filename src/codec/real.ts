// double precision, never real: float4 would turn 123456789 into 123456792. SQLite prints a double with
// digits that read back as the same double; infinities and the sign of -0.0 need a way of their own.
// https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-FLOAT
import type { ColumnCensus } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, objectToClasses, type Reading } from './codec.ts'
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

/** True for -0.0 only: atan2 is the one SQLite function that tells the two zeros apart. */
export function isNegativeZero(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'real' AND ${column} = 0.0 AND atan2(${column}, -1.0) < 0)`
}

export const doublePrecision: Candidate = {
  family: 'real',
  type: 'double precision',
  reading: doubles,
  objection: census => objectToClasses(census, ['texts', 'blobs']) ?? objectToWideIntegers(census),
}
