// How fast and how small we mean to be: what is compared, with what, and the limit. To move a bar, edit its line.
import { NODE_START } from './contenders/node-start.ts'
import { PGLOADER } from './contenders/pgloader.ts'
import { PSQL_COPY } from './contenders/psql-copy.ts'
import { OURS, OURS_DRY, ourJobs } from './contenders/sqlite2pg.ts'
import type { Figure } from './measurement.ts'
import type { Quantity } from './statistics.ts'

export interface Bar {
  readonly name: string
  readonly numerator: Quantity
  /** Null where the value itself has a limit. */
  readonly denominator: Quantity | null
  readonly compare: 'ratio' | 'difference' | 'value'
  /** Met at this or below. */
  readonly limit: number
  readonly unit: 'times' | 'seconds' | 'bytes'
}

type Load = readonly [figure: Figure | 'peakMemoryBytes', contender: string]

function loadBar(name: string, size: string, above: Load, below: Load, limit: number): Bar {
  const quantity = ([figure, contender]: Load): Quantity => ({ part: 'load', size, contender, figure })
  return {
    name,
    numerator: quantity(above),
    denominator: quantity(below),
    compare: 'ratio',
    limit,
    unit: 'times',
  }
}

function memoryBar(size: string, limit: number): Bar {
  const numerator: Quantity = { part: 'load', size, contender: OURS, figure: 'peakMemoryBytes' }
  return {
    name: `peak memory, ${size}`,
    numerator,
    denominator: null,
    compare: 'value',
    limit,
    unit: 'bytes',
  }
}

function taskBars(size: string): readonly Bar[] {
  return [
    loadBar(`load beside pgloader's, ${size}`, size, ['load', OURS], ['load', PGLOADER], 0.35),
    loadBar(`whole migrate beside pgloader's load, ${size}`, size, ['whole', OURS], ['whole', PGLOADER], 0.6),
    loadBar(`rows beside psql \\copy, ${size}`, size, ['rows', OURS], ['rows', PSQL_COPY], 1),
    loadBar(`full proof beside rows, ${size}`, size, ['verify', OURS], ['rows', OURS], 1),
  ]
}

function growthMemory(size: string, jobs: number): Quantity {
  return { part: 'growth', size, contender: ourJobs(jobs), figure: 'peakMemoryBytes' }
}

function flatBar(jobs: number): Bar {
  return {
    name: `memory of 10M tasks beside 1M, --jobs ${jobs}`,
    numerator: growthMemory('10M tasks', jobs),
    denominator: growthMemory('1M tasks', jobs),
    compare: 'ratio',
    limit: 1.1,
    unit: 'times',
  }
}

const START_BAR: Bar = {
  name: "--dry-run beyond Node's own start",
  numerator: { part: 'start', size: 'small', contender: OURS_DRY, figure: 'whole' },
  denominator: { part: 'start', size: 'small', contender: NODE_START, figure: 'whole' },
  compare: 'difference',
  limit: 0.5,
  unit: 'seconds',
}

export const BARS: readonly Bar[] = [
  ...taskBars('guide'),
  ...taskBars('large'),
  memoryBar('large', 200_000_000),
  memoryBar('wide', 350_000_000),
  ...[1, 2, 4].map(flatBar),
  START_BAR,
]
