// One line for each measurement while the bench runs.
import { bytesText, durationText } from '../../src/report/quantity-text.ts'
import type { Measurement } from '../measurement.ts'

/** `load, guide, round 2 of 3: pgloader 6.70 s, 210 MB`. */
export function progressText({ part, size, round, contender, result }: Measurement, rounds: number): string {
  const head = `${part}, ${size}, round ${round} of ${rounds}: ${contender}`
  if (result.kind === 'failed') return `${head} ${result.because}`
  const { whole, rows } = result.seconds
  const time = durationText(whole ?? rows ?? 0)
  return result.peakMemoryBytes === null
    ? `${head} ${time}`
    : `${head} ${time}, ${bytesText(result.peakMemoryBytes)}`
}
