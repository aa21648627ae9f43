// Truth values for a target's boolean: 0 and 1 as number or text, and every pair of words that PostgreSQL reads so.
// https://www.postgresql.org/docs/current/datatype-boolean.html
import { shapeOfTruth } from '../boolean.ts'
import type { JudgedValue } from '../judging-functions.ts'
import { readNumber } from './numbers.ts'
import { UNREADABLE } from './unreadable.ts'

const TRUE_WORDS: ReadonlySet<string> = new Set(['1', 'true', 't', 'yes', 'y', 'on'])

function truthOf(value: JudgedValue): boolean | null {
  if (typeof value === 'string')
    return shapeOfTruth(value) === null ? null : TRUE_WORDS.has(value.toLowerCase())
  const number = Number(value)
  if (value === null || value instanceof Uint8Array || (number !== 0 && number !== 1)) return null
  return number === 1
}

export function readTruth(value: JudgedValue): string {
  const truth = truthOf(value)
  if (truth === null) return UNREADABLE
  return truth ? 't' : 'f'
}

/** For a target that keeps truth as 0 and 1; other numbers as they are. */
export function readTruthNumber(value: JudgedValue): string {
  const truth = truthOf(value)
  if (truth === null) return readNumber(value)
  return truth ? '1' : '0'
}
