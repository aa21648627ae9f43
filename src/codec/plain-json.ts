// Recognises, in bytes, JSON of which jsonb plainly loses nothing, many times faster than the judge of single texts
// (sql/translate/json-text.ts). What it does not recognise may still be such JSON: then that judge decides.
// https://www.rfc-editor.org/rfc/rfc8259
import { type FindEnd, isEndOfText } from './usual-texts.ts'

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, DOT] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x2e]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]
const [ZERO, NINE, LETTER_U] = [0x30, 0x39, 0x75]
const DEEPEST = 50
const MOST_KEYS = 32
const MOST_DIGITS = 1000
const WORDS: readonly Uint8Array[] = ['true', 'false', 'null'].map(word => Buffer.from(word))

/** What is taken: any JSON without doubt, or only what COPY takes as it is, which is ASCII without an escape or a line feed. */
type Taken = 'any' | 'as it is'

/** True only for JSON without doubt; the bytes from `from` to `to` are valid UTF-8. */
export function isPlainJsonb(bytes: Uint8Array, from: number, to: number): boolean {
  const end = endOfValue(bytes, from, to, 0, 'any')
  return end > 0 && skipSpace(bytes, end, to, 'any') === to
}

/** Such JSON in a chunk, that COPY takes as it is, and whose characters are bytes. */
export const endOfPlainJson: FindEnd = (bytes, from) => {
  const end = endOfValue(bytes, from, bytes.length, 0, 'as it is')
  return end > 0 && isEndOfText(bytes, end) ? end : -1
}

/** The index after the value, or -1. */
function endOfValue(bytes: Uint8Array, from: number, to: number, depth: number, taken: Taken): number {
  const at = skipSpace(bytes, from, to, taken)
  if (at >= to || depth > DEEPEST) return -1
  switch (bytes[at]) {
    case QUOTE:
      return endOfString(bytes, at, to, taken)
    case OPEN_OBJECT:
      return endOfObject(bytes, at + 1, to, depth + 1, taken)
    case OPEN_LIST:
      return endOfList(bytes, at + 1, to, depth + 1, taken)
    default:
      return endOfScalar(bytes, at, to)
  }
}

function endOfList(bytes: Uint8Array, from: number, to: number, depth: number, taken: Taken): number {
  let at = skipSpace(bytes, from, to, taken)
  if (at < to && bytes[at] === CLOSE_LIST) return at + 1
  while (true) {
    at = endOfValue(bytes, at, to, depth, taken)
    if (at < 0) return -1
    at = skipSpace(bytes, at, to, taken)
    if (at >= to) return -1
    if (bytes[at] === CLOSE_LIST) return at + 1
    if (bytes[at] !== COMMA) return -1
    at++
  }
}

function endOfObject(bytes: Uint8Array, from: number, to: number, depth: number, taken: Taken): number {
  const keys: number[] = []
  let at = skipSpace(bytes, from, to, taken)
  if (at < to && bytes[at] === CLOSE_OBJECT) return at + 1
  while (true) {
    at = skipSpace(bytes, at, to, taken)
    const afterKey = at < to && bytes[at] === QUOTE ? endOfString(bytes, at, to, taken, true) : -1
    if (afterKey < 0 || !isNewKey(bytes, keys, at, afterKey)) return -1
    at = skipSpace(bytes, afterKey, to, taken)
    if (at >= to || bytes[at] !== COLON) return -1
    at = endOfValue(bytes, at + 1, to, depth, taken)
    if (at < 0) return -1
    at = skipSpace(bytes, at, to, taken)
    if (at >= to) return -1
    if (bytes[at] === CLOSE_OBJECT) return at + 1
    if (bytes[at] !== COMMA) return -1
    at++
  }
}

/** Notes the key in `keys`, as its two ends. */
function isNewKey(bytes: Uint8Array, keys: number[], from: number, to: number): boolean {
  if (keys.length >= 2 * MOST_KEYS) return false
  for (let i = 0; i < keys.length; i += 2) {
    const start = keys[i] as number
    if ((keys[i + 1] as number) - start === to - from && areSame(bytes, start, from, to - from)) return false
  }
  keys.push(from, to)
  return true
}

function areSame(bytes: Uint8Array, first: number, second: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (bytes[first + i] !== bytes[second + i]) return false
  return true
}

/** Without \u, which may write half a character; a key without any escape, which may hide its double. */
function endOfString(bytes: Uint8Array, from: number, to: number, taken: Taken, isKey = false): number {
  for (let at = from + 1; at < to; at++) {
    const byte = bytes[at] as number
    if (byte === QUOTE) return at + 1
    if (byte < 0x20 || (byte > 0x7f && taken === 'as it is')) return -1
    if (byte === BACKSLASH) {
      at++
      if (isKey || taken === 'as it is' || at >= to || !isShortEscape(bytes[at] as number)) return -1
    }
  }
  return -1
}

/** What may follow a backslash, but for `u`. */
function isShortEscape(byte: number): boolean {
  return byte !== LETTER_U && '"\\/bfnrt'.includes(String.fromCharCode(byte))
}

function endOfScalar(bytes: Uint8Array, at: number, to: number): number {
  const byte = bytes[at] as number
  if (byte === MINUS || isDigit(byte)) return endOfNumber(bytes, at, to)
  for (const word of WORDS) {
    if (byte === word[0] && at + word.length <= to && word.every((letter, i) => bytes[at + i] === letter))
      return at + word.length
  }
  return -1
}

/** Without an exponent, and no zero with a minus sign. */
function endOfNumber(bytes: Uint8Array, from: number, to: number): number {
  const first = bytes[from] === MINUS ? from + 1 : from
  const whole = endOfDigits(bytes, first, to)
  const startsWithZero = bytes[first] === ZERO
  if (whole === first || (startsWithZero && (whole > first + 1 || first > from))) return -1
  const hasPoint = whole < to && bytes[whole] === DOT
  const end = hasPoint ? endOfDigits(bytes, whole + 1, to) : whole
  const isWritten = !hasPoint || end > whole + 1
  return isWritten && end - from < MOST_DIGITS ? end : -1
}

function endOfDigits(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isDigit(bytes[at] as number)) at++
  return at
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE
}

function skipSpace(bytes: Uint8Array, from: number, to: number, taken: Taken): number {
  let at = from
  while (at < to && isSpace(bytes[at] as number, taken)) at++
  return at
}

function isSpace(byte: number, taken: Taken): boolean {
  return byte === 0x20 || (taken === 'any' && (byte === 0x0a || byte === 0x0d || byte === 0x09))
}
