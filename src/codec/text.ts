// text and varchar(n). PostgreSQL's text holds no NUL and only valid UTF-8, so bytes are judged, not
// decoded strings. Only columns whose census found a special character are escaped.
// https://www.postgresql.org/docs/current/sql-copy.html (text format)
import type { ColumnCensus } from '../model/census.ts'
import { postgres, type SqliteSql, sqlite } from '../sql/text.ts'
import { type Candidate, countOf, objectToClasses, type Reading } from './codec.ts'
import { provenDigits, shortestDigits } from './real.ts'

/** COPY text of a text expression: backslash, tab, line feed and carriage return escaped if there are any. */
export function copyText(column: SqliteSql, census: ColumnCensus): SqliteSql {
  const value = shortestDigits(column, census)
  if (census.texts.needsEscape === 0n && census.blobs.count === 0n) return sqlite`coalesce(${value}, '\\N')`
  return sqlite`coalesce(replace(replace(replace(replace(${value}, '\\', '\\\\'), char(9), '\\t'), char(10), '\\n'), char(13), '\\r'), '\\N')`
}

const texts: Reading = {
  name: 'text',
  injective: true,
  copy: copyText,
  proof: (column, target) => ({
    sqlite: sqlite`CAST(${column} AS TEXT)`,
    postgres: postgres`${target}::text`,
    order: 'text',
  }),
}

/** Text that came from values of several storage classes: 1 and '1' look alike afterwards. */
const mixedTexts: Reading = {
  ...texts,
  name: 'text of numbers and texts',
  injective: false,
  proof: (column, target) => ({ ...texts.proof(column, target), sqlite: provenDigits(column) }),
}

export function objectToBytes(census: ColumnCensus): string | null {
  if (census.texts.withNul > 0n) return `${census.texts.withNul} texts hold a NUL, which text cannot`
  if (census.texts.invalidUtf8 > 0n) return `${census.texts.invalidUtf8} texts are not valid UTF-8`
  return null
}

/** `text` for texts; numbers among them are written as SQLite prints them. */
export const text: Candidate = {
  family: 'text',
  type: 'text',
  reading: mixedTexts,
  objection: census => objectToClasses(census, ['blobs']) ?? objectToBytes(census),
  remark: census => {
    const numbers = census.integers.count + census.reals.count
    return numbers > 0n && census.texts.count > 0n
      ? `${countOf(census.texts.count, 'text')} and ${countOf(numbers, 'number')} become text; 1 and '1' look alike then`
      : null
  },
}

/** `text` only where every value is text. */
export const pureText: Candidate = {
  ...text,
  reading: texts,
  objection: census => objectToClasses(census, ['integers', 'reals', 'blobs']) ?? objectToBytes(census),
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
  }
}

function objectToLength(census: ColumnCensus, length: number): string | null {
  const longest = census.texts.maxCharacters
  return longest > BigInt(length) ? `the longest text has ${longest} characters` : null
}
