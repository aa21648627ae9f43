// What becomes of a column's values if the target has another type than the planned one: nothing is lost,
// something always is, or it depends on the values, and then a SQLite condition finds those that are lost.
// https://www.postgresql.org/docs/current/datatype.html
import { isUsualDate } from '../codec/date-time.ts'
import { isJson } from '../codec/json.ts'
import { fitsDecimal } from '../codec/numeric.ts'
import type { PlannedColumn } from '../model/plan.ts'
import type { TargetColumn } from '../model/target.ts'
import { sqliteName } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { typeArguments } from './type-names.ts'

export type Judgement =
  | { readonly kind: 'lossless'; readonly remark: string }
  | { readonly kind: 'lossy'; readonly remark: string }
  | { readonly kind: 'by value'; readonly lostIf: SqliteSql; readonly remark: string }
  | { readonly kind: 'unknown'; readonly remark: string }

interface Question {
  readonly planned: PlannedColumn
  /** The column in SQLite. */
  readonly value: SqliteSql
  /** The numbers in brackets of the target's type. */
  readonly limits: readonly number[]
}

type Judge = (question: Question) => Judgement

const lossless = (remark: string): Judgement => ({ kind: 'lossless', remark })
const lossy = (remark: string): Judgement => ({ kind: 'lossy', remark })
const byValue = (lostIf: SqliteSql, remark: string): Judgement => ({ kind: 'by value', lostIf, remark })

const JUDGES: Readonly<Record<string, Judge>> = {
  bool: ({ value }) => byValue(sqlite`${value} NOT IN (0, 1)`, 'holds 0 and 1 only'),
  int2: integerOf(16n),
  int4: integerOf(32n),
  int8: integerOf(64n),
  numeric: judgeNumeric,
  float8: ({ value }) =>
    byValue(
      sqlite`typeof(${value}) NOT IN ('integer', 'real') OR (typeof(${value}) = 'integer' AND ${value} NOT BETWEEN -9007199254740992 AND 9007199254740992)`,
      'holds integers up to 2^53 exactly',
    ),
  float4: judgeSmallFloat,
  text: judgeText,
  varchar: judgeText,
  bpchar: judgeText,
  citext: judgeText,
  bytea: ({ value }) =>
    byValue(sqlite`typeof(${value}) NOT IN ('text', 'blob')`, 'holds the bytes of texts and blobs'),
  timestamp: judgeMoment,
  timestamptz: judgeMoment,
  date: judgeDate,
  time: ({ planned, limits }) =>
    planned.family === 'time' ? judgeSeconds(limits) : lossy('holds a time of day only'),
  json: judgeJson,
  jsonb: judgeJsonb,
  uuid: ({ value }) =>
    byValue(
      sqlite`length(${value}) <> 36 OR ${value} <> lower(${value})`,
      'keeps one spelling: 36 characters in lower case',
    ),
}

/** Asked only where the two types differ. */
export function judgeType(planned: PlannedColumn, target: TargetColumn): Judgement {
  const judge = JUDGES[target.baseType]
  if (judge === undefined) return { kind: 'unknown', remark: `what ${target.type} keeps is not known` }
  return judge({ planned, value: sqliteName(planned.source), limits: typeArguments(target.type) })
}

function integerOf(bits: bigint): Judge {
  const limit = 2n ** (bits - 1n)
  return ({ planned, value }) => {
    if (planned.family === 'boolean') return lossless('0 and 1 instead of false and true')
    const outside = sqlite`${value} NOT BETWEEN ${-(limit - 1n)} - 1 AND ${limit - 1n}`
    const fraction = sqlite`${value} <> CAST(${value} AS INTEGER)`
    const lostIf = sqlite`typeof(${value}) NOT IN ('integer', 'real') OR ${outside} OR ${fraction}`
    return byValue(lostIf, `holds integers of ${bits} bits`)
  }
}

function judgeNumeric({ value, limits }: Question): Judgement {
  const [precision, scale = 0] = limits
  if (precision === undefined)
    return byValue(sqlite`typeof(${value}) NOT IN ('integer', 'real')`, 'holds numbers')
  return byValue(
    sqlite`NOT ${fitsDecimal(value, precision, scale)}`,
    `holds ${precision} digits, ${scale} of them after the point`,
  )
}

function judgeSmallFloat({ planned, value }: Question): Judgement {
  if (planned.family !== 'integer' && planned.family !== 'boolean') return lossy('keeps about 7 digits')
  return byValue(sqlite`${value} NOT BETWEEN -16777216 AND 16777216`, 'holds integers up to 2^24 exactly')
}

function judgeText({ planned, value, limits }: Question): Judgement {
  if (planned.family === 'bytea') return lossy('cannot hold every byte')
  const [length] = limits
  if (length === undefined) return lossless('holds the text of every value')
  const [plannedLength] = typeArguments(planned.type)
  if (planned.family === 'text' && plannedLength !== undefined && length < plannedLength)
    return lossy('is shorter')
  return byValue(sqlite`length(${value}) > ${length}`, `holds ${length} characters`)
}

function judgeDate({ planned, value }: Question): Judgement {
  if (planned.family === 'text') return byValue(sqlite`NOT ${isUsualDate(value)}`, 'holds dates')
  return planned.proof.order === 'text'
    ? byValue(sqlite`substr(${planned.proof.sqlite}, 12) > '00:00:00.000000'`, 'has no time of day')
    : lossy('has no time of day')
}

function judgeMoment({ planned, limits }: Question): Judgement {
  if (!['timestamp', 'timestamptz', 'date'].includes(planned.family))
    return { kind: 'unknown', remark: `whether ${planned.type} is kept is not known` }
  return judgeSeconds(limits)
}

function judgeSeconds([digits = 6]: readonly number[]): Judgement {
  if (digits < 6) return lossy(`keeps ${digits} digits of a second`)
  return lossless('the same moment, taken as UTC')
}

function judgeJson({ planned, value }: Question): Judgement {
  if (planned.family === 'text') return byValue(sqlite`NOT ${isJson(value)}`, 'holds JSON')
  return planned.family === 'json' || planned.family === 'jsonb'
    ? lossless('the same value')
    : { kind: 'unknown', remark: `whether ${planned.type} is kept is not known` }
}

/** Of equal keys in one object jsonb keeps the last. */
function judgeJsonb(question: Question): Judgement {
  const { planned, value } = question
  if (planned.family !== 'json' && planned.family !== 'text') return judgeJson(question)
  const parts = sqlite`json_tree(CASE WHEN json_valid(${value}) THEN ${value} END)`
  return byValue(
    sqlite`NOT ${isJson(value)} OR EXISTS (SELECT 1 FROM ${parts} WHERE typeof("key") = 'text' GROUP BY "parent", "key" HAVING count(*) > 1)`,
    'holds the meaning of JSON, not its white space and the order of its keys, and one of equal keys',
  )
}
