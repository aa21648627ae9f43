// Which shapes the census should look for in a column. SQL recognises the one usual shape in the pass over
// the table; only columns where it does not cover every value are judged value by value.
import type { Shape } from '../model/census.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { judgeJson } from '../sql/translate/json-text.ts'
import { jsonOfBlob } from './blob-text.ts'
import { isZeroOrOne, shapeOfTruth } from './boolean.ts'
import { isUsualDate, isUsualTimestamp } from './date-time.ts'
import { shapeOfDateTimeText } from './date-time-text.ts'
import { shapeOfEpoch } from './epoch-shape.ts'
import { isJson } from './json.ts'
import { fitsDecimal } from './numeric.ts'
import { isPlainUuid, isUuidText } from './uuid.ts'

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
  /** Shape of one value, null for any other. Blobs are never asked. */
  classify(value: string | number | bigint): Shape | null
  /** Values without a shape are counted by their spelling. */
  readonly bySpelling?: true
  /** The census counts the blobs that are UTF-8 without NUL, as it does in every column declared as text. */
  readonly blobsAsTexts?: true
  /** For blobs that hold texts with a shape. */
  readonly blobs?: {
    /** SQLite expression of the text of a blob, NULL for a blob without one. */
    readonly text: (column: SqliteSql) => SqliteSql
    readonly classify: (text: string) => Shape | null
  }
}

export const booleanInterest: Interest = {
  name: 'boolean',
  usual: { shape: 'boolean 0/1', test: isZeroOrOne, implies: { storageClass: 'integer', characters: 1n } },
  classify: value => {
    if (typeof value === 'string') return shapeOfTruth(value)
    return typeof value === 'bigint' && (value === 0n || value === 1n) ? 'boolean 0/1' : null
  },
}

export const timestampInterest: Interest = {
  name: 'date-time',
  usual: { shape: 'timestamp', test: isUsualTimestamp, implies: { storageClass: 'text', characters: 26n } },
  classify: classifyDateTime,
  bySpelling: true,
}

export const dateInterest: Interest = {
  name: 'date',
  usual: { shape: 'date', test: isUsualDate, implies: { storageClass: 'text', characters: 10n } },
  classify: classifyDateTime,
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
  classify: classifyDateTime,
  bySpelling: true,
}

export const uuidInterest: Interest = {
  name: 'uuid',
  usual: { shape: 'uuid', test: isPlainUuid, implies: { storageClass: 'text', characters: 36n } },
  classify: value => {
    if (typeof value !== 'string' || !isUuidText(value)) return null
    return value.length === 36 && value === value.toLowerCase() ? 'uuid' : 'uuid other'
  },
}

/** What a JSON text in a blob, or SQLite's own JSONB, would lose as jsonb. */
const jsonBlobs: Required<Interest>['blobs'] = {
  text: jsonOfBlob,
  classify: text => {
    const judgement = judgeJson(text)
    return judgement === 'not json' ? null : `${judgement} in a blob`
  },
}

/** The texts are only asked whether they parse. */
export const jsonInterest: Interest = {
  name: 'json',
  usual: { shape: 'json', test: isJson, implies: null },
  classify: value => (judgeJson(String(value)) === 'not json' ? null : 'json'),
  blobs: jsonBlobs,
}

/** For `jsonb`: every value is judged, since SQL cannot tell duplicate keys. */
export const jsonbInterest: Interest = {
  name: 'jsonb',
  usual: { shape: 'jsonb', test: column => sqlite`(typeof(${column}) = 'integer')`, implies: null },
  classify: value => {
    const judgement = judgeJson(Object.is(value, -0) ? '-0.0' : String(value))
    return judgement === 'not json' ? null : judgement
  },
  blobs: jsonBlobs,
}

export function decimalInterest(precision: number, scale: number): Interest {
  return {
    name: `decimal(${precision},${scale})`,
    usual: { shape: 'decimal', test: column => fitsDecimal(column, precision, scale), implies: null },
    classify: () => null,
  }
}

function classifyDateTime(value: string | number | bigint): Shape | null {
  return typeof value === 'string' ? shapeOfDateTimeText(value) : shapeOfEpoch(value)
}
