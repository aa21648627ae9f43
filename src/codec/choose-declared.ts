// Chooses the type that a declaration asks for where rows with other values are set aside: the column does not widen.
// A declaration that asks for nothing, or that not one value meets, leaves the choice to the values. Pure.
import type { ColumnCensus, Shape } from '../model/census.ts'
import { type Choice, chooseType, type Declaration } from './choose-type.ts'
import type { Candidate } from './codec.ts'
import { ruleFor } from './rule-for.ts'

export function chooseDeclared(declaration: Declaration, census: ColumnCensus): Choice {
  const byValues = chooseType(declaration, census)
  if (declaration.wish !== null) return withoutMisfit(byValues, census, declaration)
  const asked = askedFor(declaration)
  const first = asked[0]
  if (first === undefined || asked.some(candidate => candidate.objection(census) === null)) return byValues
  // A witness of truth values is part of the declaration, and words such as 'true' are truth values.
  if (byValues.candidate.family === 'boolean') return byValues
  const [best, taken] = takingMost(asked, first, census)
  if (taken === 0n && byValues.notice?.severity !== 'warning') return byValues
  return setAside(best, byValues.because, census)
}

function setAside(candidate: Candidate, fact: string, census: ColumnCensus): Choice {
  const because = `${fact}; such rows are set aside`
  return { candidate, because, notice: null, caution: candidate.caution?.(census) ?? null }
}

/** What a cast cannot hold is set aside instead; that json can be in no key stays. */
function withoutMisfit(
  choice: Choice,
  census: ColumnCensus,
  { wish, context, isMask = false }: Declaration,
): Choice {
  if (isMask) return choice
  const { candidate } = choice
  if (choice.notice?.severity !== 'blocker' || (context.indexed && candidate.family === 'json')) return choice
  return setAside(candidate, `asked for as ${wish}; ${candidate.objection(census)}`, census)
}

/** The declared type in all of its readings: a date-time is one with or without an offset, or a count since 1970. */
function askedFor({ declaredType, context }: Declaration): readonly Candidate[] {
  const { rule, declared } = ruleFor(declaredType)
  const links = rule
    .chain(declared, context)
    .filter(({ candidate }) => rule.name === 'boolean' || candidate.family !== 'boolean')
  const first = links[0]
  if (first === undefined || first.needsValues) return []
  return links.flatMap(({ candidate, severity }) => {
    const alike =
      candidate.type === first.candidate.type || (isMoment(candidate) && isMoment(first.candidate))
    return alike && severity !== 'warning' ? [candidate] : []
  })
}

function isMoment({ family }: Candidate): boolean {
  return family === 'timestamp' || family === 'timestamptz'
}

/** The candidate that takes most values, the earlier of two that take as many. */
function takingMost(
  candidates: readonly Candidate[],
  first: Candidate,
  census: ColumnCensus,
): readonly [Candidate, bigint] {
  const parts = partsOf(census)
  const taken = (candidate: Candidate): bigint =>
    parts.reduce((sum, [part, count]) => (candidate.objection(part) === null ? sum + count : sum), 0n)
  return candidates.reduce<readonly [Candidate, bigint]>(
    (best, candidate) => {
      const count = taken(candidate)
      return count > best[1] ? [candidate, count] : best
    },
    [first, taken(first)],
  )
}

const CLASSES = ['integers', 'reals', 'texts'] as const
const NUMERIC_SHAPES: readonly Shape[] = [
  'boolean 0/1',
  'epoch zero',
  'epoch s',
  'epoch ms',
  'epoch us',
  'decimal',
]

/**
 * The column as if it held only values of one shape, or of one storage class where no shapes were counted, and none
 * of them too large: how many are is not known here.
 */
function partsOf(census: ColumnCensus): readonly (readonly [ColumnCensus, bigint])[] {
  const shapes = Object.entries(census.shapes) as [Shape, bigint][]
  const none = withoutValues(census)
  const ofClass = (name: (typeof CLASSES)[number], count: bigint): ColumnCensus => ({
    ...none,
    [name]: { ...none[name], count },
  })
  const { count: blobs, cleanTexts } = census.blobs
  const ofBlobs = (count: bigint, clean: bigint): ColumnCensus => ({
    ...none,
    blobs: { ...none.blobs, count, cleanTexts: clean },
  })
  if (shapes.length === 0)
    return [
      ...CLASSES.map(name => [ofClass(name, census[name].count), census[name].count] as const),
      [ofBlobs(cleanTexts, cleanTexts), cleanTexts],
      [ofBlobs(blobs - cleanTexts, 0n), blobs - cleanTexts],
    ]
  return shapes.map(([shape, count]) => {
    const part = ofClass(NUMERIC_SHAPES.includes(shape) ? 'integers' : 'texts', count)
    return [{ ...part, shapes: { [shape]: count } }, count] as const
  })
}

function withoutValues(census: ColumnCensus): ColumnCensus {
  const { integers, reals, texts, blobs } = census
  return {
    ...census,
    integers: { ...integers, count: 0n, min: null, max: null },
    reals: { ...reals, count: 0n, infinite: 0n, negativeZero: 0n },
    texts: { ...texts, count: 0n, maxCharacters: 0n, withNul: 0n, invalidUtf8: 0n, plainNumbers: 0n },
    blobs: { ...blobs, count: 0n, cleanTexts: 0n },
    shapes: {},
  }
}
