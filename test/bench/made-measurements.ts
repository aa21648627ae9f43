// Measurements as a race would leave them, from a short notation.
import type { Measurement, Seconds } from '../../bench/measurement.ts'

/** One load of `large` for each item; the item's place is its round. */
export function loads(
  contender: string,
  rounds: readonly (Seconds | string)[],
  peakMemoryBytes: number | null = null,
): readonly Measurement[] {
  return rounds.map((outcome, i) => ({
    part: 'load',
    size: 'large',
    contender,
    round: i + 1,
    result:
      typeof outcome === 'string'
        ? { kind: 'failed', because: outcome }
        : { kind: 'done', seconds: outcome, peakMemoryBytes },
  }))
}
