// Makes the data of a new server with initdb: UTF-8, the C locale's order (the same on every machine), and a
// random password that is asked for on every connection. A run that dies half-way leaves no half cluster.
// https://www.postgresql.org/docs/current/app-initdb.html
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Sqlite2pgError } from '../../model/errors.ts'
import { runProgram } from './run-program.ts'
import type { Seat } from './seat.ts'
import { commandAs, isRoot } from './server-account.ts'
import type { ServerHome } from './server-home.ts'

const ABANDONED_AFTER_MS = 3_600_000

/** Makes `home.cluster`. When two runs make it at once, both end with the one that came first. */
export async function createCluster(home: ServerHome, seat: Seat, signal?: AbortSignal): Promise<void> {
  await removeAbandoned(home)
  const making = await mkdtemp(join(home.directory, 'new-'))
  try {
    await fillCluster(making, seat, signal)
    await rename(making, home.cluster)
  } catch (cause) {
    // A killed initdb's own children may write for a moment longer.
    await rm(making, { recursive: true, force: true, maxRetries: 10 })
    if (!['ENOTEMPTY', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause
  }
}

async function fillCluster(making: string, seat: Seat, signal?: AbortSignal): Promise<void> {
  const data = join(making, 'data')
  const password = join(making, 'password')
  if (isRoot()) await chmod(making, 0o711)
  await mkdir(data, { mode: 0o700 })
  await writeFile(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  if (seat.runsAs.kind !== 'caller') {
    const { uid, gid } = seat.runsAs.account
    await Promise.all([chown(data, uid, gid), chown(password, uid, gid)])
  }
  const initdb = commandAs(
    seat.runsAs,
    join(seat.binDirectory, 'initdb'),
    initdbArguments(data, password, seat),
  )
  const result = await runProgram(initdb, signal)
  if (result.kind === 'failed' && !signal?.aborted) throw initdbFailed(result.because)
  signal?.throwIfAborted()
}

function initdbArguments(data: string, password: string, seat: Seat): readonly string[] {
  const locale = ['--locale=C', '--encoding=UTF8']
  // From 17 on there is a locale that orders like C and still knows upper from lower case beyond ASCII.
  if (seat.majorVersion >= 17) locale.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8')
  const access = ['--username=postgres', `--pwfile=${password}`, '--auth=scram-sha-256']
  return [`--pgdata=${data}`, ...access, ...locale, '--no-sync']
}

// What a killed run left. A cluster is made in a second, so an hour is nobody's work in progress.
async function removeAbandoned(home: ServerHome): Promise<void> {
  for (const name of await readdir(home.directory)) {
    const path = join(home.directory, name)
    if (!name.startsWith('new-')) continue
    const found = await stat(path).catch(() => null)
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS)
      await rm(path, { recursive: true, force: true })
  }
}

function initdbFailed(because: string): Sqlite2pgError {
  return new Sqlite2pgError(
    'EMBEDDED_FAILED',
    `the embedded server's data could not be made; initdb says:\n${because}`,
    'Mend what initdb names, choose another folder with --embedded=DIR, or name a server of your own with --postgres-url.',
  )
}
