// The types that a target has, as a load fills them: each takes every value that it holds exactly, in whatever storage
// class or spelling the file has it, and is proven by the readings that prove other tools' copies.
// https://www.postgresql.org/docs/current/datatype.html
import type { ColumnCensus } from '../../model/census.ts'
import { sqliteString } from '../../sql/quote.ts'
import { type PostgresSql, postgres, type SqliteSql, sqlite } from '../../sql/text.ts'
import { textOrBlobText } from '../blob-text.ts'
import { bytea } from '../bytea.ts'
import { anyDouble, anyText } from '../cast/candidates.ts'
import { writtenCandidate } from '../cast/moments.ts'
import { type Candidate, objectToClasses, shareOf, valueCount } from '../codec.ts'
import { textOrDigits } from '../digest/source-values.ts'
import { readAs } from '../for-target/functions.ts'
import { isCleanText } from '../judged.ts'
import { sentEscaped } from '../text.ts'
import { type MomentType, momentSpec } from './moments.ts'
import { isSingleNumber, loadedArray, loadedMoment } from './values.ts'

/** Two expressions that are compared for equality only. */
function plainProof(value: SqliteSql, target: PostgresSql) {
  return { sqlite: value, postgres: postgres`${target}::text`, order: 'none' } as const
}

const TRUE = sqlite`('1', 'true', 't', 'yes', 'y', 'on')`
const FALSE = sqlite`('0', 'false', 'f', 'no', 'n', 'off')`

/** 0 and 1 as numbers of either class, and every word for truth in any case. */
export const loadedBoolean: Candidate = writtenCandidate(
  'boolean',
  'boolean',
  column =>
    sqlite`CASE typeof(${column}) WHEN 'text' THEN CASE WHEN lower(${column}) IN ${TRUE} THEN 't' WHEN lower(${column}) IN ${FALSE} THEN 'f' END WHEN 'blob' THEN NULL ELSE CASE ${column} WHEN 1 THEN 't' WHEN 0 THEN 'f' END END`,
  {
    name: 'truth as the target has it',
    proof: (column, target) => ({
      sqlite: readAs('truth', column),
      postgres: postgres`CASE ${target} WHEN true THEN 't' WHEN false THEN 'f' END`,
      order: 'none',
    }),
    digest: column => ({ rule: 'boolean', sqlite: readAs('truth', column) }),
  },
)

/** `timestamptz`, `timestamp` or `date` with so many digits of a second. */
export function loadedMomentOf(type: MomentType, digits: number): Candidate {
  const reader = type === 'date' ? 'day' : 'moment'
  return writtenCandidate(type, type, column => loadedMoment(momentSpec(type, digits), column), {
    name: `${type} as the target has it`,
    proof: (column, target) => plainProof(readAs(reader, column), target),
    digest: column => ({ rule: type, sqlite: readAs(reader, column) }),
  })
}

/** `real`: doubles that four bytes hold as they are. */
export const loadedSingle: Candidate = {
  ...anyDouble,
  type: 'real',
  accepts: column =>
    sqlite`(${anyDouble.accepts(column)} AND ${isSingleNumber(sqlite`+CAST(${column} AS NUMERIC)`)})`,
}

/** The padding of char(n) is no part of the value. */
export function loadedChar(length: number): Candidate {
  return {
    ...anyText,
    type: `char(${length})`,
    reading: { ...anyText.reading, name: 'text of a fixed length', injective: false },
    accepts: column =>
      sqlite`(${anyText.accepts(column)} AND length(rtrim(${textOrBlobText(column)}, ' ')) <= ${length})`,
  }
}

/** `citext`, which finds texts equal whatever their case. */
export const loadedCitext: Candidate = {
  ...anyText,
  type: 'citext',
  reading: {
    ...anyText.reading,
    injective: false,
    compared: column => sqlite`sqlite2pg_lower(${textOrBlobText(column)}, 0)`,
  },
}

/** Blobs, and texts as their bytes; a number has none. */
export const loadedBytes: Candidate = {
  ...bytea,
  remark: () => null,
  objection: census => objectToClasses(census, ['integers', 'reals']),
  accepts: column => sqlite`(typeof(${column}) IN ('blob', 'text'))`,
}

/** `interval` of hours and minutes, or of whole microseconds, which is how Django keeps a duration in SQLite. */
export const loadedInterval: Candidate = writtenCandidate(
  'other',
  'interval',
  column =>
    sqlite`CASE typeof(${column}) WHEN 'integer' THEN ${column} || ' microseconds' WHEN 'text' THEN sqlite2pg_interval('', ${column}) END`,
  {
    name: 'spans as the target has them',
    proof: (column, target) => plainProof(readAs('span', column), target),
    digest: column => ({ rule: 'interval', sqlite: readAs('span', column) }),
  },
)

/** An enum by its labels; others are told with those that it knows. */
export function loadedEnum(type: string, labels: readonly string[]): Candidate {
  const known = sqlite`(${labels.map(sqliteString)})`
  const candidate = writtenCandidate('other', type, column => column, {
    name: 'labels',
    injective: true,
    ...sentEscaped(),
    proof: (column, target) => plainProof(column, target),
    digest: (column, census) => ({ rule: 'output', sqlite: textOrDigits(column, census) }),
  })
  return {
    ...candidate,
    accepts: column => sqlite`(typeof(${column}) = 'text' AND ${column} COLLATE BINARY IN ${known})`,
    objection: census => {
      const because = objectToMisfits(census)
      return because === null ? null : `${because}; the labels are ${labels.map(sqliteString).join(', ')}`
    },
  }
}

/** An array of elements of this internal name. */
export function loadedArrayOf(type: string, element: string): Candidate {
  const candidate = writtenCandidate('other', type, column => loadedArray(element, column), {
    name: `list of ${element}`,
    ...sentEscaped(column => loadedArray(element, column)),
    proof: (column, target) => plainProof(readAs(`${element}[]`, column), target),
    digest: column => ({ rule: 'array', sqlite: readAs(`${element}[]`, column) }),
  })
  return {
    ...candidate,
    accepts: column => sqlite`(${isCleanText(column)} AND ${loadedArray(element, column)} IS NOT NULL)`,
  }
}

const SHOWN = 3

/** How many values a type does not take, with some of them. */
function objectToMisfits(census: ColumnCensus): string | null {
  const others = valueCount(census) - (census.shapes['as asked'] ?? 0n)
  if (others === 0n) return null
  const told = census.examples.map(({ value, rowid }) =>
    rowid === null ? value : `${value} (rowid ${rowid})`,
  )
  const shown = [...new Set(told)].slice(0, SHOWN)
  const examples = shown.length === 0 ? '' : `, such as ${shown.join(', ')}`
  return `${shareOf(census, others, 'does not fit', 'do not fit')}${examples}`
}
