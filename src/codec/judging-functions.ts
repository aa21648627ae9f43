// Functions that SQL of ours calls inside SQLite to judge a value. Pure and deterministic; sqlite/ defines them at
// every reader, and no schema of a file may call them.
import type { Shape } from '../model/census.ts'
import { normalJson, normalNumber } from './equal-values.ts'
import type { JudgedInterest } from './judged.ts'
import { isPlainNumber } from './plain-number.ts'
import { SHAPE_JUDGES } from './shapes.ts'
import { storedBytes } from './stored-bytes.ts'
import { judgeTexts } from './text-chunk.ts'
import { encodedFor, hasNonCharacter } from './utf16.ts'
import { isCleanBytes, isValidBytes } from './well-formed.ts'

/** A value as SQLite hands it to a function; integers come as bigint. */
export type JudgedValue = null | bigint | number | string | Uint8Array

export interface JudgingFunction {
  readonly name: string
  readonly compute: (first: JudgedValue, second: JudgedValue) => JudgedValue
}

export const JUDGING_FUNCTIONS: readonly JudgingFunction[] = [
  { name: 'sqlite2pg_shape', compute: shapeOf },
  {
    name: 'sqlite2pg_is_clean',
    compute: (bytes, letter) =>
      bytes instanceof Uint8Array && isCleanBytes(bytes, String(letter)) ? 1n : 0n,
  },
  {
    name: 'sqlite2pg_is_valid',
    compute: (bytes, letter) =>
      bytes instanceof Uint8Array && !isValidBytes(bytes, String(letter)) ? 0n : 1n,
  },
  // Of texts joined by TEXT_SEPARATOR, as bytes.
  {
    name: 'sqlite2pg_texts',
    compute: (kind, bytes) =>
      JSON.stringify(judgeTexts(String(kind), bytes instanceof Uint8Array ? bytes : null)),
  },
  {
    name: 'sqlite2pg_is_number',
    compute: text => (typeof text === 'string' && isPlainNumber(text) ? 1n : 0n),
  },
  {
    name: 'sqlite2pg_has_noncharacter',
    compute: (bytes, letter) =>
      bytes instanceof Uint8Array && hasNonCharacter(bytes, String(letter)) ? 1n : 0n,
  },
  {
    name: 'sqlite2pg_text_bytes',
    compute: (bytes, letter) =>
      bytes instanceof Uint8Array
        ? encodedFor(String(letter), new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
        : null,
  },
  { name: 'sqlite2pg_number', compute: text => (text === null ? null : normalNumber(String(text))) },
  { name: 'sqlite2pg_json', compute: text => (text === null ? null : normalJson(String(text))) },
  {
    name: 'sqlite2pg_stored_bytes',
    compute: (value, isCompressed) =>
      value === null ? null : BigInt(storedBytes(bytesOf(value), isCompressed === 1n)),
  },
]

/** As PostgreSQL holds the value; numbers are short. */
function bytesOf(value: Exclude<JudgedValue, null>): Uint8Array {
  return value instanceof Uint8Array ? value : Buffer.from(String(value))
}

function shapeOf(interest: JudgedValue, value: JudgedValue): Shape | null {
  if (value === null || value instanceof Uint8Array || !isJudged(interest)) return null
  return SHAPE_JUDGES[interest](value)
}

function isJudged(name: JudgedValue): name is JudgedInterest {
  return typeof name === 'string' && Object.hasOwn(SHAPE_JUDGES, name)
}
