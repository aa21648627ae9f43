// boolean from 0 and 1, and from one pair of words that PostgreSQL reads the same way. Anything else keeps its number
// or text: `2::boolean` would be true. https://www.postgresql.org/docs/current/datatype-boolean.html
import type { ColumnCensus, Shape } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import {
  type Candidate,
  countOf,
  exampleOf,
  type Reading,
  shareOf,
  sumOfShapes,
  valueCount,
} from './codec.ts'
import { hasShape } from './judged.ts'

/** Pairs of words, in any case. */
const WORD_SHAPES = [
  'boolean true/false',
  'boolean t/f',
  'boolean yes/no',
  'boolean y/n',
  'boolean on/off',
] as const satisfies readonly Shape[]
const NUMBER_SHAPES = ['boolean 0/1', "boolean '0'/'1'"] as const satisfies readonly Shape[]

const truths: Reading = {
  name: 'truth values',
  injective: false,
  copy: column => sqlite`coalesce(${column}, '\\N')`,
  proof: (column, target) => ({
    sqlite: sqlite`CASE WHEN ${column} IS NULL THEN NULL WHEN lower(${column}) IN ('1', 'true', 't', 'yes', 'y', 'on') THEN 't' ELSE 'f' END`,
    postgres: postgres`CASE ${target} WHEN true THEN 't' WHEN false THEN 'f' END`,
    order: 'none',
  }),
  digest: column => ({
    rule: 'boolean',
    sqlite: sqlite`CASE ${column} WHEN 0 THEN 'f' WHEN 1 THEN 't' ELSE CASE WHEN lower(${column}) IN ('1', 'true', 't', 'yes', 'y', 'on') THEN 't' WHEN lower(${column}) IN ('0', 'false', 'f', 'no', 'n', 'off') THEN 'f' ELSE CAST(${column} AS TEXT) END END`,
  }),
}

export const boolean: Candidate = {
  family: 'boolean',
  type: 'boolean',
  reading: truths,
  objection: census => {
    const known = sumOfShapes(census, [...NUMBER_SHAPES, ...WORD_SHAPES])
    if (known < valueCount(census))
      return `${shareOf(census, valueCount(census) - known, 'is no truth value', 'are no truth values')}${exampleOf(census)}`
    return wordPairs(census).length > 1
      ? `truth is spelled in more ways than one: ${spellings(census)}`
      : null
  },
  accepts: column => hasShape('boolean', column, [...NUMBER_SHAPES, ...WORD_SHAPES]),
  remark: census => (wordPairs(census).length === 0 ? null : `truth is spelled ${spellings(census)}`),
}

/** `boolean` where the declaration speaks of numbers and something else says that they mean truth. */
export const witnessedBoolean: Candidate = {
  ...boolean,
  remark: () =>
    'becomes boolean: a default, a CHECK or the tables beside it say that 0 and 1 mean false and true',
}

function wordPairs(census: ColumnCensus): readonly Shape[] {
  return WORD_SHAPES.filter(shape => (census.shapes[shape] ?? 0n) > 0n)
}

/** `true/false in 3 values and 0/1 in 20 values`. */
function spellings(census: ColumnCensus): string {
  return [...WORD_SHAPES, ...NUMBER_SHAPES]
    .filter(shape => (census.shapes[shape] ?? 0n) > 0n)
    .map(shape => `${shape.replace('boolean ', '')} in ${countOf(census.shapes[shape] ?? 0n, 'value')}`)
    .join(' and ')
}

/** SQLite expression: true for the integers 0 and 1. */
export function isZeroOrOne(column: SqliteSql): SqliteSql {
  return sqlite`(typeof(${column}) = 'integer' AND ${column} IN (0, 1))`
}

/** How a text spells truth, or null if it does not. */
export function shapeOfTruth(text: string): Shape | null {
  if (text === '0' || text === '1') return "boolean '0'/'1'"
  const word = text.toLowerCase()
  return WORD_SHAPES.find(shape => wordsOf(shape).includes(word)) ?? null
}

/** `true` and `false` of `boolean true/false`. */
function wordsOf(shape: Shape): readonly string[] {
  return shape.replace('boolean ', '').split('/')
}
