// All that a run of the storm draws from its seed. The kinds of fault go round with the seeds, so that consecutive
// seeds meet every one of them.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type RandomSource, seedRandom } from '../../../fixtures/random.ts'
import type { Fault } from './fault.ts'
import { FAULTS } from './faults/all.ts'
import { drawShape, makeDatabase, type Shape } from './make-database.ts'
import { drawVerb, type Sources, type Verb } from './verbs.ts'

export interface DrawnRun {
  readonly seed: number
  readonly random: RandomSource
  readonly fault: Fault
  readonly verb: Verb
  readonly sources: Sources
  readonly shape: Shape
  /** Options that every command of the run gets. */
  readonly jobs: number
  /** Given with the command that the fault hits; null for the program's own choice. */
  readonly retryForSeconds: number | null
  /** How often it strikes before the run may go through. */
  readonly strikes: number
  /** Whether the command after a fault is given `--resume`. */
  readonly resumes: boolean
}

export function drawRun(seed: number, mostMegabytes: number, folder: string): DrawnRun {
  const random = seedRandom(seed)
  const fault = FAULTS[seed % FAULTS.length] ?? FAULTS[0]
  const shape = drawShape(random, seed, mostMegabytes)
  const sources = sourcesIn(folder)
  return {
    seed,
    random,
    fault,
    shape,
    sources,
    verb: drawVerb(sources, random),
    jobs: random.between(1, 3),
    retryForSeconds: random.pick([null, 0, 0, 5]),
    strikes: random.chance(0.25) ? 2 : 1,
    resumes: random.chance(0.5),
  }
}

/** Each in a folder of its own, since what lies beside a file is looked at. */
function sourcesIn(folder: string): Sources {
  const path = (name: string) => join(folder, name, 'source.db')
  return { present: path('present'), earlier: path('earlier'), empty: path('empty') }
}

export function makeSources({ sources, shape }: DrawnRun): void {
  for (const [path, generation, share] of [
    [sources.present, 1, 1],
    [sources.earlier, 2, 0.2],
    [sources.empty, 3, 0],
  ] as const) {
    mkdirSync(join(path, '..'), { recursive: true })
    makeDatabase(path, shape, generation, share)
  }
}
