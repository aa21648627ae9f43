// Copies PostgreSQL's programs (60 MB, once per version and user) to a folder that every account may enter:
// for root on a machine without setpriv, and for packages whose missing links cannot be made in place.
// /var/tmp belongs to everyone, so a folder there is used only if we made it and nobody else may write to it.
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Sqlite2pgError } from '../../model/errors.ts'

const EVERYONES_FOLDER = '/var/tmp'

/** The path of a whole, trustworthy copy of `directory`; made when there is none. Throws EMBEDDED_FAILED. */
export async function privateCopy(directory: string, name: string): Promise<string> {
  const home = join(EVERYONES_FOLDER, `sqlite2pg-postgres-${name}-${process.geteuid?.() ?? 0}`)
  const copy = join(home, 'native')
  if (!(await isOurs(home)) || !(await isWhole(directory, copy))) await makeCopy(directory, home)
  return copy
}

async function isOurs(home: string): Promise<boolean> {
  const found = await lstat(home).catch(() => null)
  if (found === null) return false
  if (found.isDirectory() && found.uid === process.geteuid?.() && (found.mode & 0o022) === 0) return true
  throw new Sqlite2pgError(
    'EMBEDDED_FAILED',
    `${home} was not made by sqlite2pg, so PostgreSQL's programs are not run from there`,
    `Remove ${home} and run again.`,
  )
}

// Cleaners of temporary folders take single files, so a folder being there does not mean it is whole.
async function isWhole(directory: string, copy: string): Promise<boolean> {
  const [wanted, found] = await Promise.all([listing(directory), listing(copy)])
  const present = new Set(found)
  return wanted.every(path => present.has(path))
}

async function listing(directory: string): Promise<readonly string[]> {
  return readdir(directory, { recursive: true }).catch(() => [])
}

// Made beside its place and moved there, so that nobody ever sees half of it.
async function makeCopy(directory: string, home: string): Promise<void> {
  const making = await mkdtemp(`${home}-`)
  try {
    await mkdir(join(making, 'native'))
    await cp(directory, join(making, 'native'), { recursive: true, verbatimSymlinks: true })
    await chmod(join(making, 'native'), 0o755)
    await chmod(making, 0o755)
    await rm(home, { recursive: true, force: true })
    await rename(making, home)
  } catch (cause) {
    await rm(making, { recursive: true, force: true })
    // Another run of ours was quicker.
    if ((cause as NodeJS.ErrnoException).code === 'ENOTEMPTY') return
    throw new Sqlite2pgError(
      'EMBEDDED_FAILED',
      `PostgreSQL's programs could not be copied to ${home}: ${(cause as Error).message}`,
      `Make room in ${EVERYONES_FOLDER}, or run as an ordinary user.`,
      { cause },
    )
  }
}
