// The parts of the bench, one after the other; each is a list of races or the queries.
import { maskPasswords } from '../src/postgres/target/mask-passwords.ts'
import type { Entrant } from './contenders/all.ts'
import type { DataSet } from './data/data-set.ts'
import type { Measurement, Part, QueryTiming, Race } from './measurement.ts'
import type { BenchOptions } from './options.ts'
import { timeGuideQueries } from './parts/queries.ts'
import { race } from './parts/race.ts'
import { type DataSize, growthSize, LOAD_SIZES } from './sizes.ts'
import { type Workspace, withData } from './workspace.ts'

export interface PartsResult {
  readonly measurements: readonly Measurement[]
  readonly queries: readonly QueryTiming[]
  readonly data: readonly DataSet[]
  /** What ended a part early, a sentence each. */
  readonly problems: readonly string[]
}

/** The sizes that a part runs with. */
export function sizesOf(part: Part, { sizes, growthTasks, querySize }: BenchOptions): readonly DataSize[] {
  switch (part) {
    case 'load':
      return sizes.map(name => LOAD_SIZES[name])
    case 'start':
      return [LOAD_SIZES.small]
    case 'growth':
      return growthTasks.map(growthSize)
    case 'queries':
      return [LOAD_SIZES[querySize]]
  }
}

/** Every size that the wanted parts need. */
export function allSizes(options: BenchOptions): readonly DataSize[] {
  return options.parts.flatMap(part => sizesOf(part, options))
}

/** Runs the wanted parts; what ends one of them early is a problem, and what it had measured is kept. */
export async function runParts(
  options: BenchOptions,
  entrants: readonly Entrant[],
  workspace: Workspace,
): Promise<PartsResult> {
  const found = {
    measurements: [] as Measurement[],
    queries: [] as QueryTiming[],
    data: new Map<string, DataSet>(),
    problems: [] as string[],
  }
  const onMeasured: Workspace['onMeasured'] = (measurement, rounds) => {
    found.measurements.push(measurement)
    workspace.onMeasured(measurement, rounds)
  }
  const runPart = async (part: Part, data: DataSet): Promise<void> => {
    found.data.set(data.size.name, data)
    if (part === 'queries')
      found.queries.push(...(await timeGuideQueries(data, options.programPath, workspace)))
    else await runRace(part, data, options, entrants, { ...workspace, onMeasured })
  }
  for (const part of options.parts) {
    for (const size of sizesOf(part, options)) {
      if (workspace.signal.aborted) break
      workspace.onNote(`${part}, ${size.name}`)
      await withData(size, options.dataFolder !== null, workspace, data => runPart(part, data)).catch(
        error => {
          found.problems.push(`${part}, ${size.name} ended early: ${sentence(error)}`)
        },
      )
    }
  }
  return { ...found, data: [...found.data.values()] }
}

function sentence(error: unknown): string {
  return maskPasswords(error instanceof Error ? error.message : String(error))
}

async function runRace(
  part: Race,
  data: DataSet,
  options: BenchOptions,
  entrants: readonly Entrant[],
  workspace: Workspace,
): Promise<void> {
  const present = entrants.filter(({ found }) => found.missing === null && found.parts.includes(part))
  const contenders = present.map(({ contender }) => contender)
  const rounds = part === 'growth' ? options.growthRounds : options.rounds
  await race({ part, rounds, data, contenders }, workspace)
}
