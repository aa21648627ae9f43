// The types and readings that a cast can begin with: how each understands values, and which suffixes make sense there.
import { boolean } from '../boolean.ts'
import { bytea } from '../bytea.ts'
import type { Candidate } from '../codec.ts'
import { parseDeclaredType } from '../declared-type.ts'
import { bigint, integer, smallint } from '../integer.ts'
import { booleanInterest, jsonbInterest, jsonInterest } from '../interest.ts'
import { json, jsonb, jsonOfBlobs } from '../json.ts'
import { doublePrecision } from '../real.ts'
import { pureText, text } from '../text.ts'
import { type CastBase, MENDED, PLAIN, READING } from './base.ts'
import { anyBoolean, anyDouble, anyText, castDecimal, castDecimalInterest } from './candidates.ts'
import { findMoment } from './moment-bases.ts'
import { interestInAccepted } from './moments.ts'
import { integerBase, numberWithArguments } from './number-bases.ts'
import { type ServedType, servedCandidate } from './served-type.ts'
import { encodedBase, textWithLength, uuidBase } from './text-bases.ts'
import { isTextEncoding } from './texts.ts'
import type { CastWish } from './wish.ts'

export interface ServerFacts {
  /** server_version_num. */
  readonly version: number
  /** What the server says of a type that no codec knows, for one column. */
  readonly served: ServedType | null
}

const SIZES: Readonly<Record<string, Candidate>> = {
  SMALLINT: smallint,
  INT2: smallint,
  INTEGER: integer,
  INT: integer,
  INT4: integer,
  BIGINT: bigint,
  INT8: bigint,
}

/** The types and readings by name, as messages and documentation list them. */
export const CAST_NAMES: readonly string[] = [
  ...Object.keys(SIZES).map(name => name.toLowerCase()),
  ...listed('double precision, float8, numeric, numeric(p,s), decimal, decimal(p,s), boolean, bool'),
  ...listed('text, varchar, varchar(n), character varying, character varying(n), bytea, json, jsonb, uuid'),
  ...listed(
    'date, time, time(n), time without time zone, timestamp, timestamp(n), timestamp without time zone',
  ),
  ...listed('timestamptz, timestamptz(n), timestamp with time zone, interval'),
  ...listed('epoch_s, epoch_ms, epoch_us, epoch_ns, julian, coredata, webkit, ticks, go_time, yyyymmdd'),
  ...listed('guid, latin1, cp1252, cesu8'),
]

function listed(names: string): readonly string[] {
  return names.split(/, (?=[a-z])/)
}

/** Null for a name that only the server may know. */
export function findBase(wish: CastWish, server: ServerFacts): CastBase | null {
  if (server.served !== null) return servedBase(wish, server.served)
  const { name, arguments: given } = parseDeclaredType(wish.base)
  const [first, second] = given
  if (first === undefined) {
    const base = baseWithoutArguments(wish, name, server.version)
    if (base !== null) return base
  }
  return findMoment(wish) ?? numberWithArguments(wish, name, first, second) ?? textWithLength(name, first)
}

function baseWithoutArguments(wish: CastWish, name: string, version: number): CastBase | null {
  const size = SIZES[name]
  if (size !== undefined) return integerBase(wish, size)
  const lower = name.toLowerCase()
  if (isTextEncoding(lower)) return encodedBase(lower, wish)
  switch (name) {
    case 'DOUBLE PRECISION':
    case 'FLOAT8':
      return {
        ...PLAIN,
        candidates: [doublePrecision, anyDouble],
        interest: interestInAccepted('double', anyDouble),
      }
    case 'NUMERIC':
    case 'DECIMAL':
      return { ...PLAIN, candidates: castDecimal(null, version), interest: castDecimalInterest(null) }
    case 'TEXT':
    case 'VARCHAR':
    case 'CHARACTER VARYING':
      return {
        ...PLAIN,
        candidates: [pureText, text, anyText],
        interest: interestInAccepted('text', anyText),
        takes: MENDED,
      }
    case 'BYTEA':
      return { ...PLAIN, candidates: [bytea] }
    case 'BOOLEAN':
    case 'BOOL':
      return { ...PLAIN, candidates: [boolean, anyBoolean], interest: booleanInterest }
    case 'JSON':
      return { ...PLAIN, candidates: [json, jsonOfBlobs], interest: jsonInterest, takes: MENDED }
    case 'JSONB':
      return { ...PLAIN, candidates: [jsonb], interest: jsonbInterest, takes: MENDED }
    case 'UUID':
      return uuidBase(false)
    case 'GUID':
      return uuidBase(true)
    default:
      return null
  }
}

function servedBase({ base }: CastWish, served: ServedType): CastBase {
  const candidate = servedCandidate(base, served)
  return {
    ...READING,
    candidates: [candidate],
    interest: interestInAccepted(served.type, candidate),
    takes: MENDED,
  }
}
