// Ourselves, as the built program that users run. Its own report tells how long each step took.

import type { Availability, Command, Contender, Task } from '../contender.ts'
import type { Seconds } from '../measurement.ts'
import { findProgram } from '../process/find-program.ts'
import type { ProcessOutcome } from '../process/run-measured.ts'

interface ReportedStep {
  readonly name: string
  readonly wall: number
}

/** What pgloader does too: tables, rows, keys, indexes, foreign keys, sequences. */
const LOAD_STEPS: readonly string[] = ['tables', 'rows', 'keys', 'indexes', 'foreign keys', 'sequences']

export const OURS = 'sqlite2pg'
export const OURS_UNPROVEN = 'sqlite2pg --proof none'
export const OURS_DRY = 'sqlite2pg --dry-run'

const BASE = 'tables, rows, keys, indexes, foreign keys, sequences, statistics'

type Own = Pick<Contender, 'name' | 'does' | 'parts' | 'fillsTarget'> & { readonly args: readonly string[] }

/** What is run in our name: `programPath` is a built main.js, or a main.ts, which then goes through tsx. */
export function ourContenders(programPath: string, jobs: readonly number[]): readonly Contender[] {
  let version: Promise<Availability> | null = null
  const find = (signal: AbortSignal): Promise<Availability> => {
    version ??= findProgram(signal, process.execPath, [...nodeArgs(programPath), '--version'])
    return version
  }
  return ownRuns(jobs).map(({ args, ...who }) => ({
    ...who,
    find,
    command: task => migrateCommand(programPath, task, args),
    readSeconds,
  }))
}

function ownRuns(jobs: readonly number[]): readonly Own[] {
  const proven = { does: `census, ${BASE}, full proof`, fillsTarget: true }
  const unproven = { does: `census, ${BASE}, no proof`, fillsTarget: true }
  const dry = { does: 'reads the file, census, plan', fillsTarget: false }
  return [
    { ...proven, name: OURS, parts: ['load'], args: [] },
    { ...unproven, name: OURS_UNPROVEN, parts: ['load'], args: ['--proof', 'none'] },
    { ...dry, name: OURS_DRY, parts: ['start'], args: ['--dry-run'] },
    ...jobs.map((count): Own => {
      return { ...proven, name: ourJobs(count), parts: ['growth'], args: ['--jobs', String(count)] }
    }),
  ]
}

/** Name of the contender with so many jobs. */
export function ourJobs(count: number): string {
  return `${OURS} --jobs ${count}`
}

/** The command that migrates a task's data; `args` are more options. */
export function migrateCommand(
  programPath: string,
  { data, target }: Pick<Task, 'data' | 'target'>,
  args: readonly string[],
): Command {
  const paths = [data.sqlitePath, target.publicUrl]
  return { file: process.execPath, args: [...nodeArgs(programPath), 'migrate', ...paths, '--json', ...args] }
}

function nodeArgs(programPath: string): readonly string[] {
  return programPath.endsWith('.ts') ? ['--import', import.meta.resolve('tsx'), programPath] : [programPath]
}

/** The steps' times, from the JSON report on standard output. */
function readSeconds({ stdout, seconds: whole }: ProcessOutcome): Seconds {
  const report: { readonly steps: readonly ReportedStep[] } = JSON.parse(stdout)
  const sum = (names: readonly string[]): number | undefined => {
    const found = report.steps.filter(step => names.includes(step.name))
    return found.length === 0 ? undefined : found.reduce((total, step) => total + step.wall, 0)
  }
  const named = {
    load: sum(LOAD_STEPS),
    rows: sum(['rows']),
    census: sum(['census']),
    verify: sum(['verify']),
  }
  const known = Object.entries(named).filter(([, seconds]) => seconds !== undefined)
  return { whole, ...(Object.fromEntries(known) as Seconds) }
}
