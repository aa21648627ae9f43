// UUIDs for a target's uuid: from the three spellings as text, as Django writes 32 digits, and from 16 bytes in order.
// https://www.postgresql.org/docs/current/datatype-uuid.html
import type { JudgedValue } from '../judging-functions.ts'
import { isUuidText } from '../uuid.ts'
import { UNREADABLE } from './unreadable.ts'

/** The 32 digits, in lower case. */
export function readUuid(value: JudgedValue): string {
  if (value instanceof Uint8Array)
    return value.length === 16 ? Buffer.from(value).toString('hex') : UNREADABLE
  if (typeof value !== 'string' || !isUuidText(value)) return UNREADABLE
  return value.replace(/[{}-]/g, '').toLowerCase()
}
