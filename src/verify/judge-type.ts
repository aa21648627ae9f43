// What becomes of a column's values if the target has another type than the planned one: nothing is lost,
// something always is, or it depends on the values, and then a SQLite condition finds those that are lost.
// https://www.postgresql.org/docs/current/datatype.html
import { isUtf8Blob } from '../codec/blob-text.ts'
import { type ReaderName, readAs } from '../codec/for-target/functions.ts'
import { UNREADABLE } from '../codec/for-target/unreadable.ts'
import { isJson } from '../codec/json.ts'
import { isCleanText } from '../codec/judged.ts'
import { fitsDecimal } from '../codec/numeric.ts'
import type { PlannedColumn, TypeFamily } from '../model/plan.ts'
import type { TargetColumn } from '../model/target.ts'
import { sqliteString } from '../sql/quote.ts'
import { type SqliteSql, sqlite } from '../sql/text.ts'
import { typeArguments } from './type-names.ts'

export type Judgement =
  | { readonly kind: 'lossless'; readonly remark: string }
  | { readonly kind: 'lossy'; readonly remark: string }
  | { readonly kind: 'by value'; readonly lostIf: SqliteSql; readonly remark: string }
  | { readonly kind: 'unknown'; readonly remark: string }

interface Question {
  readonly planned: PlannedColumn
  /** What is read of the column in SQLite. */
  readonly value: SqliteSql
  /** The numbers in brackets of the target's type. */
  readonly limits: readonly number[]
}

type Judge = (question: Question) => Judgement

const lossless = (remark: string): Judgement => ({ kind: 'lossless', remark })
const lossy = (remark: string): Judgement => ({ kind: 'lossy', remark })
const byValue = (lostIf: SqliteSql, remark: string): Judgement => ({ kind: 'by value', lostIf, remark })

const JUDGES: Readonly<Record<string, Judge>> = {
  bool: ({ value }) => byValue(isUnreadable('truth', value), 'holds 0 and 1 only'),
  int2: integerOf(16n),
  int4: integerOf(32n),
  int8: integerOf(64n),
  numeric: judgeNumeric,
  float8: ({ value }) => byValue(isUnreadable('double', value), 'holds integers up to 2^53 exactly'),
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
  uuid: ({ value }) => byValue(isUnreadable('uuid', value), 'holds UUIDs, in one spelling'),
}

function isUnreadable(reader: ReaderName, value: SqliteSql): SqliteSql {
  return sqlite`${readAs(reader, value)} = ${sqliteString(UNREADABLE)}`
}

/** Asked only where the two types differ. */
export function judgeType(planned: PlannedColumn, target: TargetColumn): Judgement {
  const judge = JUDGES[target.baseType]
  if (judge === undefined) return { kind: 'unknown', remark: `what ${target.type} keeps is not known` }
  return judge({ planned, value: planned.value, limits: typeArguments(target.type) })
}

function integerOf(bits: bigint): Judge {
  const limit = 2n ** (bits - 1n)
  return ({ planned, value }) => {
    if (planned.family === 'boolean') return lossless('0 and 1 instead of false and true')
    const digits = readAs('number', value)
    const whole = sqlite`CAST(${digits} AS INTEGER)`
    const outside = sqlite`${whole} NOT BETWEEN ${-(limit - 1n)} - 1 AND ${limit - 1n}`
    return byValue(
      sqlite`CAST(${whole} AS TEXT) <> ${digits} OR ${outside}`,
      `holds integers of ${bits} bits`,
    )
  }
}

function judgeNumeric({ value, limits }: Question): Judgement {
  const [precision, scale = 0] = limits
  if (precision === undefined) return byValue(isUnreadable('number', value), 'holds numbers')
  const fits = sqlite`CASE typeof(${value}) WHEN 'text' THEN sqlite2pg_is_decimal('${precision}|${scale}', ${value}) ELSE ${fitsDecimal(value, precision, scale)} END`
  return byValue(sqlite`NOT ${fits}`, `holds ${precision} digits, ${scale} of them after the point`)
}

function judgeSmallFloat({ planned, value }: Question): Judgement {
  if (planned.family !== 'integer' && planned.family !== 'boolean') return lossy('keeps about 7 digits')
  return byValue(sqlite`${value} NOT BETWEEN -16777216 AND 16777216`, 'holds integers up to 2^24 exactly')
}

function judgeText({ planned, value, limits }: Question): Judgement {
  if (planned.family === 'bytea') {
    const isText = sqlite`CASE typeof(${value}) WHEN 'blob' THEN ${isUtf8Blob(value)} ELSE ${isCleanText(value)} END`
    return byValue(sqlite`NOT ${isText}`, 'cannot hold every byte')
  }
  const [length] = limits
  if (length === undefined) return lossless('holds the text of every value')
  const [plannedLength] = typeArguments(planned.type)
  if (planned.family === 'text' && plannedLength !== undefined && length < plannedLength)
    return lossy('is shorter')
  return byValue(sqlite`length(${value}) > ${length}`, `holds ${length} characters`)
}

function judgeDate({ planned, value }: Question): Judgement {
  if (WRITTEN.has(planned.family)) return byValue(isUnreadable('day', value), 'holds dates')
  return planned.proof.order === 'text'
    ? byValue(sqlite`substr(${planned.proof.sqlite}, 12) > '00:00:00.000000'`, 'has no time of day')
    : lossy('has no time of day')
}

function judgeMoment({ planned, value, limits }: Question): Judgement {
  const seconds = judgeSeconds(limits)
  if (['timestamp', 'timestamptz', 'date'].includes(planned.family)) return seconds
  if (!WRITTEN.has(planned.family))
    return { kind: 'unknown', remark: `whether ${planned.type} is kept is not known` }
  return seconds.kind === 'lossless'
    ? byValue(isUnreadable('moment', value), 'holds moments, taken as UTC where they have no offset')
    : seconds
}

/** Families in which moments may be written as text or as a count. */
const WRITTEN: ReadonlySet<TypeFamily> = new Set(['text', 'integer', 'numeric', 'real'])

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
