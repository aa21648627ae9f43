// text and varchar(n). PostgreSQL's text holds no NUL and only valid UTF-8, so bytes are judged, not
// decoded strings. Only columns whose census found a special character are escaped.
// https://www.postgresql.org/docs/current/sql-copy.html (text format)
import type { ColumnCensus } from '../model/census.ts'
import type { Slices } from '../model/plan.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { isUtf8Blob, textOrBlobText } from './blob-text.ts'
import {
  type Candidate,
  countsOfClasses,
  exampleOf,
  objectToClasses,
  type Reading,
  sayExample,
  shareOf,
  valueCount,
} from './codec.ts'
import { isShort, textOrDigits } from './digest/source-values.ts'
import { isCleanText, isOfClass } from './judged.ts'
import { provenDigits, shortestDigits } from './real.ts'

/** COPY text of a text expression: backslash, tab, line feed and carriage return escaped if there are any. */
function copyText(column: SqliteSql, census: ColumnCensus): SqliteSql {
  const value = shortestDigits(column, census)
  const { needsEscape, nonCharacters } = census.texts
  if (needsEscape + nonCharacters + census.blobs.count === 0n) return sqlite`coalesce(${value}, '\\N')`
  return copyEscaped(value)
}

/** COPY text of any text, NULL as well. In a UTF-16 database replace() would change some characters. */
function copyEscaped(value: SqliteSql): SqliteSql {
  const replaced = sqlite`replace(replace(replace(replace(${value}, '\\', '\\\\'), char(9), '\\t'), char(10), '\\n'), char(13), '\\r')`
  return sqlite`coalesce(CASE hex('A') WHEN '41' THEN ${replaced} ELSE sqlite2pg_copy_text(CAST(${value} AS BLOB), hex('A')) END, '\\N')`
}

/** A text sent as a whole and in slices; `value` is what it is before it is escaped. */
export function sentText(
  value: (column: SqliteSql, census: ColumnCensus) => SqliteSql = column => column,
): Required<Pick<Reading, 'copy' | 'slices'>> {
  return {
    copy: (column, census) => copyText(value(column, census), census),
    slices: (column, census) => slicedText(shortestDigits(value(column, census), census)),
  }
}

/** The same where every value is escaped, whatever the census says of it. */
export function sentEscaped(
  value: (column: SqliteSql) => SqliteSql = column => column,
): Required<Pick<Reading, 'copy' | 'slices'>> {
  return { copy: column => copyEscaped(value(column)), slices: column => slicedText(value(column)) }
}

function slicedText(value: SqliteSql): Slices {
  return { raw: sqlite`CAST(${value} AS BLOB)`, write: 'text' }
}

const texts: Reading = {
  name: 'text',
  injective: true,
  ...sentText(),
  proof: (column, target) => ({
    sqlite: sqlite`CAST(${column} AS TEXT)`,
    postgres: postgres`${target}::text`,
    order: 'text',
  }),
  digest: (column, census) => ({ rule: isShort(census) ? 'short text' : 'text', sqlite: column }),
}

/** Text that came from values of several storage classes: 1 and '1' look alike afterwards. */
const mixedTexts: Reading = {
  ...texts,
  name: 'text of numbers and texts',
  injective: false,
  proof: (column, target) => ({ ...texts.proof(column, target), sqlite: provenDigits(column) }),
  digest: (column, census) => texts.digest(textOrDigits(column, census), census),
}

/** Blobs by the text they hold: 'a' and x'61' look alike afterwards. */
const blobTexts: Reading = {
  ...texts,
  name: 'text of blobs',
  injective: false,
  ...sentText(textOrBlobText),
  proof: (column, target) => texts.proof(textOrBlobText(column), target),
  digest: (column, census) => texts.digest(textOrBlobText(column), census),
}

/** Why texts cannot be text in PostgreSQL, or null. */
export function objectToBytes(census: ColumnCensus): string | null {
  const { withNul, invalidUtf8, badExample } = census.texts
  const such = badExample === null ? '' : sayExample(badExample)
  if (withNul > 0n)
    return `${shareOf(census, withNul, 'holds a NUL, which text cannot,', 'hold a NUL, which text cannot,')}${such}`
  return invalidUtf8 === 0n
    ? null
    : `${shareOf(census, invalidUtf8, 'is not valid UTF-8', 'are not valid UTF-8')}${such}`
}

/** `text` for texts; numbers among them are written as SQLite prints them. */
export const text: Candidate = {
  family: 'text',
  type: 'text',
  reading: mixedTexts,
  objection: census => objectToClasses(census, ['blobs']) ?? objectToBytes(census),
  accepts: isCleanText,
  remark: census =>
    valueCount(census) === census.texts.count || census.texts.count === 0n
      ? null
      : `${countsOfClasses(census)}: 1 and '1' look alike now`,
}

/** `text` only where every value is text. */
export const pureText: Candidate = {
  ...text,
  reading: texts,
  objection: census => objectToClasses(census, ['integers', 'reals', 'blobs']) ?? objectToBytes(census),
  accepts: column => sqlite`(${isOfClass(column, 'text')} AND ${isCleanText(column)})`,
}

/** `text` where blobs hold UTF-8 without NUL, as some applications store their texts. */
export const textOfBlobs: Candidate = {
  ...text,
  reading: blobTexts,
  objection: census => {
    const others = census.blobs.count - census.blobs.cleanTexts
    return (
      objectToClasses(census, ['integers', 'reals']) ??
      (others === 0n
        ? null
        : `${shareOf(census, others, 'is a blob that is no text', 'are blobs that are no text')}${exampleOf(census, ['blob'])}`) ??
      objectToBytes(census)
    )
  },
  accepts: column =>
    sqlite`CASE typeof(${column}) WHEN 'text' THEN ${isCleanText(column)} ELSE ${isUtf8Blob(column)} END`,
  remark: census => `${countsOfClasses(census)}: the blobs are UTF-8 and become text`,
}

/** `text` of a column with SQLite's affinity of numbers, such as STRING: '007' became 7 before it was stored. */
export const textOfNumbers: Candidate = {
  ...text,
  remark: census =>
    census.integers.count + census.reals.count === 0n
      ? null
      : `${countsOfClasses(census)}: SQLite turned texts into numbers when they were stored, and digits such as leading zeros were lost then`,
}

/** PostgreSQL's limits for varchar(n). */
export function isLength(length: number): boolean {
  return length >= 1 && length <= 10_485_760
}

/** `varchar(length)` if every value is a text of at most that many characters. */
export function varchar(length: number): Candidate {
  return {
    ...pureText,
    type: `varchar(${length})`,
    objection: census => pureText.objection(census) ?? objectToLength(census, length),
    accepts: column => sqlite`(${pureText.accepts(column)} AND length(${column}) <= ${length})`,
  }
}

function objectToLength(census: ColumnCensus, length: number): string | null {
  const longest = census.texts.maxCharacters
  return longest > BigInt(length) ? `the longest text has ${longest} characters` : null
}
