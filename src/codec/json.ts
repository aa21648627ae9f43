// json keeps the text of a value, jsonb its meaning. A column is jsonb only if that loses nothing: no
// duplicate keys, no \u0000, no lone surrogate. https://www.postgresql.org/docs/current/datatype-json.html
import type { ColumnCensus, Shape } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { isSqliteJsonb, jsonOfBlob, jsonOrBlobJson, jsonText } from './blob-text.ts'
import { type CastCount, info } from './cast/count.ts'
import type { ValueSql } from './cast/values.ts'
import {
  type Candidate,
  exampleOf,
  objectToClasses,
  type Reading,
  shareOf,
  sumOfShapes,
  valueCount,
} from './codec.ts'
import { jsonbValue } from './digest/jsonb-value.ts'
import { isShort, textOrDigits } from './digest/source-values.ts'
import { comparedJson } from './equal-values.ts'
import { hasShape, isCleanText } from './judged.ts'
import { provenDigits } from './real.ts'
import { objectToBytes, sentText, text } from './text.ts'

const jsonTexts: Reading = {
  name: 'JSON text',
  injective: true,
  ...sentText(),
  proof: (column, target) => ({
    sqlite: provenDigits(column),
    postgres: postgres`${target}::text`,
    order: 'none',
  }),
  digest: (column, census) => ({
    rule: isShort(census) ? 'json' : 'text',
    sqlite: textOrDigits(column, census),
  }),
}

/** SQLite's JSONB, and texts in blobs, by the JSON text they hold. */
const jsonTextsOfBlobs: Reading = {
  ...jsonTexts,
  name: 'JSON text of blobs',
  injective: false,
  ...sentText(jsonText),
  proof: (column, target) => jsonTexts.proof(jsonOrBlobJson(column), target),
  digest: column => jsonTexts.digest(jsonOrBlobJson(column), null),
}

const jsonMeanings: Reading = {
  ...jsonTextsOfBlobs,
  name: 'JSON by meaning',
  injective: false,
  compared: column => comparedJson(provenJson(column)),
  proof: (column, target) => ({
    sqlite: provenJson(column),
    postgres: postgres`${target}::text`,
    order: 'none',
  }),
  digest: column => ({
    rule: 'jsonb',
    sqlite: jsonbValue(
      sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${jsonOfBlob(column)} ELSE ${textOrDigits(column, null)} END`,
    ),
  }),
}

/** In the copy of another tool the text may be no JSON, which json() would not survive. */
function provenJson(column: SqliteSql): SqliteSql {
  return sqlite`CASE WHEN typeof(${column}) = 'blob' THEN ${jsonOfBlob(column)} WHEN json_valid(${column}) THEN json(${column}) ELSE CAST(${column} AS TEXT) END`
}

const TEXT_SHAPES: readonly Shape[] = ['json', 'jsonb']
const BLOB_SHAPES: readonly Shape[] = ['json in a blob', 'jsonb in a blob']

/** `json` of texts and numbers, which keeps what is written. */
export const json: Candidate = {
  family: 'json',
  isOrdered: false,
  type: 'json',
  reading: jsonTexts,
  objection: census =>
    objectToClasses(census, ['blobs']) ??
    objectToBytes(census) ??
    objectToShape(census, TEXT_SHAPES, 'is no JSON', 'are no JSON'),
  accepts: column => sqlite`(${isCleanText(column)} AND ${hasShape('json', column, ['json'])})`,
}

/** For a column in a key or an index. */
export const indexedJson: Candidate = {
  ...text,
  remark: () => 'becomes text: the column is in a key or an index, and json has no equality',
}

/** `json` that takes blobs too. */
export const jsonOfBlobs: Candidate = {
  ...json,
  reading: jsonTextsOfBlobs,
  objection: census =>
    objectToBytes(census) ??
    objectToShape(census, [...TEXT_SHAPES, ...BLOB_SHAPES], 'is no JSON', 'are no JSON'),
  accepts: column =>
    sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${hasShape('json', jsonOfBlob(column), ['json'])} ELSE ${json.accepts(column)} END`,
  counts: countsOfBlobs,
}

export const jsonb: Candidate = {
  family: 'jsonb',
  type: 'jsonb',
  reading: jsonMeanings,
  objection: census =>
    objectToBytes(census) ??
    objectToShape(census, ['jsonb', 'jsonb in a blob'], 'would lose something', 'would lose something'),
  accepts: column =>
    sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${hasShape('jsonb', jsonOfBlob(column), ['jsonb'])} ELSE (${isCleanText(column)} AND ${hasShape('jsonb', column, ['jsonb'])}) END`,
  remark: census =>
    valueCount(census) === 0n ? null : 'jsonb does not keep the order of keys and white space',
  counts: countsOfBlobs,
}

/** JSONB of SQLite's and PostgreSQL's are two forms: what they have in common is the text. */
function countsOfBlobs({ blobs }: ColumnCensus): readonly CastCount[] {
  if (blobs.count === 0n) return []
  const isOther: ValueSql = column => sqlite`(typeof(${column}) = 'blob' AND NOT ${isSqliteJsonb(column)})`
  return [
    info(
      isSqliteJsonb,
      "value in SQLite's JSONB form is written as its JSON text",
      "values in SQLite's JSONB form are written as their JSON text",
    ),
    info(
      isOther,
      'blob is read as the JSON text that it holds',
      'blobs are read as the JSON texts that they hold',
    ),
  ]
}

function objectToShape(
  census: ColumnCensus,
  shapes: readonly Shape[],
  one: string,
  many: string,
): string | null {
  const others = valueCount(census) - sumOfShapes(census, shapes)
  return others === 0n ? null : `${shareOf(census, others, one, many)}${exampleOf(census)}`
}

/** SQLite expression: true for a text that is JSON by RFC 8259 and for a finite number. */
export function isJson(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'text' THEN json_valid(${column}) WHEN 'integer' THEN 1 WHEN 'real' THEN abs(${column}) < 9e999 ELSE 0 END`
}
