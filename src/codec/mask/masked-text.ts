// The texts that stand for masked values: made of an HMAC of the value, so that equal values stay equal, different ones
// stay different, and nobody without the key can try a dictionary. https://datatracker.ietf.org/doc/html/rfc2104
// Names that end in .invalid are delivered to nobody: https://datatracker.ietf.org/doc/html/rfc2606
import { hash } from 'node:crypto'

/** Half of an HMAC-SHA-256, 128 bits: short enough for most columns, so that one value is one hash in all of them. */
export const HASH_DIGITS = 32

/** Digits before the @, where there is room for them: 96 bits. */
const ADDRESS_DIGITS = 24
/** Fewer would make two people one. */
const FEWEST_ADDRESS_DIGITS = 12
const NOWHERE = 'example.invalid'

/** Characters of the shortest address that is made. */
export const SHORTEST_ADDRESS = FEWEST_ADDRESS_DIGITS + 1 + NOWHERE.length

const BLOCK_BYTES = 64

/** HMAC-SHA-256 in hexadecimal digits. Written out, for an object of node:crypto costs more than both of its hashes. */
export function hmacBy(key: Uint8Array): (value: Uint8Array) => string {
  const block = Buffer.alloc(BLOCK_BYTES)
  block.set(key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key)
  const [inner, outer] = [block.map(byte => byte ^ 0x36), block.map(byte => byte ^ 0x5c)]
  return value => {
    const within = hash('sha256', Buffer.concat([inner, value]), 'buffer')
    return hash('sha256', Buffer.concat([outer, within]), 'hex')
  }
}

/** A UUID of version 8, whose bits are anybody's own. https://datatracker.ietf.org/doc/html/rfc9562#section-5.8 */
export function hashUuid(digits: string): string {
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 3) | 8).toString(16)
  const groups = [digits.slice(0, 8), digits.slice(8, 12), `8${digits.slice(13, 16)}`]
  return [...groups, `${variant}${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-')
}

/** `domain` is kept where there is room for it; `length` is what the column takes. */
export function hashAddress(digits: string, length: number, domain: string | null): string {
  const room = length - (domain?.length ?? 0) - 1
  if (domain === null || room < FEWEST_ADDRESS_DIGITS) return nowhere(digits, length)
  return `${digits.slice(0, Math.min(ADDRESS_DIGITS, room))}@${domain}`
}

function nowhere(digits: string, length: number): string {
  return `${digits.slice(0, Math.min(ADDRESS_DIGITS, length - NOWHERE.length - 1))}@${NOWHERE}`
}

/** No longer text is an address. https://datatracker.ietf.org/doc/html/rfc5321#section-4.5.3.1 */
const LONGEST_ADDRESS_BYTES = 320
const ADDRESS =
  /^[^\s@"(),:;<>[\\\]\p{C}]{1,64}@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9])$/iu

/** The domain of a plain address; null for anything else, of which no part may be shown. */
export function domainOf(text: Uint8Array): string | null {
  if (text.length > LONGEST_ADDRESS_BYTES) return null
  return ADDRESS.exec(Buffer.from(text).toString('utf8'))?.[1] ?? null
}
