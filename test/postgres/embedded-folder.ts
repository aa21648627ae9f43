// A folder for each embedded-server test, the servers started in it stopped and the folder removed afterwards.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import {
  type EmbeddedServer,
  type EmbeddedServerOptions,
  startEmbeddedServer,
} from '../../src/postgres/embedded/embedded-server.ts'
import { query } from '../server/database.ts'

export interface Folders {
  /** A temporary folder that everyone may enter. */
  top: string
  /** A folder in it that does not exist yet. */
  server: string
}

/** Gives each test of the calling file folders of its own; read them inside a test only. */
export function useFolders(): Folders {
  const folders = { top: '', server: '' }
  beforeEach(async () => {
    folders.top = await mkdtemp(join(tmpdir(), 'sqlite2pg-embedded-'))
    folders.server = join(folders.top, 'server')
    await chmod(folders.top, 0o755)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map(server => server.stop()))
    await rm(folders.top, { recursive: true, force: true })
  })
  return folders
}

const started: EmbeddedServer[] = []

/** Starts a server that the end of the test stops. */
export async function start(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  return stopLater(startEmbeddedServer(options))
}

/** Has the end of the test stop a server. */
export async function stopLater(starting: Promise<EmbeddedServer>): Promise<EmbeddedServer> {
  const server = await starting
  started.push(server)
  return server
}

/** The error that a start ends with. */
export async function failureOf(
  starting: Promise<unknown>,
): Promise<Record<'code' | 'message' | 'hint', string>> {
  return starting.then(
    () => expect.unreachable('it started'),
    error => error,
  )
}

/** Whether the server of `url` answers. */
export async function isAlive(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => true,
    () => false,
  )
}
