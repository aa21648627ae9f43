// JSON as PostgreSQL writes a jsonb of it: keys by length, then by bytes, each by its last value; numbers without an
// exponent, with the zeros that were written; only what must be escaped. Numbers are never read as doubles.
// https://www.postgresql.org/docs/current/datatype-json.html#JSON-TYPE-MAPPING-TABLE

/** What is no JSON, or of which jsonb would lose a part, comes back as it is: no jsonb is written so. */
export function jsonbText(text: string): string {
  const cursor = { text, at: 0, loses: false }
  try {
    JSON.parse(text)
    const written = writeValue(cursor)
    return cursor.loses ? text : written
  } catch {
    // No JSON, or so deep that no stack holds it; PostgreSQL's does not either.
    return text
  }
}

/** A place in a text that is known to be JSON. */
interface Cursor {
  readonly text: string
  at: number
  /** A key that is there twice, -0, a huge number, a NUL or half a character. */
  loses: boolean
}

function writeValue(cursor: Cursor): string {
  skipSpace(cursor)
  switch (cursor.text[cursor.at]) {
    case '{':
      return writeObject(cursor)
    case '[':
      return writeList(cursor)
    case '"':
      return JSON.stringify(readString(cursor))
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
    cursor.loses ||= members.has(key)
    members.set(key, writeValue(cursor))
  }
  const sorted = [...members].map(([key, value]) => ({ bytes: Buffer.from(key), key, value })).sort(byLength)
  return `{${sorted.map(({ key, value }) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`
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
  const written = cursor.text.slice(from, ++cursor.at)
  const read: string = JSON.parse(written)
  if (written.includes('\\u')) cursor.loses ||= read.includes('\0') || !read.isWellFormed()
  return read
}

function writeScalar(cursor: Cursor): string {
  const scalar = /[^\s,\]}]*/y
  scalar.lastIndex = cursor.at
  const [word = ''] = scalar.exec(cursor.text) ?? []
  cursor.at += word.length
  if (/^[tfn]/.test(word)) return word
  const number = writeNumber(word)
  cursor.loses ||= number === null
  return number ?? word
}

/** numeric has no exponent beyond this, and PostgreSQL refuses what has. */
const LARGEST_EXPONENT = 131_072

/** As numeric writes it: `1.50` stays, `1e2` is 100. Null for a zero with a minus sign, and for a number without end. */
function writeNumber(word: string): string | null {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(word) ?? []
  const isZero = !/[1-9]/.test(whole + fraction)
  if ((isZero && sign !== '') || Math.abs(Number(exponent)) > LARGEST_EXPONENT) return null
  const scale = fraction.length - Number(exponent)
  const digits = `${whole}${fraction}${scale < 0 ? '0'.repeat(-scale) : ''}`
  const padded = digits.padStart(Math.max(scale, 0) + 1, '0')
  const point = padded.length - Math.max(scale, 0)
  return `${sign}${padded.slice(0, point).replace(/^0+(?=\d)/, '')}${scale > 0 ? `.${padded.slice(point)}` : ''}`
}

const SPACE = new Set([' ', '\t', '\n', '\r'])

function skipSpace(cursor: Cursor): void {
  while (SPACE.has(cursor.text[cursor.at] ?? '')) cursor.at++
}
