// JSON as PostgreSQL writes a jsonb of it: keys by length, then by bytes, each by its last value; numbers without an
// exponent, with the zeros that were written; only what must be escaped. Numbers are never read as doubles.
// https://www.postgresql.org/docs/current/datatype-json.html#JSON-TYPE-MAPPING-TABLE

/** What is no JSON comes back as it is. */
export function jsonbText(text: string): string {
  try {
    JSON.parse(text)
  } catch {
    return text
  }
  const cursor = { text, at: 0 }
  return writeValue(cursor)
}

/** A place in a text that is known to be JSON. */
interface Cursor {
  readonly text: string
  at: number
}

function writeValue(cursor: Cursor): string {
  skipSpace(cursor)
  switch (cursor.text[cursor.at]) {
    case '{':
      return writeObject(cursor)
    case '[':
      return writeList(cursor)
    case '"':
      return writeString(readString(cursor))
    default:
      return writeScalar(cursor)
  }
}

function writeObject(cursor: Cursor): string {
  const members = new Map<string, string>()
  for (const _ of parts(cursor, '}')) {
    const key = readString(cursor)
    skipSpace(cursor)
    cursor.at++
    members.set(key, writeValue(cursor))
  }
  const sorted = [...members].map(([key, value]) => ({ bytes: Buffer.from(key), key, value })).sort(byLength)
  return `{${sorted.map(({ key, value }) => `${writeString(key)}: ${value}`).join(', ')}}`
}

function byLength(one: { bytes: Buffer }, other: { bytes: Buffer }): number {
  return one.bytes.length - other.bytes.length || one.bytes.compare(other.bytes)
}

function writeList(cursor: Cursor): string {
  const values: string[] = []
  for (const _ of parts(cursor, ']')) values.push(writeValue(cursor))
  return `[${values.join(', ')}]`
}

/** Steps to each part of a list or an object, and past its end. */
function* parts(cursor: Cursor, end: ']' | '}'): Generator<void> {
  cursor.at++
  skipSpace(cursor)
  while (cursor.text[cursor.at] !== end) {
    yield
    skipSpace(cursor)
    if (cursor.text[cursor.at] === ',') cursor.at++
    skipSpace(cursor)
  }
  cursor.at++
}

function readString(cursor: Cursor): string {
  const from = cursor.at++
  while (cursor.text[cursor.at] !== '"') cursor.at += cursor.text[cursor.at] === '\\' ? 2 : 1
  return JSON.parse(cursor.text.slice(from, ++cursor.at))
}

function writeScalar(cursor: Cursor): string {
  const scalar = /[^\s,\]}]*/y
  scalar.lastIndex = cursor.at
  const [word = ''] = scalar.exec(cursor.text) ?? []
  cursor.at += word.length
  return /^[tfn]/.test(word) ? word : writeNumber(word)
}

/** As numeric writes it: `1.50` stays, `1e2` is 100, `-0.0` is 0.0. */
function writeNumber(word: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(word) ?? []
  const scale = fraction.length - Number(exponent)
  const digits = `${whole}${fraction}${scale < 0 ? '0'.repeat(-scale) : ''}`
  const padded = digits.padStart(Math.max(scale, 0) + 1, '0')
  const point = padded.length - Math.max(scale, 0)
  const written = `${padded.slice(0, point).replace(/^0+(?=\d)/, '')}${scale > 0 ? `.${padded.slice(point)}` : ''}`
  return /[1-9]/.test(written) ? sign + written : written
}

/** PostgreSQL escapes what JSON says must be, and nothing else; DEL and U+2028 stay as they are. */
function writeString(text: string): string {
  return JSON.stringify(text)
}

const SPACE = new Set([' ', '\t', '\n', '\r'])

function skipSpace(cursor: Cursor): void {
  while (SPACE.has(cursor.text[cursor.at] ?? '')) cursor.at++
}
