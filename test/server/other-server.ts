// A second PostgreSQL for tests: the one this machine has installed, often an older version than ours.
// A temporary cluster with its programs; null where no PostgreSQL is installed.
import { access, chmod, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { startLocalServer } from '../../src/postgres/embedded/local-server.ts'
import { FORGETFUL_SETTINGS } from './forgetful-settings.ts'

export interface OtherServer {
  readonly url: string
  readonly serverVersion: string
  stop(): Promise<void>
}

/** Starts the installed PostgreSQL on an empty folder. */
export async function startOtherServer(): Promise<OtherServer | null> {
  const binDirectory = await installedPrograms()
  if (binDirectory === null) return null
  const folder = await mkdtemp(join(tmpdir(), 'sqlite2pg-other-'))
  await chmod(folder, 0o755)
  const removeFolder = () => rm(folder, { recursive: true, force: true })
  try {
    const installation = { binDirectory, movable: null }
    const options = { dataDirectory: join(folder, 'postgres'), settings: FORGETFUL_SETTINGS }
    const { url, serverVersion, stop } = await startLocalServer(installation, options)
    return { url, serverVersion, stop: () => stop().finally(removeFolder) }
  } catch (error) {
    await removeFolder()
    throw error
  }
}

// On the PATH, or where Debian keeps its versions. A link leads to the folder that has initdb too.
async function installedPrograms(): Promise<string | null> {
  const debian = (await readdir('/usr/lib/postgresql').catch(() => [])).sort().reverse()
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(folder => !folder.includes('node_modules'))
  const folders = [...onPath, ...debian.map(version => `/usr/lib/postgresql/${version}/bin`)]
  for (const folder of folders) {
    const found = await realpath(join(folder, 'postgres')).catch(() => null)
    if (found && (await isThere(join(dirname(found), 'initdb')))) return dirname(found)
  }
  return null
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
