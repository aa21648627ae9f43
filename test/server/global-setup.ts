// Starts the one PostgreSQL server of a test run and tells the tests its URL. It forgets its data on purpose:
// nothing waits for a disk. SQLITE2PG_TEST_SERVER_URL names another server to use instead.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
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

export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env['SQLITE2PG_TEST_SERVER_URL']
  if (given) {
    project.provide('serverUrl', given)
    return undefined
  }
  const folder = await mkdtemp(join(tmpdir(), 'sqlite2pg-tests-'))
  await chmod(folder, 0o755)
  const server = await startEmbeddedServer({
    dataDirectory: join(folder, 'postgres'),
    settings: FORGETFUL_SETTINGS,
  })
  project.provide('serverUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
