// Ctrl-C in every stage of a run. Where a stage is too short to be hit from outside, the library is told to
// stop by the very event that reports the stage, which is the same signal one function call earlier.
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { migrate } from '../../src/index.ts'
import type { RunEvent, Step } from '../../src/model/event.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { folderDigest } from '../run/folder-digest.ts'
import { newPath } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'
import { privateSchemas, schemaContents, untilAlone } from './live-schema.ts'
import { type Ended, runProgram, startProgram } from './program.ts'

const database = await withDatabase()
afterAll(() => database.drop())

const source = newPath('todo.db')
generateTodoDatabase(source, { users: 2000, tasks: 100_000, patterns: 500 })
const digest = folderDigest(source)
const usual = ['migrate', '-s', source, '-p', database.url, '--force-recreate', '--yes']

// Tables of the same names with other rows: what must be there afterwards.
const earlier = newPath('earlier.db')
generateTodoDatabase(earlier, { users: 5, tasks: 23, patterns: 3 })
await runProgram(['migrate', '-s', earlier, '-p', database.url])
const before = await schemaContents(database.url, 'public')

const PROMPT_MS = 2000

async function expectNothingHappened(): Promise<void> {
  expect(await schemaContents(database.url, 'public')).toEqual(before)
  expect(await privateSchemas(database.url, 'run')).toEqual([])
  expect(await privateSchemas(database.url, 'replaced')).toEqual([])
  expect(folderDigest(source)).toEqual(digest)
}

function expectInterrupted({ exitCode, signal, stderr, stdout, durationMs }: Ended): void {
  // A process that a thread of its own keeps from exiting ends by the signal, which a shell shows as 130 too.
  expect(signal === 'SIGINT' ? 130 : exitCode, stderr).toBe(130)
  expect(stderr).toContain('Stopping. Press Ctrl-C again to end at once.')
  expect(stderr).toMatch(/interrupted; nothing was published/)
  expect(stderr).not.toMatch(/^\s+at |Error:|unhandled/im)
  expect(stdout).toBe('')
  expect(durationMs).toBeLessThan(PROMPT_MS)
}

describe('the program, stopped from outside', () => {
  /** The line that tells of the step before, as a step begins when its predecessor is over. */
  const STAGES = [
    { stage: 'census', after: 'connect' },
    { stage: 'rows', after: 'tables' },
    { stage: 'indexes', after: 'keys' },
    { stage: 'verify', after: 'statistics' },
  ] as const

  test.each(STAGES)('by SIGINT during $stage ends with 130 and has changed nothing', async ({ after }) => {
    const program = startProgram(usual)
    await program.said(new RegExp(`^${after}: `, 'm'))
    await pause(20)
    expectInterrupted(await program.stop('SIGINT'))
    await expectNothingHappened()
  })

  test('by SIGTERM ends in the same way', async () => {
    const program = startProgram(usual)
    await program.said(/^tables: /m)
    expectInterrupted(await program.stop('SIGTERM'))
    await expectNothingHappened()
  })

  test('says the same in the JSON report', async () => {
    const program = startProgram([...usual, '--json'])
    await untilCopying()
    const { exitCode, stdout } = await program.stop('SIGINT')
    expect(exitCode).toBe(130)
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'interrupted',
      exitCode: 130,
      error: { code: 'INTERRUPTED', message: 'interrupted; nothing was published' },
    })
    await expectNothingHappened()
  })

  async function untilCopying(): Promise<void> {
    const copying = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%COPY %' AND state = 'active'`
    while ((await query(database.url, copying)).length === 0) await pause(10)
  }

  test('twice ends at once, and the next run clears away what is left', async () => {
    const program = startProgram(usual)
    await program.said(/^tables: /m)
    program.child.kill('SIGINT')
    await program.said(/Stopping/)
    const { exitCode, durationMs } = await program.stop('SIGINT')
    expect(exitCode).toBe(130)
    expect(durationMs).toBeLessThan(500)
    await untilAlone(database.url)
    expect(await schemaContents(database.url, 'public')).toEqual(before)
    const next = await runProgram(['migrate', '-s', earlier, '-p', database.url, '--force-recreate', '--yes'])
    expect(next).toMatchObject({ exitCode: 0 })
    expect(await schemaContents(database.url, 'public')).toEqual(before)
    expect(await privateSchemas(database.url, 'run')).toEqual([])
    for (const schema of await privateSchemas(database.url, 'replaced'))
      await query(database.url, `DROP SCHEMA ${schema} CASCADE`)
  })

  test('while it waits for a lock of the source ends with 130', async () => {
    const locked = newPath('locked.db')
    generateTodoDatabase(locked, { users: 1, tasks: 1, patterns: 1 })
    const other = new Database(locked)
    other.exec('BEGIN EXCLUSIVE')
    const program = startProgram(['migrate', '-s', locked, '-p', database.url, '--force-recreate', '--yes'])
    await pause(800)
    const { exitCode, durationMs, stderr } = await program.stop('SIGINT')
    other.close()
    expect(exitCode, stderr).toBe(130)
    expect(durationMs).toBeLessThan(PROMPT_MS)
    await expectNothingHappened()
  })
})

describe('a run, stopped by the event that reports', () => {
  const STEPS: readonly Step[] = [
    'open',
    'inspect',
    'connect',
    'census',
    'plan',
    'tables',
    'rows',
    'keys',
    'indexes',
    'foreign keys',
    'sequences',
    'statistics',
    'verify',
    'publish',
  ]
  const small: MigrateOptions = { sqlitePath: earlier, url: database.url, forceRecreate: true }

  async function stoppedBy(isMoment: (event: RunEvent) => boolean) {
    const controller = new AbortController()
    let stoppedMs = 0
    const onEvent = (event: RunEvent): void => {
      if (!isMoment(event) || controller.signal.aborted) return
      stoppedMs = performance.now()
      controller.abort()
    }
    const report = await migrate({ ...small, signal: controller.signal, onEvent })
    return { report, durationMs: performance.now() - stoppedMs, stopped: controller.signal.aborted }
  }

  async function expectStopped(isMoment: (event: RunEvent) => boolean): Promise<void> {
    const { report, durationMs, stopped } = await stoppedBy(isMoment)
    expect(stopped).toBe(true)
    expect(report).toMatchObject({
      outcome: 'interrupted',
      exitCode: 130,
      error: { code: 'INTERRUPTED', message: 'interrupted; nothing was published' },
    })
    expect(durationMs).toBeLessThan(PROMPT_MS)
    expect(await schemaContents(database.url, 'public')).toEqual(before)
    expect(await privateSchemas(database.url, 'run')).toEqual([])
    await untilAlone(database.url)
  }

  test.each(STEPS)('the start of "%s" has changed nothing', async step => {
    await expectStopped(event => event.type === 'step started' && event.step === step)
  })

  test.each(['census', 'tables', 'rows', 'keys', 'indexes', 'foreign keys', 'verify'] as const)(
    'progress of "%s" has changed nothing',
    async step => {
      await expectStopped(event => event.type === 'progress' && event.step === step)
    },
  )

  test('the end of "verify", with all proven and nothing published, has changed nothing', async () => {
    await expectStopped(event => event.type === 'step finished' && event.step === 'verify')
  })

  test('the end of "publish" comes too late: the run has succeeded and says so', async () => {
    const { report } = await stoppedBy(event => event.type === 'step finished' && event.step === 'publish')
    expect(report).toMatchObject({ outcome: 'succeeded', exitCode: 0, error: null })
    expect(await schemaContents(database.url, 'public')).toEqual(before)
  })
})
