// The server that all contenders of a run load into: an embedded one of the bench's own, or the user's.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { askOnce } from './target.ts'

export interface BenchServer {
  readonly url: string
  readonly version: string
  /** Settings that differ from PostgreSQL's own defaults on purpose. */
  readonly settings: Readonly<Record<string, string>>
  stop(): Promise<void>
}

// No checkpoint and no vacuum in the middle of one contender's turn and not of another's. The rest, fsync too,
// is as PostgreSQL comes.
const EVEN_SETTINGS = { autovacuum: 'off', checkpoint_timeout: '1h', max_wal_size: '4GB' } as const

/** The server at `givenUrl`, or a new one whose data are in `folder` until it stops. */
export async function provideServer(givenUrl: string | null, folder: string): Promise<BenchServer> {
  if (givenUrl !== null) {
    return { url: givenUrl, version: await versionOf(givenUrl), settings: {}, stop: async () => {} }
  }
  const dataDirectory = mkdtempSync(join(folder, 'server-'))
  const server = await startEmbeddedServer({ dataDirectory, settings: EVEN_SETTINGS })
  const stop = async (): Promise<void> => {
    await server.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
  return { url: server.url, version: server.serverVersion, settings: EVEN_SETTINGS, stop }
}

async function versionOf(url: string): Promise<string> {
  const [row] = await askOnce(url, 'SHOW server_version')
  return String(row?.['server_version'])
}
