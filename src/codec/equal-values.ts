// Texts that PostgreSQL finds equal although they are written differently: 1.50 and 1.5 as numeric, two orders of
// keys as jsonb. Equal ones become one text here, so that they are found before they meet in a unique key.
// https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING
import { type SqliteSql, sqlite } from '../sql/text.ts'

/** SQLite expression: one text for all ways to write a number. */
export function comparedNumber(digits: SqliteSql): SqliteSql {
  return sqlite`sqlite2pg_number(${digits})`
}

/** SQLite expression: one text for all JSON that is one jsonb. */
export function comparedJson(text: SqliteSql): SqliteSql {
  return sqlite`sqlite2pg_json(${text})`
}

/** Digits and a power of ten, without zeros at either end; what is no number comes back as it is. */
export function normalNumber(text: string): string {
  const match = /^(-?)0*(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`
}

/** Keys in order, each by its last value, without white space; what is no JSON comes back as it is. */
export function normalJson(text: string): string {
  try {
    return JSON.stringify(inOrder(JSON.parse(text)))
  } catch {
    return text
  }
}

/** An object as a list of its members under a mark that no list of JSON has. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return { members: members.map(([key, member]) => [key, inOrder(member)]) }
}
