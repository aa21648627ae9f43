// boolean from 0 and 1, or from words that PostgreSQL reads the same way. Anything else keeps its number
// or text: `2::boolean` would be true. https://www.postgresql.org/docs/current/datatype-boolean.html
import type { ColumnCensus } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, countOf, exampleOf, type Reading, valueCount } from './codec.ts'

const TRUE_WORDS = ['1', 'true', 't', 'yes', 'y', 'on']
const FALSE_WORDS = ['0', 'false', 'f', 'no', 'n', 'off']

const truths: Reading = {
  name: 'truth values',
  injective: false,
  copy: column => sqlite`coalesce(${column}, '\\N')`,
  proof: (column, target) => ({
    sqlite: sqlite`CASE WHEN ${column} IS NULL THEN NULL WHEN lower(${column}) IN ('1', 'true', 't', 'yes', 'y', 'on') THEN 't' ELSE 'f' END`,
    postgres: postgres`CASE ${target} WHEN true THEN 't' WHEN false THEN 'f' END`,
    order: 'none',
  }),
}

export const boolean: Candidate = {
  family: 'boolean',
  type: 'boolean',
  reading: truths,
  objection: census => {
    const others = valueCount(census) - numbers(census) - words(census)
    return others === 0n
      ? null
      : `${countOf(others, 'value')} ${others === 1n ? 'is' : 'are'} no truth value${exampleOf(census)}`
  },
  remark: census =>
    words(census) === 0n ? null : `${countOf(words(census), 'value')} written as words, such as true or yes`,
}

const numbers = (census: ColumnCensus): bigint => census.shapes['boolean 0/1'] ?? 0n
const words = (census: ColumnCensus): bigint => census.shapes['boolean word'] ?? 0n

/** SQLite expression: true for the integers 0 and 1. */
export function isZeroOrOne(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'integer' AND ${column} IN (0, 1))`
}

/** True for a text that both sides read as a truth value. */
export function isBooleanWord(text: string): boolean {
  const word = text.toLowerCase()
  return TRUE_WORDS.includes(word) || FALSE_WORDS.includes(word)
}
