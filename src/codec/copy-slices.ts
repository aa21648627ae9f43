// Long values in COPY's text format, written in slices of their bytes. What is written is
// byte for byte what the codecs' expressions write as one text.
// https://www.postgresql.org/docs/current/sql-copy.html (text format)
import { escapeCopyText } from './copy-escape.ts'
import { type SourceEncoding, slicesOf } from './slices.ts'

/** A bytea: `\\x`, then two digits for each byte. */
export function* hexSlices(value: Iterable<Uint8Array>): Generator<Buffer> {
  yield Buffer.from('\\\\x')
  for (const slice of slicesOf(value)) yield hexDigits(slice)
}

/** Two bytes at a time, which is as fast as SQLite's own hex(). */
function hexDigits(slice: Buffer): Buffer {
  const table = digitsOfPairs()
  const bytes = slice.byteOffset % 2 === 0 ? slice : Uint8Array.from(slice)
  const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1)
  const digits = new Uint32Array(pairs.length)
  for (let i = 0; i < pairs.length; i++) digits[i] = table[pairs[i] ?? 0] ?? 0
  const written = Buffer.from(digits.buffer)
  return bytes.length % 2 === 0 ? written : Buffer.concat([written, Buffer.from(digitsOf(bytes.at(-1) ?? 0))])
}

function digitsOf(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}

let pairDigits: Uint32Array | null = null

/** The four digits of two bytes by the number that they are in memory, as the number that the digits are there. */
function digitsOfPairs(): Uint32Array {
  if (pairDigits !== null) return pairDigits
  const digits = Array.from({ length: 256 }, (_, byte) => Buffer.from(digitsOf(byte)))
  const pairs = new Uint8Array(Uint16Array.from({ length: 65_536 }, (_, pair) => pair).buffer)
  const written = Buffer.concat(Array.from(pairs, byte => digits[byte] ?? Buffer.alloc(2)))
  pairDigits = new Uint32Array(Uint8Array.from(written).buffer)
  return pairDigits
}

/** A text by its bytes in the encoding of the database. */
export function textSlices(value: Iterable<Uint8Array>, encoding: SourceEncoding): Generator<Buffer> {
  return encoding === 'UTF-8' ? utf8Slices(value) : utf16Slices(value, encoding)
}

/** No byte of a longer character is one of those that are escaped, so slices may end within one. */
function* utf8Slices(value: Iterable<Uint8Array>): Generator<Buffer> {
  for (const slice of slicesOf(value)) yield escapeUtf8(slice)
}

/** Second byte of a character's escape, 0 for characters without one. */
const ESCAPES = new Uint8Array(256)
for (const [character, letter] of ['\\\\', '\tt', '\nn', '\rr'].map(pair => [...pair]))
  ESCAPES[character?.charCodeAt(0) ?? 0] = letter?.charCodeAt(0) ?? 0

const BACKSLASH = 0x5c

function escapeUtf8(slice: Buffer): Buffer {
  const escapes = countEscapes(slice)
  if (escapes === 0) return slice
  const written = Buffer.allocUnsafe(slice.length + escapes)
  for (let from = 0, to = 0; from < slice.length; from++) {
    const byte = slice[from] ?? 0
    const letter = ESCAPES[byte] ?? 0
    if (letter !== 0) written[to++] = BACKSLASH
    written[to++] = letter === 0 ? byte : letter
  }
  return written
}

function countEscapes(slice: Buffer): number {
  let escapes = 0
  for (let i = 0; i < slice.length; i++) if (ESCAPES[slice[i] ?? 0] !== 0) escapes++
  return escapes
}

function* utf16Slices(value: Iterable<Uint8Array>, encoding: 'UTF-16le' | 'UTF-16be'): Generator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  for (const slice of slicesOf(value))
    yield Buffer.from(escapeCopyText(decoder.decode(slice, { stream: true })))
  decoder.decode()
}
