// Faults that pass, in every stage of a run: ended sessions, a connection that breaks at a commit, a server that restarts.
// The run goes on by itself, and no row is lost or doubled.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { migrate } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import type { RunReport } from '../../src/model/report.ts'
import { startEmbeddedServer } from '../../src/postgres/embedded/embedded-server.ts'
import { newPath } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'
import { FORGETFUL_SETTINGS } from '../server/forgetful-settings.ts'
import { NOTHING, privateSchemas, schemaContents } from './live-schema.ts'
import { startProgram } from './program.ts'
import { startRelay } from './relay.ts'

const source = newPath('todo.db')
generateTodoDatabase(source, { users: 2000, tasks: 100_000, patterns: 500 })
const small = newPath('small.db')
generateTodoDatabase(small, { users: 50, tasks: 230, patterns: 30 })

async function freshDatabase(): Promise<string> {
  const database = await withDatabase()
  onTestFinished(() => database.drop())
  return database.url
}

/** Many parts, so that there are several readers. */
const options = (url: string, more: Partial<MigrateOptions> = {}): MigrateOptions => ({
  ...{ sqlitePath: source, url, partBytes: 3_000_000, jobs: 3, retryFor: 20 },
  ...more,
})

const noticed = ({ notices }: RunReport, wanted: string) => notices.filter(({ code }) => code === wanted)

async function expectWhole(url: string, report: RunReport): Promise<void> {
  expect(report.error).toBeNull()
  for (const { proof, sourceRows, copiedRows, targetRows } of report.tables)
    expect({ proof, copiedRows, targetRows }).toEqual({
      proof: 'identical',
      copiedRows: sourceRows,
      targetRows: sourceRows,
    })
  expect(await privateSchemas(url, 'run')).toEqual([])
}

/** Ends one session of the run, or all, once one does what `doing` says. */
async function endSessions(url: string, doing: RegExp, which: 'one' | 'all'): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const ours = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlite2pg'`
  const deadline = Date.now() + 20_000
  for (;;) {
    const found = await client.query(`${ours} AND query ~ $1 AND state <> 'idle' LIMIT 1`, [doing.source])
    if (found.rows.length > 0 || Date.now() > deadline) {
      const victims = which === 'one' ? found.rows : (await client.query(ours)).rows
      for (const { pid } of victims) await client.query('SELECT pg_terminate_backend($1)', [pid])
      break
    }
    await pause(1)
  }
  await client.end()
}

describe('sessions that the server ends', () => {
  const STAGES = [
    ['one that copies rows', /COPY "/, 'one'],
    ['all while rows are copied', /COPY "/, 'all'],
    ['one that builds an index', /CREATE (UNIQUE )?INDEX|ADD CONSTRAINT/, 'one'],
    ['all while an index is built', /CREATE (UNIQUE )?INDEX|ADD CONSTRAINT/, 'all'],
    ['one that proves', /^\s*(SELECT|WITH).*sqlite2pg_run_/, 'one'],
    ['all while it is proven', /^\s*(SELECT|WITH).*sqlite2pg_run_/, 'all'],
  ] as const

  test.each(STAGES)('%s: the run goes on', async (_, doing, which) => {
    const url = await freshDatabase()
    const [report] = await Promise.all([migrate(options(url)), endSessions(url, doing, which)])
    await expectWhole(url, report)
    expect(noticed(report, 'RETRIED')).toMatchObject([
      { severity: 'info', message: /went on after \d+ times?/ },
    ])
  })

  test('while it waits to publish: the run goes on waiting', async () => {
    const url = await freshDatabase()
    await migrate(options(url, { sqlitePath: small }))
    const reader = new pg.Client({ connectionString: url })
    await reader.connect()
    await reader.query('BEGIN; SELECT 1 FROM tasks')
    const running = migrate(options(url, { sqlitePath: small, forceRecreate: true }))
    await endSessions(url, /^LOCK TABLE/, 'one')
    await reader.end()
    await expectWhole(url, await running)
  })
})

describe('a connection that breaks when a part is committed', () => {
  const AT_PART = { after: /COPY ".*tasks/, message: /VALUES \('rows', 'tasks'/ }

  test.each([
    ['after the server got it: the part is not copied twice', true],
    ['before the server got it: the part is copied again', false],
  ])('%s', async (_, passedOn) => {
    const url = await freshDatabase()
    const relay = await startRelay(url, { ...AT_PART, passedOn, afterwards: 'cut' })
    const report = await migrate(options(relay.url, { jobs: 1 }))
    expect(relay.hasStruck).toBe(true)
    await expectWhole(url, report)
    expect(noticed(report, 'RETRIED')).toHaveLength(1)
  })
})

test('a connection that breaks when all is published, before the server got it: it is published after all', async () => {
  const url = await freshDatabase()
  const strike = { after: /txid_current/, message: /COMMIT\0/, passedOn: false, afterwards: 'cut' } as const
  const relay = await startRelay(url, strike)
  const report = await migrate(options(relay.url, { sqlitePath: small }))
  expect(relay.hasStruck).toBe(true)
  await expectWhole(url, report)
})

test('another run that has taken the place meanwhile is not disturbed: TARGET_BUSY', async () => {
  const url = await freshDatabase()
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  onTestFinished(() => other.end())
  const running = migrate(options(url))
  for (let taken = false; !taken; await pause(5)) {
    const [lock] = await query(
      url,
      `SELECT classid::bigint::text AS a, objid::bigint::bit(32)::int::text AS b FROM pg_locks l
       WHERE locktype = 'advisory' AND granted AND EXISTS (SELECT FROM pg_stat_activity s WHERE s.pid = l.pid AND s.application_name = 'sqlite2pg' AND s.datname = current_database())`,
    )
    if (lock === undefined) continue
    taken = true
    const held = other.query(`SELECT pg_advisory_lock(${lock['a']}, ${lock['b']})`)
    await endSessions(url, /COPY "/, 'all')
    await held
  }
  const report = await running
  expect(report.error).toMatchObject({ code: 'TARGET_BUSY' })
  expect(await schemaContents(url, 'public')).toEqual(NOTHING)
})

describe('a server of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-retry-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function startServer(name: string) {
    await chmod(folder, 0o755)
    const dataDirectory = join(folder, name)
    const server = await startEmbeddedServer({ dataDirectory, settings: FORGETFUL_SETTINGS })
    onTestFinished(() => server.stop())
    const pidFile = join(dataDirectory, 'cluster', 'data', 'postmaster.pid')
    const kill = async () => {
      process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGQUIT')
      await server.stop()
    }
    const restart = async () => {
      const again = await startEmbeddedServer({
        dataDirectory,
        settings: FORGETFUL_SETTINGS,
        port: server.port,
      })
      onTestFinished(() => again.stop())
    }
    return { url: server.url, kill, restart }
  }

  /** Resolves when so many rows are copied. */
  function whenCopied(rows: bigint): { readonly reached: Promise<void>; onEvent: MigrateOptions['onEvent'] } {
    let tell = (): void => {}
    const reached = new Promise<void>(resolve => {
      tell = resolve
    })
    return {
      reached,
      onEvent: event => {
        if (event.type === 'progress' && event.step === 'rows' && event.done >= rows) tell()
      },
    }
  }

  test('that crashes in the middle of the rows and comes back: the run goes on', async () => {
    const server = await startServer('crash')
    const { reached, onEvent } = whenCopied(40_000n)
    const running = migrate(options(server.url, { ...(onEvent && { onEvent }), retryFor: 60 }))
    await reached
    await server.kill()
    await server.restart()
    const report = await running
    await expectWhole(server.url, report)
    expect(noticed(report, 'RETRIED')).toHaveLength(1)
  })

  test('that stays away: patience ends, what was copied is kept, and --resume goes on when it is back', async () => {
    const server = await startServer('away')
    const { reached, onEvent } = whenCopied(60_000n)
    const running = migrate(options(server.url, { ...(onEvent && { onEvent }), retryFor: 2 }))
    await reached
    await server.kill()
    const report = await running
    expect(report.error).toMatchObject({ code: 'TARGET_LOST', hint: expect.stringMatching(/--resume/) })
    await server.restart()
    await expectWhole(server.url, await migrate(options(server.url, { resume: true })))
  })

  test('that stays away: Ctrl-C ends the waiting within a second', async () => {
    const server = await startServer('ctrl-c')
    const program = startProgram(['migrate', '-s', source, '-p', server.url, '--retry-for', '60'])
    await program.said(/^tables: /m)
    await pause(100)
    await server.kill()
    await program.said(/trying again for up to 60 s/)
    const { exitCode, stderr, durationMs } = await program.stop('SIGINT')
    expect(exitCode, stderr).toBe(130)
    expect(durationMs).toBeLessThan(1000)
  })
})
