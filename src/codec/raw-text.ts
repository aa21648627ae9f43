// Functions that SQL of ours calls to write a raw value down: text as a JSON string, a double with the fewest
// digits that read back as the same double. Pure and deterministic; sqlite/ defines them at every reader.
// https://datatracker.ietf.org/doc/html/rfc8259
import type { JudgedValue, JudgingFunction } from './judging-functions.ts'
import { decodeClean } from './well-formed.ts'

export const WRITING_FUNCTIONS: readonly JudgingFunction[] = [
  { name: 'sqlite2pg_text_json', compute: textJson },
  { name: 'sqlite2pg_real_text', compute: value => (typeof value === 'number' ? realText(value) : null) },
]

/** Of `CAST(text AS BLOB), hex('A')`; null for bytes that PostgreSQL cannot hold as text. */
function textJson(bytes: JudgedValue, letter: JudgedValue): string | null {
  const text = bytes instanceof Uint8Array ? decodeClean(bytes, String(letter)) : null
  return text === null ? null : JSON.stringify(text)
}

function realText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
