// Medians, spreads and ratios. A ratio is made within a round, between neighbours in time, and only then the
// median is taken: a machine that becomes slower in the middle of a run moves both sides alike.
import type { Figure, Measurement, Race } from './measurement.ts'

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly count: number
}

/** What one contender's series of measurements is about. */
export interface Quantity {
  readonly part: Race
  readonly size: string
  readonly contender: string
  readonly figure: Figure | 'peakMemoryBytes'
}

/** Median, least and most; null for nothing. */
export function spreadOf(values: readonly number[]): Spread | null {
  const sorted = [...values].sort((a, b) => a - b)
  const [least, most] = [sorted[0], sorted.at(-1)]
  if (least === undefined || most === undefined) return null
  const upper = sorted[Math.floor(sorted.length / 2)] ?? most
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? least
  return { median: (lower + upper) / 2, least, most, count: sorted.length }
}

/** The quantity's value in each round that has one. */
export function valuesByRound(
  measurements: readonly Measurement[],
  quantity: Quantity,
): ReadonlyMap<number, number> {
  const values = new Map<number, number>()
  for (const one of measurements) {
    if (one.part !== quantity.part || one.size !== quantity.size || one.contender !== quantity.contender)
      continue
    if (one.result.kind !== 'done') continue
    const { seconds, peakMemoryBytes } = one.result
    const value = quantity.figure === 'peakMemoryBytes' ? peakMemoryBytes : seconds[quantity.figure]
    if (value !== undefined && value !== null) values.set(one.round, value)
  }
  return values
}

/** `combine` of both quantities in each round that has both. */
export function pairByRound(
  measurements: readonly Measurement[],
  numerator: Quantity,
  denominator: Quantity,
  combine: (above: number, below: number) => number,
): readonly number[] {
  const below = valuesByRound(measurements, denominator)
  return [...valuesByRound(measurements, numerator)].flatMap(([round, value]) => {
    const other = below.get(round)
    return other === undefined ? [] : [combine(value, other)]
  })
}

/** The quantity over another of the same round. */
export function ratioSpread(
  measurements: readonly Measurement[],
  numerator: Quantity,
  denominator: Quantity,
): Spread | null {
  return spreadOf(pairByRound(measurements, numerator, denominator, (above, below) => above / below))
}
