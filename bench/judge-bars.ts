// Holds measurements against the bars. What was not measured is neither met nor missed, and says why.
import type { Bar } from './bars.ts'
import type { Measurement } from './measurement.ts'
import { pairByRound, type Quantity, type Spread, spreadOf, valuesByRound } from './statistics.ts'

export interface JudgedBar {
  readonly bar: Bar
  readonly verdict: 'met' | 'not met' | 'not measured'
  /** The median is what is judged. */
  readonly spread: Spread | null
  /** Why it was not measured; empty otherwise. */
  readonly because: string
}

/** Judges every bar. */
export function judgeBars(bars: readonly Bar[], measurements: readonly Measurement[]): readonly JudgedBar[] {
  return bars.map(bar => {
    const spread = spreadOf(valuesOf(bar, measurements))
    if (spread === null) return { bar, verdict: 'not measured', spread, because: explain(bar, measurements) }
    return { bar, verdict: spread.median <= bar.limit ? 'met' : 'not met', spread, because: '' }
  })
}

function valuesOf(bar: Bar, measurements: readonly Measurement[]): readonly number[] {
  const { numerator, denominator, compare } = bar
  if (denominator === null) return [...valuesByRound(measurements, numerator).values()]
  const combine = compare === 'ratio' ? (a: number, b: number) => a / b : (a: number, b: number) => a - b
  return pairByRound(measurements, numerator, denominator, combine)
}

function explain(bar: Bar, measurements: readonly Measurement[]): string {
  const lacking = [bar.numerator, bar.denominator]
    .filter(quantity => quantity !== null)
    .filter(quantity => valuesByRound(measurements, quantity).size === 0)
  const reasons = new Set(lacking.map(quantity => explainLack(quantity, measurements)))
  return reasons.size === 0 ? 'no round has both sides' : [...reasons].join('; ')
}

function explainLack(
  { part, size, contender, figure }: Quantity,
  measurements: readonly Measurement[],
): string {
  const race = measurements.filter(one => one.part === part && one.size === size)
  if (race.length === 0) return `${part}, ${size} did not run`
  const own = race.filter(one => one.contender === contender)
  if (own.length === 0) return `${contender} did not run`
  const failed = own.map(one => one.result).find(result => result.kind === 'failed')
  return failed ? `${contender} ${failed.because}` : `${contender} does not tell ${figure}`
}
