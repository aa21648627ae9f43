// Starts the one PostgreSQL server of a test run and tells the tests its URL. It forgets its data on purpose:
// nothing waits for a disk. SQLITE2PG_TEST_SERVER_URL names another server to use instead.
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
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
  const server = await startEmbeddedServer({ dataDirectory, settings: FORGETFUL_SETTINGS })
  project.provide('serverUrl', server.url)
  return () => server.stop()
}
