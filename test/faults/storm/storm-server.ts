// The server of a storm, which is stopped, crashed and filled up all the time and always comes back on the same port.
// It keeps what it has committed, as any server does; only a crash of the machine itself would cost it something.
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type EmbeddedServer, startEmbeddedServer } from '../../../src/postgres/embedded/embedded-server.ts'
import { query } from '../../server/database.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

export interface StormServer {
  readonly url: string
  /** The disks it lives on: all of its files, and a tablespace `small`. null where nothing can be mounted. */
  readonly disks: { readonly home: SmallDisk; readonly tablespace: SmallDisk } | null
  /** Stops it as an administrator does (`fast`) or as a power cut would (`immediate`), and starts it `afterMs` later. */
  restart(mode: 'fast' | 'immediate', afterMs: number): Promise<void>
  /** Waits until it answers; starts it where it has given up. */
  untilUp(): Promise<void>
  keepLog(path: string): Promise<void>
  stop(): Promise<void>
}

const SETTINGS = { fsync: 'off', max_connections: '60', max_wal_size: '256MB', min_wal_size: '32MB' }
const HOME_MEGABYTES = 900
const TABLESPACE_MEGABYTES = 300
const UP_WITHIN_MS = 90_000

export async function startStormServer(): Promise<StormServer> {
  const home = await mountSmallDisk(HOME_MEGABYTES)
  const tablespace = home && (await mountSmallDisk(TABLESPACE_MEGABYTES))
  const folder = home?.folder ?? (await mkdtemp(join(tmpdir(), 'sqlite2pg-storm-server-')))
  await chmod(folder, 0o755)
  const dataDirectory = join(folder, 'postgres')
  let server: EmbeddedServer = await startEmbeddedServer({ dataDirectory, settings: SETTINGS })
  const { url, port } = server
  const comeBack = async () => {
    await server.stop()
    server = await startEmbeddedServer({ dataDirectory, settings: SETTINGS, port })
  }
  if (tablespace !== null) await makeTablespace(url, dataDirectory, tablespace)
  return {
    url,
    disks: home === null || tablespace === null ? null : { home, tablespace },
    restart: async (mode, afterMs) => {
      process.kill(await postmasterId(dataDirectory), mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
      await server.stop()
      await pause(afterMs)
      await comeBack()
    },
    untilUp: () => untilUp(url, comeBack),
    keepLog: path => copyFile(join(dataDirectory, 'log'), path).catch(() => undefined),
    stop: async () => {
      await server.stop()
      await tablespace?.unmount()
      if (home === null) await rm(folder, { recursive: true, force: true })
      await home?.unmount()
    },
  }
}

async function postmasterId(dataDirectory: string): Promise<number> {
  const lock = await readFile(join(dataDirectory, 'cluster', 'data', 'postmaster.pid'), 'utf8')
  return Number(lock.split('\n')[0])
}

/** Of the account that the server runs as. */
async function makeTablespace(url: string, dataDirectory: string, disk: SmallDisk): Promise<void> {
  const { uid, gid } = await stat(join(dataDirectory, 'cluster', 'data'))
  const folder = join(disk.folder, 'tablespace')
  await mkdir(folder, { mode: 0o700 })
  await chown(folder, uid, gid)
  await query(url, `CREATE TABLESPACE small LOCATION '${folder}'`)
}

/** A server that recovers refuses sessions; one that is gone refuses connections. */
async function untilUp(url: string, comeBack: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + UP_WITHIN_MS
  for (;;) {
    try {
      await query(url, 'SELECT 1')
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') await comeBack().catch(() => undefined)
      await pause(50)
    }
  }
}
