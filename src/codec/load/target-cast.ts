// How a column of the file is read for a column that the target has: as the target's type takes it, or as the user asked
// for with a cast whose type is the target's own.
import type { TargetType } from '../../model/target-type.ts'
import type { CastBase } from '../cast/base.ts'
import { MENDED, READING } from '../cast/base.ts'
import { findBase, type ServerFacts } from '../cast/bases.ts'
import { castOf, type ReadCast } from '../cast/cast.ts'
import { interestInAccepted } from '../cast/moments.ts'
import { servedCandidate } from '../cast/served-type.ts'
import { type CastWish, parseWish, type Suffix } from '../cast/wish.ts'
import { familyOfType } from '../proof-for.ts'
import { baseForTarget } from './bases.ts'

/** `wish` is null where the user said nothing. */
export function castForTarget(type: TargetType, wish: string | null, server: ServerFacts): ReadCast {
  const parsed = parseWish(wish ?? type.written)
  if (wish === null || parsed.ok)
    return castWith(type, wish, parsed.ok ? parsed.wish : plainWish(type), server)
  return { ...parsed, mayBeType: false }
}

function plainWish(type: TargetType): CastWish {
  return { base: type.written, written: type.written, asTimestamp: false, suffixes: new Set(), zone: null }
}

function castWith(type: TargetType, asked: string | null, parsed: CastWish, server: ServerFacts): ReadCast {
  const wish = asked === null ? plainWish(type) : parsed
  const own = asked === null ? null : askedBase(type, wish, server)
  const base = own ?? baseForTarget(type, wish, server) ?? servedBase(type, server)
  if (base === null)
    return { ok: false, because: `${type.type} is known by the server alone`, mayBeType: true }
  if (own !== null && !isOfTarget(own, type))
    return {
      ok: false,
      because: `${asked} gives ${own.candidates[0]?.type}, and the target's column is ${type.type}`,
      mayBeType: false,
    }
  return { ok: true, cast: castOf(wish, base) }
}

/** Suffixes that every type takes; others change how a value is read. */
const GENERAL: readonly Suffix[] = ['empty_null', 'invalid_null', ...MENDED]

/** A reading of the user's, or a type with suffixes that change the reading; null where the target's type is meant. */
function askedBase(type: TargetType, wish: CastWish, server: ServerFacts): CastBase | null {
  const asTimestamp = wish.asTimestamp || type.base === 'timestamp'
  const base =
    findBase({ ...wish, asTimestamp }, { ...server, served: null }) ??
    findBase(wish, { ...server, served: null })
  if (base === null) return null
  const isPlain = [...wish.suffixes].every(suffix => GENERAL.includes(suffix)) && wish.zone === null
  return isPlain && !base.isReading && isOfTarget(base, type) ? null : base
}

function isOfTarget({ candidates }: CastBase, { base }: TargetType): boolean {
  const family = candidates[0]?.family
  return family === familyOfType(base) || (family === 'other' && familyOfType(base) === null)
}

function servedBase(type: TargetType, { served }: ServerFacts): CastBase | null {
  if (served === null) return null
  const candidate = servedCandidate(type.type, served)
  return {
    ...READING,
    candidates: [candidate],
    interest: interestInAccepted(served.type, candidate),
    takes: MENDED,
  }
}
