// Measurements boiled down to what the table and the chart show: a line for each thing that was timed.
import { PGLOADER } from './contenders/pgloader.ts'
import { PSQL_COPY } from './contenders/psql-copy.ts'
import { FIGURES, type Figure, type Measurement, type Race } from './measurement.ts'
import { type Quantity, ratioSpread, type Spread, spreadOf, valuesByRound } from './statistics.ts'

export interface SummaryLine {
  readonly part: Race
  readonly size: string
  readonly contender: string
  readonly figure: Figure
  readonly seconds: Spread
  /** Beside the reference of the same rounds; null where there is none. */
  readonly ratio: Spread | null
  /** What the ratio is to, `pgloader load`; null where the figure has no reference here. */
  readonly reference: string | null
}

/** One contender at one size: what failed and how much memory it took. */
export interface SummaryMemory {
  readonly part: Race
  readonly size: string
  readonly contender: string
  readonly peakMemoryBytes: Spread | null
  readonly failures: readonly string[]
}

export interface Summary {
  readonly lines: readonly SummaryLine[]
  readonly contenders: readonly SummaryMemory[]
}

/** What a figure is measured against in the load part; null means the contender's own other figure. */
const REFERENCES: Readonly<Partial<Record<Figure, { contender: string | null; figure: Figure }>>> = {
  whole: { contender: PGLOADER, figure: 'whole' },
  load: { contender: PGLOADER, figure: 'load' },
  rows: { contender: PSQL_COPY, figure: 'rows' },
  verify: { contender: null, figure: 'rows' },
}

/** Sums up in the order in which things were first measured. */
export function summarize(measurements: readonly Measurement[]): Summary {
  const series = distinctSeries(measurements)
  return {
    lines: series.flatMap(one => FIGURES.flatMap(figure => lineOf(measurements, { ...one, figure }))),
    contenders: series.map(one => memoryOf(measurements, one)),
  }
}

type Series = Pick<Measurement, 'part' | 'size' | 'contender'>

function distinctSeries(measurements: readonly Measurement[]): readonly Series[] {
  const found = new Map<string, Series>()
  for (const { part, size, contender } of measurements) {
    const key = JSON.stringify([part, size, contender])
    if (!found.has(key)) found.set(key, { part, size, contender })
  }
  return [...found.values()]
}

function lineOf(
  measurements: readonly Measurement[],
  quantity: Quantity & { readonly figure: Figure },
): readonly SummaryLine[] {
  const seconds = spreadOf([...valuesByRound(measurements, quantity).values()])
  if (seconds === null) return []
  const reference = quantity.part === 'load' ? REFERENCES[quantity.figure] : undefined
  if (reference === undefined) return [{ ...quantity, seconds, ratio: null, reference: null }]
  const denominator = {
    ...quantity,
    figure: reference.figure,
    contender: reference.contender ?? quantity.contender,
  }
  const ratio = ratioSpread(measurements, quantity, denominator)
  const name = `${reference.contender ?? 'its own'} ${reference.figure}`
  return [{ ...quantity, seconds, ratio, reference: name }]
}

function memoryOf(measurements: readonly Measurement[], series: Series): SummaryMemory {
  const peaks = valuesByRound(measurements, { ...series, figure: 'peakMemoryBytes' })
  const failures = measurements
    .filter(
      ({ part, size, contender }) =>
        part === series.part && size === series.size && contender === series.contender,
    )
    .flatMap(({ round, result }) => (result.kind === 'failed' ? [`round ${round} ${result.because}`] : []))
  return { ...series, peakMemoryBytes: spreadOf([...peaks.values()]), failures }
}
