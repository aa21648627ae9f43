// The folder an embedded server lives in. It stays the caller's; only `cluster/data` belongs to the account
// that runs the server, so nothing we write can be redirected by that account.
//   DIR/cluster/data      PostgreSQL's data directory    DIR/port  the port it had last
//   DIR/cluster/password  of the role postgres, 0600     DIR/log   what the last server said
//   DIR/new-…             a cluster being made: it becomes `cluster` in one step, whole or not at all
import { chmod, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Sqlite2pgError } from '../../model/errors.ts'
import { type Account, isRoot } from './server-account.ts'

export interface ServerHome {
  readonly directory: string
  readonly cluster: string
  readonly data: string
  readonly password: string
  readonly port: string
  readonly log: string
}

const OURS = /^(?:cluster|port|log|new-.*)$/

/** Makes `directory`, or recognises it as a server's home. Throws EMBEDDED_FAILED when it is something else. */
export async function openHome(directory: string): Promise<ServerHome> {
  const home = homeAt(resolve(directory))
  const entries = await enter(home.directory)
  const strangers = entries.filter(name => !OURS.test(name))
  if (strangers.length > 0) throw occupied(home.directory, strangers)
  return home
}

/** The account that owns the home's data; null while there is none. */
export async function dataOwner(home: ServerHome): Promise<Account | null> {
  const found = await stat(home.data).catch(ignoreMissing)
  if (!found) return null
  if (isRoot() || found.uid === process.geteuid?.()) {
    return { name: `with uid ${found.uid}`, uid: found.uid, gid: found.gid }
  }
  throw new Sqlite2pgError(
    'EMBEDDED_FAILED',
    `the data in ${home.directory} belongs to another account (uid ${found.uid})`,
    'Run as that account or as root, or choose another folder: --embedded=DIR.',
  )
}

/** Writes a file of ours anew. Never through what lies at the path now: that may be a link. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const file = await openAnew(path)
  await file.writeFile(content).finally(() => file.close())
}

/** An empty file at `path`, open for writing, readable by its owner only. */
export async function openAnew(path: string): ReturnType<typeof open> {
  await rm(path, { force: true })
  return open(path, 'wx', 0o600)
}

/** The last lines of the server's log. */
export async function logTail(home: ServerHome, lines = 8): Promise<string> {
  const log = await readFile(home.log, 'utf8').catch(() => '')
  return log.trimEnd().split('\n').slice(-lines).join('\n')
}

export function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}

function homeAt(directory: string): ServerHome {
  const cluster = join(directory, 'cluster')
  return {
    directory,
    cluster,
    data: join(cluster, 'data'),
    password: join(cluster, 'password'),
    port: join(directory, 'port'),
    log: join(directory, 'log'),
  }
}

async function enter(directory: string): Promise<readonly string[]> {
  try {
    const made = await mkdir(directory, { recursive: true })
    // The account that runs the server passes through, whatever the umask of root is.
    if (made !== undefined) await chmod(directory, isRoot() ? 0o755 : 0o700)
    return await readdir(directory)
  } catch (cause) {
    throw new Sqlite2pgError(
      'EMBEDDED_FAILED',
      `the embedded server's folder ${directory} cannot be used: ${(cause as Error).message}`,
      'Choose a folder that you may write to: --embedded=DIR.',
      { cause },
    )
  }
}

function occupied(directory: string, strangers: readonly string[]): Sqlite2pgError {
  const some = strangers.slice(0, 3).join(', ') + (strangers.length > 3 ? ', …' : '')
  return new Sqlite2pgError(
    'EMBEDDED_FAILED',
    `${directory} holds other files (${some}), so no server's data is put there`,
    'Choose an empty folder, or one that does not exist yet: --embedded=DIR.',
  )
}
