// The directory a private copy lies in. Its name says whose it is, so that a run can clear away what runs that
// were killed have left; a process of another machine or container that shares the directory is never judged.
import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** A new one below `parent`, once those of dead processes are gone. */
export async function makeCopyDirectory(parent: string): Promise<string> {
  sweepCopies(parent)
  return mkdtemp(join(parent, `${PREFIX}${process.pid}-`))
}

/** Process ids mean something only within one machine, and within one container of it. */
const PREFIX = `sqlite2pg-copy-${placeOfProcesses()}-`

function placeOfProcesses(): string {
  const place = `${hostname()} ${orNothing(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`
  return createHash('sha256').update(place).digest('hex').slice(0, 8)
}

function sweepCopies(parent: string): void {
  for (const name of orNothing(() => readdirSync(parent)) ?? []) {
    const directory = join(parent, name)
    if (isOfDeadProcess(name) && isOurs(directory))
      orNothing(() => rmSync(directory, { recursive: true, force: true }))
  }
}

function isOfDeadProcess(name: string): boolean {
  if (!name.startsWith(PREFIX)) return false
  const processId = Number(/^(\d+)-/.exec(name.slice(PREFIX.length))?.[1] ?? 0)
  return processId > 0 && !isAlive(processId)
}

/** A process of another user cannot be signalled, and is alive. */
function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

function isOurs(directory: string): boolean {
  const stats = orNothing(() => lstatSync(directory))
  return stats?.isDirectory() === true && stats.uid === (process.getuid?.() ?? stats.uid)
}

/** Clearing away is a courtesy: what cannot be done is left. */
function orNothing<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
