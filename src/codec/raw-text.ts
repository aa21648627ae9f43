// Functions that SQL of ours calls to write a raw value down: text as a JSON string, a double with the fewest
// digits that read back as the same double. Pure and deterministic; sqlite/ defines them at every reader.
// https://datatracker.ietf.org/doc/html/rfc8259
import { escapedBytes } from './copy-escape.ts'
import type { JudgedValue, JudgingFunction } from './judging-functions.ts'
import { decodeClean } from './well-formed.ts'

export const WRITING_FUNCTIONS: readonly JudgingFunction[] = [
  { name: 'sqlite2pg_text_json', compute: textJson },
  {
    name: 'sqlite2pg_copy_text',
    compute: (bytes, letter) => (bytes instanceof Uint8Array ? escapedBytes(bytes, String(letter)) : null),
  },
  { name: 'sqlite2pg_real_text', compute: value => (typeof value === 'number' ? realText(value) : null) },
]

/** Of `CAST(text AS BLOB), hex('A')`; null for bytes that PostgreSQL cannot hold as text, or JavaScript not as JSON. */
function textJson(bytes: JudgedValue, letter: JudgedValue): string | null {
  try {
    const text = bytes instanceof Uint8Array ? decodeClean(bytes, String(letter)) : null
    return text === null ? null : jsonOf(text)
  } catch (error) {
    if (isTooLong(error)) return null
    throw error
  }
}

/** A string of JavaScript ends at 2^29 characters, and a control character is six in JSON. */
function isTooLong(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return error instanceof RangeError || code === 'ERR_STRING_TOO_LONG'
}

/** JSON without the characters that SQLite would change in a UTF-16 database. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value).replace(/[\ufffe\uffff]/g, character =>
    character === '\ufffe' ? '\\ufffe' : '\\uffff',
  )
}

function realText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
