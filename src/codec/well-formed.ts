// Whether the bytes of a text are whole characters without a NUL. Drivers decode what is not to U+FFFD without a
// word, so bytes are judged. https://www.postgresql.org/docs/current/datatype-character.html
import { isUtf8 } from 'node:buffer'
import { UTF16_BY_LETTER } from './utf16.ts'

/** True for bytes without NUL that are valid in the encoding whose letter A is `letter`, in hexadecimal. */
export function isCleanBytes(bytes: Uint8Array, letter: string): boolean {
  const encoding = UTF16_BY_LETTER.get(letter)
  if (encoding === undefined) return isUtf8(bytes) && !bytes.includes(0)
  const text = decoded(bytes, encoding)
  return text !== null && !text.includes('\0')
}

/** True for bytes that are whole characters, NUL among them. */
export function isValidBytes(bytes: Uint8Array, letter: string): boolean {
  const encoding = UTF16_BY_LETTER.get(letter)
  return encoding === undefined ? isUtf8(bytes) : decoded(bytes, encoding) !== null
}

/** The text of clean bytes, null of any other. */
export function decodeClean(bytes: Uint8Array, letter: string): string | null {
  if (!isCleanBytes(bytes, letter)) return null
  const encoding = UTF16_BY_LETTER.get(letter)
  if (encoding !== undefined) return decoded(bytes, encoding)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
