// Which shapes the census should look for in a column. SQL recognises the one usual shape in the pass over
// the table; only columns where it does not cover every value are judged value by value.
import type { Shape } from '../model/census.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { jsonOfBlob } from './blob-text.ts'
import { isZeroOrOne } from './boolean.ts'
import { isUsualDate, isUsualTimestamp } from './date-time.ts'
import { isJson } from './json.ts'
import { judgedShape } from './judged.ts'
import { fitsDecimal } from './numeric.ts'
import type { TextKind } from './text-chunk.ts'
import { isPlainUuid } from './uuid.ts'

/** The one shape that SQL recognises. */
export interface UsualShape {
  readonly shape: Shape
  readonly test: (column: SqliteSql) => SqliteSql
  /** What the test alone implies of a value, so that it need not be measured: its class and its greatest length. */
  readonly implies: { readonly storageClass: 'integer' | 'text'; readonly characters: bigint } | null
}

export interface Interest {
  readonly name: string
  readonly usual: UsualShape
  /** SQLite expression: the shape of a value that is not of the usual one; NULL for any other. Null where none counts. */
  readonly otherwise: ((column: SqliteSql) => SqliteSql) | null
  /** How chunks of texts are judged to the same answers as `usual` and `otherwise` give. */
  readonly texts?: TextKind
  /** Values without a shape are counted by their spelling. */
  readonly bySpelling?: true
  /** The census counts the blobs that are UTF-8 without NUL, as it does in every column declared as text. */
  readonly blobsAsTexts?: true
}

export const booleanInterest: Interest = {
  name: 'boolean',
  usual: { shape: 'boolean 0/1', test: isZeroOrOne, implies: { storageClass: 'integer', characters: 1n } },
  otherwise: column => judgedShape('boolean', column),
}

export const timestampInterest: Interest = {
  name: 'date-time',
  usual: { shape: 'timestamp', test: isUsualTimestamp, implies: { storageClass: 'text', characters: 26n } },
  otherwise: column => judgedShape('date-time', column),
  texts: 'timestamp',
  bySpelling: true,
}

export const dateInterest: Interest = {
  name: 'date',
  usual: { shape: 'date', test: isUsualDate, implies: { storageClass: 'text', characters: 10n } },
  otherwise: column => judgedShape('date-time', column),
  texts: 'date',
  bySpelling: true,
}

export const timeInterest: Interest = {
  name: 'time',
  usual: {
    shape: 'time',
    test: column =>
      sqlite`(typeof(${column}) = 'text' AND length(${column}) = 8 AND time(${column}) = ${column} AND substr(${column}, 1, 2) < '24')`,
    implies: { storageClass: 'text', characters: 8n },
  },
  otherwise: column => judgedShape('date-time', column),
  texts: 'time',
  bySpelling: true,
}

export const uuidInterest: Interest = {
  name: 'uuid',
  usual: { shape: 'uuid', test: isPlainUuid, implies: { storageClass: 'text', characters: 36n } },
  otherwise: column => judgedShape('uuid', column),
  texts: 'uuid',
}

/** The texts are only asked whether they parse. */
export const jsonInterest: Interest = {
  name: 'json',
  usual: { shape: 'json', test: isJson, implies: null },
  otherwise: column => shapeOfJson('json', column),
  texts: 'json',
}

/** For `jsonb`: every value is judged, since SQL cannot tell duplicate keys. */
export const jsonbInterest: Interest = {
  name: 'jsonb',
  usual: { shape: 'jsonb', test: column => sqlite`(typeof(${column}) = 'integer')`, implies: null },
  otherwise: column => shapeOfJson('jsonb', column),
  texts: 'jsonb',
}

/** Blobs may hold JSON too. */
function shapeOfJson(interest: 'json' | 'jsonb', column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'blob' THEN ${judgedShape('json in a blob', jsonOfBlob(column))} ELSE ${judgedShape(interest, column)} END`
}

export function decimalInterest(precision: number, scale: number): Interest {
  return {
    name: `decimal(${precision},${scale})`,
    usual: { shape: 'decimal', test: column => fitsDecimal(column, precision, scale), implies: null },
    otherwise: null,
  }
}
