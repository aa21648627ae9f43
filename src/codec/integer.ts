// smallint, integer and bigint. SQLite keeps 64-bit integers whatever the declaration says, so the range
// of the values decides. https://www.sqlite.org/datatype3.html
import type { ColumnCensus } from '../model/census.ts'
import { postgres, sqlite } from '../sql/text.ts'
import { type Candidate, exampleOf, objectToClasses, type Reading } from './codec.ts'
import { isOfClass } from './judged.ts'

const integers: Reading = {
  name: 'integers',
  injective: true,
  copy: column => sqlite`coalesce(${column}, '\\N')`,
  proof: (column, target) => ({
    sqlite: sqlite`CAST(${column} AS TEXT)`,
    postgres: postgres`${target}::text`,
    order: 'number',
  }),
  digest: column => ({ rule: 'integer', sqlite: column }),
}

function integerCandidate(type: 'smallint' | 'integer' | 'bigint', bits: bigint): Candidate {
  const limit = 2n ** (bits - 1n)
  return {
    family: 'integer',
    type,
    reading: integers,
    objection: census =>
      objectToClasses(census, ['reals', 'texts', 'blobs']) ?? objectToRange(census, -limit, limit - 1n, type),
    accepts: column =>
      sqlite`(${isOfClass(column, 'integer')} AND ${column} BETWEEN ${-limit} AND ${limit - 1n})`,
  }
}

function objectToRange(census: ColumnCensus, lowest: bigint, highest: bigint, type: string): string | null {
  const { min, max } = census.integers
  if (max !== null && max > highest) return `the largest value ${max} is beyond ${type}`
  if (min !== null && min < lowest) return `the smallest value ${min} is beyond ${type}`
  return null
}

export const smallint = integerCandidate('smallint', 16n)
export const integer = integerCandidate('integer', 32n)
export const bigint = integerCandidate('bigint', 64n)

/** True if every integer of the column is one that a double holds exactly. */
export function integersFitDouble(census: ColumnCensus): boolean {
  const { min, max } = census.integers
  return (min === null || min >= -(2n ** 53n)) && (max === null || max <= 2n ** 53n)
}

/** Why a column of numbers cannot be `double precision`, or null. */
export function objectToWideIntegers(census: ColumnCensus): string | null {
  return integersFitDouble(census) ? null : `integers beyond 2^53 occur${exampleOf(census)}`
}
