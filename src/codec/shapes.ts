// The shape of one value by our own parsers, for what SQL alone cannot tell. SQL calls them as sqlite2pg_shape.
import type { Shape } from '../model/census.ts'
import { judgeJson } from '../sql/translate/json-text.ts'
import { shapeOfTruth } from './boolean.ts'
import { shapeOfDateTimeText } from './date-time-text.ts'
import { shapeOfEpoch } from './epoch-shape.ts'
import type { JudgedInterest } from './judged.ts'
import { shapeOfUuid } from './uuid.ts'

type Judge = (value: string | number | bigint) => Shape | null

export const SHAPE_JUDGES: Readonly<Record<JudgedInterest, Judge>> = {
  boolean: value => {
    if (typeof value === 'string') return shapeOfTruth(value)
    return typeof value === 'bigint' && (value === 0n || value === 1n) ? 'boolean 0/1' : null
  },
  'date-time': value => (typeof value === 'string' ? shapeOfDateTimeText(value) : shapeOfEpoch(value)),
  uuid: value => (typeof value === 'string' ? shapeOfUuid(value) : null),
  // The texts are only asked whether they parse.
  json: value => (judgeJson(String(value)) === 'not json' ? null : 'json'),
  jsonb: value => {
    const judgement = judgeJson(Object.is(value, -0) ? '-0.0' : String(value))
    return judgement === 'not json' ? null : judgement
  },
  // What a JSON text in a blob, or SQLite's own JSONB, would lose as jsonb.
  'json in a blob': text => {
    const judgement = typeof text === 'string' ? judgeJson(text) : 'not json'
    return judgement === 'not json' ? null : `${judgement} in a blob`
  },
}
