// The function that SQL of ours calls to mask a value. The key is in the function and nowhere in SQL, so that no plan,
// statement or error can show it. A value is asked for several times in a row, so the last ones are remembered.
import type { JudgedValue, JudgingFunction } from '../judging-functions.ts'
import { domainOf, hashAddress, hashUuid, hmacBy } from './masked-text.ts'

type Hmac = (value: Uint8Array) => string

/** What is made of a value, how long it may be, and what the value is in the file. */
interface Spec {
  readonly make: string
  readonly length: number
  readonly storageClass: string
  /** hex('A') in the database's encoding. */
  readonly letter: string
}

/** `key` is null for readers of runs that mask nothing by key. */
export function maskingFunctions(key: Uint8Array | null): readonly JudgingFunction[] {
  const known = new Map<string, JudgedValue>()
  const hmac = key === null ? null : hmacBy(key)
  return [{ name: 'sqlite2pg_mask', compute: (spec, value) => remembered(known, hmac, String(spec), value) }]
}

const MOST_REMEMBERED = 512
const LONGEST_REMEMBERED_BYTES = 256

function remembered(
  known: Map<string, JudgedValue>,
  hmac: Hmac | null,
  spec: string,
  value: JudgedValue,
): JudgedValue {
  if (value === null) return null
  if (hmac === null) throw new Error('a value is to be masked, and this reader has no key')
  const bytes = bytesOf(value)
  if (bytes.length > LONGEST_REMEMBERED_BYTES) return masked(hmac, specOf(spec), bytes)
  const name = `${spec}|${Buffer.from(bytes).toString('latin1')}`
  const before = known.get(name)
  if (before !== undefined) return before
  if (known.size >= MOST_REMEMBERED) known.clear()
  const made = masked(hmac, specOf(spec), bytes)
  known.set(name, made)
  return made
}

function bytesOf(value: Exclude<JudgedValue, null>): Uint8Array {
  if (value instanceof Uint8Array) return value
  return Buffer.from(Object.is(value, -0) ? '-0' : String(value))
}

function specOf(spec: string): Spec {
  const [make = '', length = '', storageClass = '', letter = ''] = spec.split('|')
  return { make, length: Number(length), storageClass, letter }
}

function masked(hmac: Hmac, spec: Spec, bytes: Uint8Array): JudgedValue {
  const { make, length, storageClass } = spec
  const text = storageClass === 'text' ? utf8Of(bytes, spec.letter) : bytes
  // A blob is another value than the text of the same bytes.
  const digits = hmac(storageClass === 'blob' ? Buffer.concat([BLOB, bytes]) : text)
  switch (make) {
    case 'uuid':
      return hashUuid(digits)
    case 'bytes':
      return Buffer.from(digits, 'hex')
    case 'email':
      return hashAddress(digits, length, null)
    case 'keep-domain':
      return hashAddress(digits, length, storageClass === 'text' ? domainOf(text) : null)
    default:
      return digits.slice(0, length)
  }
}

/** No text begins with this byte. */
const BLOB = Uint8Array.of(0xff)

/** The same text is the same in a database of another encoding. */
function utf8Of(bytes: Uint8Array, letter: string): Uint8Array {
  if (letter === '41') return bytes
  const units = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
  return Buffer.from((letter === '0041' ? units.swap16() : units).toString('utf16le'))
}
