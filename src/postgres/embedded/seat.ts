// Decides who runs a server and from which folder, by trying: that account enters the data's folder and runs
// `postgres --version`. The plainest way that works is taken.
import { join } from 'node:path'
import { Sqlite2pgError } from '../../model/errors.ts'
import type { Installation } from './installation.ts'
import { privateCopy } from './private-copy.ts'
import { type ProgramResult, runProgram } from './run-program.ts'
import { type Account, commandAs, isRoot, type RunsAs, waysToRun } from './server-account.ts'

/** Programs and an account that can run them. */
export interface Seat {
  readonly runsAs: RunsAs
  readonly binDirectory: string
  readonly majorVersion: number
}

/**
 * A seat from which `directory` can be reached. `owner` is whose data lies there already.
 * Throws EMBEDDED_UNAVAILABLE when the programs do not run here, EMBEDDED_FAILED when the folder is out of reach.
 */
export async function findSeat(
  installation: Installation,
  directory: string,
  owner: Account | null,
): Promise<Seat> {
  const ways = await waysToRun(owner)
  const inPlace = await trySeats(ways, directory, installation.binDirectory)
  if (typeof inPlace !== 'string') return inPlace
  if (!isRoot()) throw doesNotRun(inPlace)
  await refuseUnreachable(ways, directory)
  if (installation.movable === null) throw doesNotRun(inPlace)
  const copy = await privateCopy(installation.movable.directory, installation.movable.name)
  const onCopy = await trySeats(ways, directory, join(copy, 'bin'))
  if (typeof onCopy !== 'string') return onCopy
  throw doesNotRun(onCopy)
}

/** The first way that works, or why the last one did not. */
async function trySeats(
  ways: readonly RunsAs[],
  directory: string,
  binDirectory: string,
): Promise<Seat | string> {
  let because = 'PostgreSQL refuses root, and there is no account "postgres" or "nobody" to run it'
  for (const runsAs of ways) {
    const script = 'cd -- "$1" && exec "$2" --version'
    const tried = await runShell(runsAs, script, directory, join(binDirectory, 'postgres'))
    if (tried.kind === 'succeeded') return { runsAs, binDirectory, majorVersion: majorOf(tried.output) }
    because = tried.because
  }
  return because
}

// Called only when nothing ran: was it the folder's fault?
async function refuseUnreachable(ways: readonly RunsAs[], directory: string): Promise<void> {
  const [plain] = ways
  if (plain === undefined || plain.kind === 'caller') return
  const { name } = plain.account
  const became = await runShell(plain, ':')
  if (became.kind === 'failed') throw doesNotRun(`root cannot become the account ${name}: ${became.because}`)
  for (const runsAs of ways) {
    if ((await runShell(runsAs, 'cd -- "$1"', directory)).kind === 'succeeded') return
  }
  throw new Sqlite2pgError(
    'EMBEDDED_FAILED',
    `the account ${name}, which runs PostgreSQL because PostgreSQL refuses root, cannot enter ${directory}`,
    'Choose a folder below one that everyone may enter, for example --embedded=/var/tmp/sqlite2pg, or run as an ordinary user.',
  )
}

function runShell(runsAs: RunsAs, script: string, ...args: readonly string[]): Promise<ProgramResult> {
  return runProgram(commandAs(runsAs, '/bin/sh', ['-c', script, 'sh', ...args]))
}

// "postgres (PostgreSQL) 18.4"
function majorOf(version: string): number {
  return Number(/\) (\d+)/.exec(version)?.[1] ?? 0)
}

function doesNotRun(because: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'EMBEDDED_UNAVAILABLE',
    `the embedded server does not run on this machine: ${because}`,
    'Name a server of your own with --postgres-url.',
  )
}
