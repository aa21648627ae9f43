// The server goes away in the middle of a run: ended sessions, a server that is stopped without ceremony, and a
// connection that breaks while the publishing transaction commits. Nothing is tried again here; retry.test.ts is about that.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { newPath } from '../run/workplace.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { FORGETFUL_SETTINGS } from '../server/forgetful-settings.ts'
import { NOTHING, privateSchemas, schemaContents, untilAlone } from './live-schema.ts'
import { type Ended, runProgram, startProgram } from './program.ts'
import { startRelay } from './relay.ts'

const source = newPath('todo.db')
generateTodoDatabase(source, { users: 2000, tasks: 100_000, patterns: 500 })
const small = newPath('small.db')
generateTodoDatabase(small, { users: 5, tasks: 23, patterns: 3 })

const reportPath = newPath('report.json')

const REPLACE = ['--force-recreate', '--yes']
const migration = (path: string, url: string, ...more: readonly string[]) => [
  'migrate',
  ...['-s', path, '-p', url, '--report', reportPath, '--retry-for', '0'],
  ...more,
]

function expectLost({ exitCode, stdout, stderr }: Ended): void {
  expect(exitCode, stderr).toBe(4)
  const { outcome, error } = JSON.parse(readFileSync(reportPath, 'utf8'))
  expect({ outcome, error }).toMatchObject({
    outcome: 'failed',
    error: { code: 'TARGET_LOST', hint: expect.stringMatching(/\blog\b.*run again/i) },
  })
  expect(stderr).toMatch(/nothing was published/i)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stdout).toBe('')
}

async function succeed(argv: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram(argv)
  expect(exitCode, stderr).toBe(0)
}

/** Ends the run's session once it does what `doing` says. */
async function endSession(url: string, doing: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'sqlite2pg' AND query ~ $1 AND state <> 'idle'`
  const deadline = Date.now() + 20_000
  while ((await client.query(end, [doing])).rowCount === 0 && Date.now() < deadline) await pause(2)
  await client.end()
}

describe('a session that the server ends', () => {
  const STAGES = [
    { stage: 'copying rows', doing: '^COPY ' },
    { stage: 'building an index', doing: '^CREATE (UNIQUE )?INDEX' },
    { stage: 'proving', doing: '^\\s*(SELECT|WITH).*sqlite2pg_run_' },
  ]

  test.each(STAGES)('while $stage is TARGET_LOST, and the live schema is as before', async ({ doing }) => {
    const database = await withDatabase()
    onTestFinished(() => database.drop())
    await succeed(migration(small, database.url))
    const before = await schemaContents(database.url, 'public')
    expectLost(await loseWhile(database.url, doing))
    expect(await schemaContents(database.url, 'public')).toEqual(before)
    // What was built may be kept for --resume; a run without it drops it.
    expect((await privateSchemas(database.url, 'run')).length).toBeLessThan(2)
    await succeed(migration(small, database.url, ...REPLACE))
    expect(await privateSchemas(database.url, 'run')).toEqual([])
  })

  /** A session that has just done the last thing it was there for is not missed: then once more. */
  async function loseWhile(url: string, doing: string): Promise<Ended> {
    for (let attempt = 1; ; attempt++) {
      const program = startProgram(migration(source, url, ...REPLACE))
      await endSession(url, doing)
      const ended = await program.ended
      if (ended.exitCode !== 0 || attempt === 3) return ended
      await succeed(migration(small, url, ...REPLACE))
    }
  }

  test('while it waits to publish is TARGET_LOST, and the live schema is as before', async () => {
    const database = await withDatabase()
    onTestFinished(() => database.drop())
    await succeed(migration(small, database.url))
    const before = await schemaContents(database.url, 'public')
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    await reader.query('BEGIN; SELECT 1 FROM tasks')
    const program = startProgram(migration(small, database.url, ...REPLACE))
    await endSession(database.url, '^LOCK TABLE')
    expectLost(await program.ended)
    await reader.end()
    expect(await schemaContents(database.url, 'public')).toEqual(before)
    await succeed(migration(small, database.url, ...REPLACE))
    expect(await privateSchemas(database.url, 'run')).toEqual([])
  })
})

describe('a server that is stopped at once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-lost-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('in the middle of the copy is TARGET_LOST; when it is back, all is as before and the next run succeeds', async () => {
    await chmod(folder, 0o755)
    const dataDirectory = join(folder, 'postgres')
    const options = { dataDirectory, settings: FORGETFUL_SETTINGS }
    const server = await startEmbeddedServer(options)
    onTestFinished(() => server.stop())
    await succeed(migration(small, server.url))
    const before = await schemaContents(server.url, 'public')
    const program = startProgram(migration(source, server.url, ...REPLACE))
    await program.said(/^tables: /m)
    await pause(100)
    const [processId] = readFileSync(join(dataDirectory, 'cluster', 'data', 'postmaster.pid'), 'utf8').split(
      '\n',
    )
    process.kill(Number(processId), 'SIGQUIT')
    expectLost(await program.ended)
    await server.stop()
    const again = await startEmbeddedServer({ ...options, port: server.port })
    onTestFinished(() => again.stop())
    expect(await schemaContents(again.url, 'public')).toEqual(before)
    await succeed(migration(small, again.url, ...REPLACE))
    expect(await schemaContents(again.url, 'public')).toEqual(before)
    expect(await privateSchemas(again.url, 'run')).toEqual([])
  })
})

/** The publishing transaction's COMMIT: the number of the transaction is asked for just before. */
const AT_COMMIT = { after: /txid_current/, message: /COMMIT\0/ }

describe('a connection that breaks while the publishing transaction commits', () => {
  async function freshDatabase(): Promise<TestDatabase> {
    const database = await withDatabase()
    onTestFinished(() => database.drop())
    return database
  }

  test('after the server got the COMMIT: the run finds that all is published, and has succeeded', async () => {
    const { url } = await freshDatabase()
    const relay = await startRelay(url, { ...AT_COMMIT, passedOn: true, afterwards: 'cut' })
    const { exitCode, stdout, stderr } = await runProgram(migration(small, relay.url))
    expect(relay.hasStruck).toBe(true)
    expect(exitCode, stderr).toBe(0)
    expect(stdout).toContain('Published: 3 tables')
    expect(await query(url, 'SELECT count(*)::int AS count FROM tasks')).toEqual([{ count: 23 }])
    expect(await privateSchemas(url, 'run')).toEqual([])
  })

  test('before the server got the COMMIT: the run finds that nothing is published, and says so', async () => {
    const { url } = await freshDatabase()
    const relay = await startRelay(url, { ...AT_COMMIT, passedOn: false, afterwards: 'cut' })
    const ended = await runProgram(migration(small, relay.url))
    expect(relay.hasStruck).toBe(true)
    expectLost(ended)
    expect(ended.stderr).toContain('the server did not commit, so nothing was published')
    expect(ended.stderr).toContain('run again with --resume')
    expect(await schemaContents(url, 'public')).toEqual(NOTHING)
    expect(await privateSchemas(url, 'run')).toHaveLength(1)
    await succeed(migration(small, url, '--resume'))
    expect(await privateSchemas(url, 'run')).toEqual([])
  })

  test('because of Ctrl-C, after the server got the COMMIT: the run has succeeded and says so', async () => {
    const { url } = await freshDatabase()
    const relay = await startRelay(url, { ...AT_COMMIT, passedOn: true, afterwards: 'silent' })
    const program = startProgram(migration(small, relay.url))
    while (!relay.hasStruck) await pause(5)
    const { exitCode, stdout, stderr } = await program.stop('SIGINT')
    expect(exitCode, stderr).toBe(0)
    expect(stdout).toContain('Published: 3 tables')
    expect((await schemaContents(url, 'public')).relations).toHaveLength(6)
  })

  test('because of Ctrl-C, before the server got the COMMIT: the run is interrupted, nothing is published', async () => {
    const { url } = await freshDatabase()
    const relay = await startRelay(url, { ...AT_COMMIT, passedOn: false, afterwards: 'silent' })
    const program = startProgram(migration(small, relay.url))
    while (!relay.hasStruck) await pause(5)
    const { exitCode, stderr, durationMs } = await program.stop('SIGINT')
    expect(exitCode, stderr).toBe(130)
    expect(stderr).toContain('interrupted; nothing was published')
    expect(durationMs).toBeLessThan(3000)
    await untilAlone(url)
    expect(await schemaContents(url, 'public')).toEqual(NOTHING)
    expect(await privateSchemas(url, 'run')).toEqual([])
  })

  test('and whose server cannot be asked again: the run says that it does not know', async () => {
    const { url } = await freshDatabase()
    const relay = await startRelay(url, { ...AT_COMMIT, passedOn: true, afterwards: 'gone' })
    const { exitCode, stderr } = await runProgram(migration(small, relay.url))
    expect(exitCode, stderr).toBe(4)
    expect(JSON.parse(readFileSync(reportPath, 'utf8'))).toMatchObject({ error: { code: 'TARGET_LOST' } })
    expect(stderr).toContain('cannot be asked whether it was')
    expect(stderr).toContain('sqlite2pg verify')
    expect(stderr).not.toMatch(/nothing was published/i)
    await succeed(['verify', '-s', small, '-p', url])
  })
})
