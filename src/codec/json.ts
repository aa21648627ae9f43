// json keeps the text of a value, jsonb its meaning. A column is jsonb only if that loses nothing: no
// duplicate keys, no \u0000, no lone surrogate. https://www.postgresql.org/docs/current/datatype-json.html
import type { ColumnCensus, Shape } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, countOf, exampleOf, type Reading, valueCount } from './codec.ts'
import { copyText, objectToBytes } from './text.ts'

const jsonTexts: Reading = {
  name: 'JSON text',
  injective: true,
  copy: copyText,
  proof: (column, target) => ({
    sqlite: sqlite`CAST(${column} AS TEXT)`,
    postgres: postgres`${target}::text`,
    order: 'none',
  }),
}

const jsonMeanings: Reading = {
  ...jsonTexts,
  name: 'JSON by meaning',
  injective: false,
  proof: (column, target) => ({
    // In the copy of another tool the text may be no JSON, which json() would not survive.
    sqlite: sqlite`CASE WHEN json_valid(${column}) THEN json(${column}) ELSE CAST(${column} AS TEXT) END`,
    postgres: postgres`${target}::text`,
    order: 'none',
  }),
}

export const json: Candidate = {
  family: 'json',
  type: 'json',
  reading: jsonTexts,
  objection: census =>
    objectToBytes(census) ?? objectToShape(census, ['json', 'jsonb'], 'is no JSON', 'are no JSON'),
}

export const jsonb: Candidate = {
  family: 'jsonb',
  type: 'jsonb',
  reading: jsonMeanings,
  objection: census =>
    objectToBytes(census) ?? objectToShape(census, ['jsonb'], 'would lose something', 'would lose something'),
  remark: census =>
    valueCount(census) === 0n ? null : 'jsonb does not keep the order of keys and white space',
}

function objectToShape(
  census: ColumnCensus,
  shapes: readonly Shape[],
  one: string,
  many: string,
): string | null {
  const fitting = shapes.reduce((sum, shape) => sum + (census.shapes[shape] ?? 0n), 0n)
  const others = valueCount(census) - fitting
  return others === 0n
    ? null
    : `${countOf(others, 'value')} ${others === 1n ? one : many}${exampleOf(census)}`
}

/** SQLite expression: true for a text that is JSON by RFC 8259 and for a finite number. */
export function isJson(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'text' THEN json_valid(${column}) WHEN 'integer' THEN 1 WHEN 'real' THEN abs(${column}) < 9e999 ELSE 0 END`
}
