// What a user may ask for instead of the choice of the values: a PostgreSQL type or a reading.
import { boolean } from './boolean.ts'
import { bytea } from './bytea.ts'
import type { Candidate } from './codec.ts'
import { date, declaredTimestamptz, epochByWish, time, timestamp } from './date-time.ts'
import { parseDeclaredType } from './declared-type.ts'
import { bigint, integer, smallint } from './integer.ts'
import {
  booleanInterest,
  dateInterest,
  decimalInterest,
  type Interest,
  jsonbInterest,
  jsonInterest,
  timeInterest,
  timestampInterest,
  uuidInterest,
} from './interest.ts'
import { json, jsonb } from './json.ts'
import { isPrecision, numeric, numericOf } from './numeric.ts'
import { doublePrecision } from './real.ts'
import { isLength, text, varchar } from './text.ts'
import { uuid } from './uuid.ts'

export interface Cast {
  readonly candidate: Candidate
  readonly interest: Interest | null
}

const PLAIN: Readonly<Record<string, Cast>> = {
  SMALLINT: { candidate: smallint, interest: null },
  INT2: { candidate: smallint, interest: null },
  INTEGER: { candidate: integer, interest: null },
  INT: { candidate: integer, interest: null },
  INT4: { candidate: integer, interest: null },
  BIGINT: { candidate: bigint, interest: null },
  INT8: { candidate: bigint, interest: null },
  'DOUBLE PRECISION': { candidate: doublePrecision, interest: null },
  FLOAT8: { candidate: doublePrecision, interest: null },
  TEXT: { candidate: text, interest: null },
  BYTEA: { candidate: bytea, interest: null },
  BOOLEAN: { candidate: boolean, interest: booleanInterest },
  BOOL: { candidate: boolean, interest: booleanInterest },
  TIMESTAMP: { candidate: timestamp, interest: timestampInterest },
  'TIMESTAMP WITHOUT TIME ZONE': { candidate: timestamp, interest: timestampInterest },
  TIMESTAMPTZ: { candidate: declaredTimestamptz, interest: timestampInterest },
  'TIMESTAMP WITH TIME ZONE': { candidate: declaredTimestamptz, interest: timestampInterest },
  DATE: { candidate: date, interest: dateInterest },
  TIME: { candidate: time, interest: timeInterest },
  JSON: { candidate: json, interest: jsonInterest },
  JSONB: { candidate: jsonb, interest: jsonbInterest },
  UUID: { candidate: uuid, interest: uuidInterest },
  EPOCH_S: { candidate: epochByWish('s'), interest: timestampInterest },
  EPOCH_MS: { candidate: epochByWish('ms'), interest: timestampInterest },
  EPOCH_US: { candidate: epochByWish('us'), interest: timestampInterest },
}

/** Names a cast may have, for messages and documentation. */
export const CAST_NAMES: readonly string[] = [
  ...Object.keys(PLAIN).map(name => name.toLowerCase()),
  'varchar(n)',
  'numeric',
  'numeric(p,s)',
]

/** The cast a text such as `numeric(12,2)` or `epoch_ms` asks for, or null if it is none we know. */
export function parseCast(wish: string, serverVersion: number): Cast | null {
  const {
    name,
    arguments: [first, second = 0],
  } = parseDeclaredType(wish)
  if (name === 'VARCHAR' || name === 'CHARACTER VARYING') {
    if (first === undefined) return { candidate: text, interest: null }
    return isLength(first) ? { candidate: varchar(first), interest: null } : null
  }
  if (name === 'NUMERIC' || name === 'DECIMAL') {
    if (first === undefined) return { candidate: numeric(serverVersion), interest: null }
    if (!isPrecision(first, second)) return null
    return { candidate: numericOf(first, second), interest: decimalInterest(first, second) }
  }
  return first === undefined ? (PLAIN[name] ?? null) : null
}
