// Runs contenders in turn over one data set, several rounds. Every other round goes backwards, so that nobody
// always follows the same neighbour. Each run has an empty database, a settled server and a warm source file.
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { maskPasswords } from '../../src/postgres/target/mask-passwords.ts'
import type { Contender, Task } from '../contender.ts'
import type { DataSet } from '../data/data-set.ts'
import type { Race, Result } from '../measurement.ts'
import { type ProcessOutcome, runMeasured } from '../process/run-measured.ts'
import { settle, type Target, withClient, withTarget } from '../server/target.ts'
import type { Workspace } from '../workspace.ts'

export interface RaceTerms {
  readonly part: Race
  readonly rounds: number
  readonly data: DataSet
  readonly contenders: readonly Contender[]
}

/**
 * Measures each contender once a round and tells each measurement to the workspace. A contender that fails is run
 * again in the next round all the same. Throws what ends the race: an interruption, a server that went away.
 */
export async function race(terms: RaceTerms, workspace: Workspace): Promise<void> {
  const { part, rounds, data, contenders } = terms
  for (const contender of contenders) await contender.prepareData?.(data)
  for (let round = 1; round <= rounds; round++) {
    for (const contender of round % 2 === 1 ? contenders : contenders.toReversed()) {
      const result = await runOnce(contender, data, workspace)
      workspace.onMeasured({ part, size: data.size.name, contender: contender.name, round, result }, rounds)
    }
  }
}

async function runOnce(contender: Contender, data: DataSet, workspace: Workspace): Promise<Result> {
  const scratch = mkdtempSync(join(workspace.folder, 'run-'))
  try {
    return await withTarget(workspace.serverUrl, async target => {
      const task = { data, target, scratch }
      await contender.prepareTarget?.(task)
      await warm(data.sqlitePath)
      await settle(workspace.serverUrl)
      return await measure(contender, task, workspace)
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function measure(contender: Contender, task: Task, workspace: Workspace): Promise<Result> {
  const { file, args } = contender.command(task)
  const { timeoutSeconds, signal } = workspace
  const environment = { ...workspace.environment, ...task.target.environment }
  const options = { cwd: task.scratch, environment, timeoutSeconds, signal }
  const outcome = await runMeasured(file, args, options)
  try {
    requireGoodEnd(outcome, timeoutSeconds)
    if (contender.fillsTarget) await requireRows(task.data, task.target)
    const seconds = contender.readSeconds(outcome, task)
    return { kind: 'done', seconds, peakMemoryBytes: outcome.peakMemoryBytes }
  } catch (error) {
    return { kind: 'failed', because: maskPasswords(error instanceof Error ? error.message : String(error)) }
  }
}

/** Throws an Error that says how the process ended, if not with code 0. */
export function requireGoodEnd(outcome: ProcessOutcome, timeoutSeconds: number): void {
  const { exitCode, timedOut, stderr } = outcome
  if (timedOut) throw new Error(`was ended after ${timeoutSeconds} s`)
  if (exitCode === 0) return
  const lastWords = stderr.trim().split('\n').at(-1) ?? ''
  throw new Error(
    `ended with ${exitCode === null ? 'a signal' : `code ${exitCode}`}: ${lastWords.slice(0, 300)}`,
  )
}

// Fast and wrong does not count.
async function requireRows(data: DataSet, target: Target): Promise<void> {
  await withClient(target.url, async client => {
    for (const { name, rows } of data.tables) {
      const { rows: counted } = await client.query(`SELECT count(*)::int AS count FROM ${name}`)
      const count = counted[0]?.count
      if (count !== rows) throw new Error(`left ${count} rows in ${name} instead of ${rows}`)
    }
  })
}

async function warm(path: string): Promise<void> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20 })
  await finished(stream.resume())
}
