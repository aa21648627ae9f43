// The text of a jsonb on SQLite's side. In a UTF-16 database it goes in and out as bytes, since a text that a function
// gives there has U+FFFD instead of U+FFFE and U+FFFF.
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { JudgedValue } from '../judging-functions.ts'
import { encodedFor } from '../utf16.ts'
import { decodeClean } from '../well-formed.ts'
import { jsonbText } from './canonical-json.ts'

/** SQLite expression: JSON as jsonb is written, anything else as it is. */
export function jsonbValue(json: SqliteSql): SqliteSql {
  const wide = sqlite`CAST(sqlite2pg_jsonb(CAST(${json} AS BLOB), hex('A')) AS TEXT)`
  return sqlite`CASE hex('A') WHEN '41' THEN sqlite2pg_jsonb(${json}, '41') ELSE ${wide} END`
}

/** `letter` tells the encoding of bytes; they are given back in the same. */
export function computeJsonb(value: JudgedValue, letter: JudgedValue): JudgedValue {
  if (typeof value === 'string') return jsonbText(value)
  if (!(value instanceof Uint8Array)) return value
  const text = decodeClean(value, String(letter))
  return text === null ? value : encodedFor(String(letter), jsonbText(text))
}
