// libpq's keyword form, `host=db.example port=5432 password='it''s'`: values may be quoted, a backslash
// takes the next character literally.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
import { badTarget } from '../errors/bad-target.ts'

const PAIR = /\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'(?=\s|$)|((?:[^\s'\\]|\\.)(?:[^\s\\]|\\.)*)?(?=\s|$))/sy

const unescaped = (text: string): string => text.replace(/\\(.)/gs, '$1')

/** Every pair of a keyword string, in order. */
export function parseTargetKeywords(text: string): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = []
  const reader = new RegExp(PAIR)
  while (text.slice(reader.lastIndex).trim() !== '') {
    const last = pairs.at(-1)?.[0]
    const found = reader.exec(text)
    if (found === null) throw unreadable(last)
    pairs.push([found[1] ?? '', unescaped(found[2] ?? found[3] ?? '')])
  }
  return pairs
}

function unreadable(last: string | undefined): Error {
  const place = last === undefined ? 'at its beginning' : `after ${last}=`
  return badTarget(
    `the keyword string cannot be read ${place}`,
    "Write it as host=db.example dbname=app user=me password='two words'; inside quotes write \\' for a quote and \\\\ for a backslash.",
  )
}
