// A mask as a cast: the value as it is read is the masked one, so that census, copy, questions, quarantine and proof know
// no other. Its type is the declared one, or the one that the user asked for beside it.
import { isKeyed, type MaskKind, type MaskWish, maskKind } from '../../model/mask.ts'
import type { TypeFamily } from '../../model/plan.ts'
import { affinityOf } from '../../sql/affinity.ts'
import { sqliteString } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import { bytea } from '../bytea.ts'
import type { Cast } from '../cast/cast.ts'
import type { ValueSql } from '../cast/values.ts'
import type { Candidate } from '../codec.ts'
import { uuidInterest } from '../interest.ts'
import { ruleFor } from '../rule-for.ts'
import { pureText } from '../text.ts'
import type { RuleContext } from '../type-table.ts'
import { HASH_DIGITS, SHORTEST_ADDRESS } from './masked-text.ts'

type MaskCast =
  | { readonly ok: true; readonly cast: Cast }
  /** `because` finishes the sentence «the column cannot be masked with hash: …». */
  | { readonly ok: false; readonly cast: Cast; readonly because: string }

/** `asked` is what the user asks for the type of the column, or null. */
export function maskCast(
  wish: MaskWish,
  declaredType: string,
  context: RuleContext,
  asked: Cast | null,
): MaskCast {
  const kind = maskKind(wish)
  const candidates = asked?.candidates ?? declaredCandidates(declaredType, context)
  if (!isKeyed(kind)) {
    const taken = asked === null ? constantCandidates(candidates) : candidates
    const interest = asked === null ? interestOf(declaredType, context) : asked.interest
    return {
      ok: true,
      cast: castOf(constantOf(asked === null ? asDeclared(wish, declaredType) : wish), {
        asked,
        candidates: taken,
        interest,
      }),
    }
  }
  const fit = fitOf(kind, candidates, asked !== null)
  const cast = castOf(keyedValue(fit.make, fit.length), {
    asked,
    candidates: fit.candidates,
    interest: fit.make === 'uuid' ? uuidInterest : null,
  })
  return fit.because === null ? { ok: true, cast } : { ok: false, cast, because: fit.because }
}

function declaredCandidates(declaredType: string, context: RuleContext): readonly Candidate[] {
  const { rule, declared } = ruleFor(declaredType)
  const chain = rule.chain(declared, context)
  const plain = chain.filter(({ needsValues }) => !needsValues)
  return (plain.length > 0 ? plain : chain).map(({ candidate }) => candidate)
}

function interestOf(declaredType: string, context: RuleContext): Cast['interest'] {
  const { rule, declared } = ruleFor(declaredType)
  return rule.interest(declared, context)
}

/** What is no text by its declaration does not become one for a mask. */
function constantCandidates(candidates: readonly Candidate[]): readonly Candidate[] {
  const family = candidates[0]?.family
  if (family === 'text' || family === 'bytea' || family === 'other') return candidates
  return candidates.filter(candidate => candidate.family !== 'text' && candidate.family !== 'bytea')
}

interface CastParts {
  readonly asked: Cast | null
  readonly candidates: readonly Candidate[]
  readonly interest: Cast['interest']
}

/** The user's cast reads what the mask has made. */
function castOf(mask: ValueSql, { asked, candidates, interest }: CastParts): Cast {
  return {
    candidates: candidates.map(afterMask),
    interest: asked?.interest ?? interest,
    value: column => asked?.value(mask(column)) ?? mask(column),
    provenValue: column => asked?.provenValue(mask(column)) ?? mask(column),
    counts: [],
    makesNulls: asked?.makesNulls ?? false,
    isReading: true,
    zone: asked?.zone ?? null,
  }
}

/** Whether masked values are still different is asked wherever it matters. */
function afterMask(candidate: Candidate): Candidate {
  return { ...candidate, reading: { ...candidate.reading, injective: false } }
}

/** SQLite itself makes a number of a text that looks like one, in a column of numbers. */
function asDeclared(wish: MaskWish, declaredType: string): MaskWish {
  const affinity = affinityOf(declaredType)
  if (typeof wish === 'string' || affinity === 'text' || affinity === 'blob') return wish
  const number = Number(wish.fixed)
  return String(number) === wish.fixed ? { fixed: number } : wish
}

/** Every row gets it, those that hold NULL too. */
function constantOf(wish: MaskWish): ValueSql {
  return () => {
    if (typeof wish === 'string') return sqlite`(NULL)`
    const { fixed } = wish
    if (typeof fixed === 'string') return sqlite`CAST(${sqliteString(fixed)} AS TEXT)`
    return Number.isSafeInteger(fixed)
      ? sqlite`CAST(${BigInt(fixed)} AS INTEGER)`
      : sqlite`CAST(${sqliteString(String(fixed))} AS REAL)`
  }
}

function keyedValue(make: string, length: number): ValueSql {
  return column => {
    const spec = sqlite`${sqliteString(`${make}|${length}|`)} || typeof(${column}) || '|' || hex('A')`
    return sqlite`sqlite2pg_mask(${spec}, ${exactBytes(column)})`
  }
}

/** SQLite's driver would decode a text, and lose what is odd in it. */
function exactBytes(column: SqliteSql): SqliteSql {
  return sqlite`CASE typeof(${column}) WHEN 'text' THEN CAST(${column} AS BLOB) ELSE ${column} END`
}

interface Fit {
  /** As masking-functions.ts names it. */
  readonly make: string
  readonly length: number
  readonly candidates: readonly Candidate[]
  readonly because: string | null
}

/** Families that hold no hash and no address. */
const CLOSED: readonly TypeFamily[] = [
  ...(['boolean', 'integer', 'numeric', 'real'] as const),
  ...(['timestamp', 'timestamptz', 'date', 'time', 'json', 'jsonb'] as const),
]

function fitOf(kind: MaskKind, candidates: readonly Candidate[], isAsked: boolean): Fit {
  const first = candidates[0] ?? pureText
  const { family, type } = first
  const length = Number(/^varchar\((\d+)\)$/.exec(type)?.[1] ?? Number.POSITIVE_INFINITY)
  const wanted = isAsked ? candidates : [family === 'text' ? { ...pureText, type } : pureText]
  const text = (because: string | null): Fit => ({
    make: kind,
    length: kind === 'hash' ? Math.min(length, HASH_DIGITS) : Math.min(length, LONGEST_ADDRESS),
    candidates: wanted,
    because,
  })
  if (kind === 'hash' && family === 'uuid') return { make: 'uuid', length: 0, candidates, because: null }
  if (kind === 'hash' && family === 'bytea')
    return { make: 'bytes', length: 0, candidates: [bytea], because: null }
  if (CLOSED.includes(family) || (family === 'uuid' && kind !== 'hash'))
    return text(`it makes text, and the column is ${type}`)
  if (kind !== 'hash' && length < SHORTEST_ADDRESS)
    return text(`an address has at least ${SHORTEST_ADDRESS} characters, and the column is ${type}`)
  return text(null)
}

const LONGEST_ADDRESS = 254
