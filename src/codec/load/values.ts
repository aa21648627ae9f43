// Values as a load writes them for a type that the target has already: one function for each family, which gives the
// text that PostgreSQL is sent, or null for a value that the type does not take exactly.
// https://www.postgresql.org/docs/current/datatype.html
import { sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { JudgedValue, JudgingFunction } from '../judging-functions.ts'
import { writeArray } from './arrays.ts'
import { writeLoadedMoment } from './moments.ts'

export const LOADING_FUNCTIONS: readonly JudgingFunction[] = [
  {
    name: 'sqlite2pg_loaded_moment',
    compute: (spec, value) => (value === null ? null : writeLoadedMoment(String(spec), value)),
  },
  {
    name: 'sqlite2pg_loaded_array',
    compute: (element, value) => (typeof value === 'string' ? writeArray(String(element), value) : null),
  },
  {
    name: 'sqlite2pg_is_single',
    compute: (_, value) => (isSingle(value) ? 1n : 0n),
  },
]

/** True for a number that four bytes hold exactly. */
function isSingle(value: JudgedValue): boolean {
  if (typeof value !== 'number' && typeof value !== 'bigint') return false
  const number = Number(value)
  return Object.is(Math.fround(number), number) && (typeof value === 'number' || BigInt(number) === value)
}

export function loadedMoment(spec: string, column: SqliteSql): SqliteSql {
  return sqlite`sqlite2pg_loaded_moment(${sqliteString(spec)}, ${column})`
}

export function loadedArray(element: string, column: SqliteSql): SqliteSql {
  return sqlite`sqlite2pg_loaded_array(${sqliteString(element)}, ${column})`
}

export function isSingleNumber(column: SqliteSql): SqliteSql {
  return sqlite`sqlite2pg_is_single('', ${column})`
}
