// What ran the bench: numbers without it say little. No name of the machine and no path.
import { execFile } from 'node:child_process'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { measuresMemory } from './process/process-tree.ts'

export interface Machine {
  readonly system: string
  readonly processor: string
  readonly cores: number
  readonly memoryBytes: number
  readonly node: string
  /** The SQLite inside sqlite2pg. */
  readonly sqlite: string
  /** Of the checkout, `-dirty` if it has changes; null outside one. */
  readonly commit: string | null
  readonly measuresMemory: boolean
  /** Processes that wanted a core in the minute before the start; zeros on Windows. */
  readonly loadBefore: number
}

/** Describes this machine as it is now. */
export async function describeMachine(): Promise<Machine> {
  return {
    system: `${type()} ${release()}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.versions.node,
    sqlite: sqliteVersion(),
    commit: await currentCommit(),
    measuresMemory,
    loadBefore: loadavg()[0] ?? 0,
  }
}

/** Whether others were at work on it before the bench began. */
export function wasBusy({ loadBefore, cores }: Machine): boolean {
  return loadBefore > cores / 4
}

function sqliteVersion(): string {
  const database = new Database(':memory:')
  const version = database.prepare('SELECT sqlite_version()').pluck().get()
  database.close()
  return String(version)
}

async function currentCommit(): Promise<string | null> {
  const cwd = new URL('.', import.meta.url)
  return promisify(execFile)('git', ['describe', '--always', '--dirty', '--exclude', '*'], { cwd }).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  )
}
