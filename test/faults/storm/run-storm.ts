// Runs one after the other on one server, each told in a line; the logs and SQLite files of one that fails stay.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DrawnRun, drawRun } from './draw-run.ts'
import { runOnce } from './run-once.ts'
import type { Stage } from './stage.ts'
import { type StormServer, startStormServer } from './storm-server.ts'
import type { Struck } from './strike-once.ts'

export interface StormOptions {
  readonly seeds: readonly number[]
  /** Size of the biggest databases. */
  readonly megabytes: number
  /** Twice is the most that is drawn. */
  readonly mostStrikes?: number
  readonly tell: (line: string) => void
  /** Ends the storm after the run that is under way. */
  readonly signal?: AbortSignal
}

export interface FailedRun {
  readonly seed: number
  readonly message: string
  /** The whole command that repeats it. */
  readonly again: string
  readonly folder: string
}

export interface StormResult {
  readonly passed: number
  /** Of those, how many went on with what a dead run had left. */
  readonly resumed: number
  readonly failures: readonly FailedRun[]
  /** By fault, then by what it came to. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Faults that this machine does not allow. */
  readonly leftOut: ReadonlyMap<string, number>
}

export async function runStorm(options: StormOptions): Promise<StormResult> {
  const { seeds, tell, signal } = options
  const server = await startStormServer()
  const tally = new Tally()
  try {
    if (server.disks === null) tell('nothing can be mounted here (that needs root): full disks are left out')
    for (const seed of seeds) {
      if (signal?.aborted) break
      await runSeed(seed, options, server, tally)
    }
    return tally
  } finally {
    await server.stop()
  }
}

async function runSeed(
  seed: number,
  { megabytes, mostStrikes = 2, tell }: StormOptions,
  server: StormServer,
  tally: Tally,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), `sqlite2pg-storm-${seed}-`))
  const found = drawRun(seed, megabytes, folder)
  const drawn = { ...found, strikes: Math.min(found.strikes, mostStrikes) }
  const started = performance.now()
  const note = (text: string) => appendFileSync(join(folder, 'log.txt'), `${text}\n`)
  const ending = await playDrawn({ server, drawn, folder, note }, tally).catch(async thrown => {
    const failed = failedRun(thrown, { seed, megabytes, folder })
    tally.failures.push(failed)
    note(failed.message)
    await server.keepLog(join(folder, 'server.log'))
    await server.untilUp()
    return `FAILED\n${failed.message}\n  again: ${failed.again}\n  logs and SQLite files: ${folder}`
  })
  if (!ending.startsWith('FAILED')) rmSync(folder, { recursive: true, force: true })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  tell(`seed ${seed}  ${headline(drawn)} → ${ending} (${seconds} s)`)
}

async function playDrawn(stage: Stage, tally: Tally): Promise<string> {
  const { fault } = stage.drawn
  if (fault.disk !== undefined && stage.server.disks === null) {
    tally.leave(fault.name)
    return 'left out'
  }
  const { strikes, resumed } = await runOnce(stage)
  for (const struck of strikes) tally.count(fault.name, outcomeText(struck))
  tally.passed++
  if (resumed) tally.resumed++
  return `${strikes.map(outcomeText).join('; ')}${resumed ? '; resumed' : ''}`
}

function failedRun(
  thrown: unknown,
  { seed, megabytes, folder }: { seed: number; megabytes: number; folder: string },
): FailedRun {
  const message = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  const again = `npm run faults -- --runs 1 --seed ${seed} --megabytes ${megabytes}`
  return { seed, message, again, folder }
}

function outcomeText({ exitCode, state }: Struck): string {
  return `${exitCode === null ? 'killed' : `exit ${exitCode}`}, ${state}`
}

function headline({ fault, verb, shape, strikes, resumes, jobs }: DrawnRun): string {
  const size = `${(shape.sizeBytes / 2 ** 20).toFixed(1)} MB`
  const times = strikes > 1 ? ` ×${strikes}` : ''
  return `${fault.name}${times}, ${verb.name}${resumes && verb.resumes ? ', then --resume' : ''}, ${size}, ${jobs} jobs`
}

class Tally implements StormResult {
  passed = 0
  resumed = 0
  readonly failures: FailedRun[] = []
  readonly counts = new Map<string, Map<string, number>>()
  readonly leftOut = new Map<string, number>()

  count(fault: string, outcome: string): void {
    const outcomes = this.counts.get(fault) ?? new Map<string, number>()
    this.counts.set(fault, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1))
  }

  leave(fault: string): void {
    this.leftOut.set(fault, (this.leftOut.get(fault) ?? 0) + 1)
  }
}
