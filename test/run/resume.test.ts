// A run that was killed goes on with `--resume` from what was committed, if file, options and version are the same.
import { copyFileSync, utimesSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { migrate, plan, refresh, status } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import type { RunReport } from '../../src/model/report.ts'
import { privateSchemas, schemaContents, untilAlone } from '../faults/live-schema.ts'
import { startProgram } from '../faults/program.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { newPath } from './workplace.ts'

const PART_BYTES = 400_000
const source = newPath('todo.db')
generateTodoDatabase(source, { users: 500, tasks: 20_000, patterns: 100 })

const databases: TestDatabase[] = []
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop()
})

async function freshDatabase(): Promise<string> {
  const database = await withDatabase()
  databases.push(database)
  return database.url
}

/** Small parts, so that a small file has many. */
const options = (url: string, more: Partial<MigrateOptions> = {}): MigrateOptions => ({
  ...{ sqlitePath: source, url, partBytes: PART_BYTES, jobs: 2, retryFor: 0 },
  ...more,
})

/** Ends the sessions of a run once so many rows are copied, and thereby the run, which keeps what it has. */
async function breakAfter(url: string, rows: bigint, more: Partial<MigrateOptions> = {}): Promise<RunReport> {
  let isEnded = false
  return migrate(
    options(url, {
      ...more,
      onEvent: event => {
        if (isEnded || event.type !== 'progress' || event.step !== 'rows' || event.done < rows) return
        isEnded = true
        endSessions(url)
      },
    }),
  )
}

const endSessions = (url: string) =>
  query(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlite2pg'`,
  )

const codes = ({ notices }: RunReport) => notices.map(({ code }) => code)
const succeeded = (report: RunReport): RunReport => {
  expect(report.error).toBeNull()
  return report
}

/** Each table has the rows of the source once, and the report tells so. */
async function expectWhole(url: string, report: RunReport): Promise<void> {
  succeeded(report)
  for (const table of report.tables) {
    expect(table).toMatchObject({ proof: 'identical', targetRows: table.copiedRows })
    expect(table.copiedRows + table.quarantinedRows).toBe(table.sourceRows)
  }
  expect(await privateSchemas(url, 'run')).toEqual([])
}

const copiedNow = async (url: string) => {
  const [schema] = await privateSchemas(url, 'run')
  return query(
    url,
    `SELECT object, part, rows::int FROM ${schema}.sqlite2pg_progress WHERE kind = 'rows' ORDER BY 1, 2`,
  )
}

describe('a run that lost its server for good', () => {
  test('keeps what was committed, says how much that is, and is gone on with by --resume', async () => {
    const url = await freshDatabase()
    const broken = await breakAfter(url, 9000n)
    expect(broken.error).toMatchObject({ code: 'TARGET_LOST' })
    expect(broken.error?.hint).toMatch(
      /[\d,]+ of 20,600 rows are kept in schema sqlite2pg_run_\w+: run again with --resume/,
    )
    const kept = await copiedNow(url)
    expect(kept.length).toBeGreaterThan(1)
    const steps: string[] = []
    const report = await migrate(
      options(url, {
        resume: true,
        onEvent: event => {
          if (event.type === 'step started' && event.step === 'rows') steps.push(event.detail)
        },
      }),
    )
    await expectWhole(url, report)
    const there = kept.reduce((sum, row) => sum + Number(row['rows']), 0)
    expect(steps).toEqual([`20600 rows, ${there} of them there already`])
    expect(codes(report)).toContain('RESUMED')
  })

  test('is gone on with although other numbers of readers are at work now', async () => {
    const url = await freshDatabase()
    await breakAfter(url, 9000n)
    await expectWhole(url, await migrate(options(url, { resume: true, jobs: 1 })))
  })

  test('is gone on with by a run that replaces what is live, too', async () => {
    const url = await freshDatabase()
    succeeded(await migrate(options(url)))
    expect((await breakAfter(url, 9000n, { forceRecreate: true })).error).not.toBeNull()
    await expectWhole(url, await migrate(options(url, { resume: true, forceRecreate: true })))
  })

  test('may be gone on with more than once', async () => {
    const url = await freshDatabase()
    await breakAfter(url, 4000n)
    const first = await copiedNow(url)
    await breakAfter(url, 14_000n, { resume: true })
    const second = await copiedNow(url)
    expect(second.length).toBeGreaterThan(first.length)
    await expectWhole(url, await migrate(options(url, { resume: true })))
  })

  test('leaves nothing behind once a run without --resume has begun', async () => {
    const url = await freshDatabase()
    await breakAfter(url, 9000n)
    const report = await migrate(options(url))
    await expectWhole(url, report)
    expect(codes(report)).not.toContain('RESUMED')
  })

  test('is listed by status as one that can be resumed', async () => {
    const url = await freshDatabase()
    await breakAfter(url, 9000n)
    const { runs } = await status({ url })
    expect(runs).toMatchObject([
      { outcome: 'failed', errorCode: 'TARGET_LOST', kept: { totalRows: 20_600n } },
    ])
    expect(runs[0]?.kept?.rows).toBeGreaterThan(0n)
    succeeded(await migrate(options(url, { resume: true })))
    expect((await status({ url })).runs.map(({ kept }) => kept)).toEqual([null, null])
  })
})

test('a refresh goes on as well', async () => {
  const url = await freshDatabase()
  await breakAfter(url, 9000n)
  const report = await refresh(options(url, { resume: true }))
  await expectWhole(url, report)
  expect(codes(report)).toContain('RESUMED')
})

test('where there is nothing to go on with the run says so and begins at the start', async () => {
  const url = await freshDatabase()
  const report = await migrate(options(url, { resume: true }))
  await expectWhole(url, report)
  expect(codes(report)).toContain('NOTHING_TO_RESUME')
})

describe('keys, indexes and quarantined rows', () => {
  const orphaned = newPath('orphans.db')
  copyFileSync(source, orphaned)
  const file = new Database(orphaned)
  file.pragma('foreign_keys = OFF')
  file.exec('UPDATE tasks SET user_id = user_id + 1000000 WHERE id % 4 = 0')
  file.close()
  const aside = { sqlitePath: orphaned, orphans: 'quarantine' } as const

  test('that are there already are not made again, and none is lost', async () => {
    const url = await freshDatabase()
    let isEnded = false
    const broken = await migrate(
      options(url, {
        ...aside,
        onEvent: event => {
          if (isEnded || event.type !== 'step started' || event.step !== 'verify') return
          isEnded = true
          endSessions(url)
        },
      }),
    )
    expect(broken.error?.code).toBe('TARGET_LOST')
    expect(broken.error?.hint).toMatch(/20,600 of 20,600 rows and the work of \d+ statements are kept/)
    const steps: string[] = []
    const report = await migrate(
      options(url, {
        ...aside,
        resume: true,
        onEvent: event => {
          if (event.type === 'step started') steps.push(event.step)
        },
      }),
    )
    await expectWhole(url, report)
    expect(report.quarantine).toMatchObject({ rows: 5000n })
    expect(await query(url, 'SELECT count(*)::int AS count FROM sqlite2pg_quarantine')).toEqual([
      { count: 5000 },
    ])
    expect(steps.slice(steps.indexOf('plan') + 1)).toEqual(['rows', 'verify', 'publish'])
  })

  test('that were being set aside are neither lost nor doubled', async () => {
    const url = await freshDatabase()
    const broken = await breakAfter(url, 16_000n, aside)
    expect(broken.error?.code).toBe('TARGET_LOST')
    const report = await migrate(options(url, { ...aside, resume: true }))
    await expectWhole(url, report)
    expect(await query(url, 'SELECT count(*)::int AS count FROM sqlite2pg_quarantine')).toEqual([
      { count: 5000 },
    ])
  })
})

describe('--resume is refused, exit 5, and says what has changed', () => {
  const refusals = [
    ['a file that was written', written, {}, /the file .*table users had 500 rows, and has 501 now/],
    ['a file that was touched', touched, {}, /the file is another one, or was touched/],
    [
      'another option',
      unchanged,
      { names: 'snake', badValues: 'fail' },
      /other options: --bad-values, --names/,
    ],
    ['other casts', unchanged, { casts: { 'tasks.id': 'numeric' } }, /other options: --cast/],
    ['other tables', unchanged, { exclude: ['users'] }, /other options: --exclude/],
  ] as const

  test.each(refusals)('%s', async (_, change, more, says) => {
    const url = await freshDatabase()
    const path = newPath('changing.db')
    copyFileSync(source, path)
    await breakAfter(url, 9000n, { sqlitePath: path })
    change(path)
    const report = await migrate(options(url, { sqlitePath: path, resume: true, ...more }))
    expect(report).toMatchObject({ exitCode: 5, error: { code: 'NOT_RESUMABLE' } })
    expect(report.error?.message).toMatch(says)
    expect(report.error?.hint).toMatch(/without --resume/)
    expect(await privateSchemas(url, 'run')).toHaveLength(1)
    succeeded(await migrate(options(url, { sqlitePath: path, ...more })))
    expect(await privateSchemas(url, 'run')).toEqual([])
  })

  function written(path: string): void {
    const database = new Database(path)
    database.exec("INSERT INTO users VALUES (1000000, 'new@example.org', 'new', 'x', NULL)")
    database.close()
  }

  function touched(path: string): void {
    utimesSync(path, new Date(0), new Date(0))
  }

  function unchanged(): void {}
})

test('a dry run tells what the real one would go on with, and changes nothing', async () => {
  const url = await freshDatabase()
  await breakAfter(url, 9000n)
  const { report } = await plan(options(url, { resume: true }))
  expect(report.outcome).toBe('would succeed')
  expect(codes(report)).toContain('RESUMED')
  expect(await privateSchemas(url, 'run')).toHaveLength(1)
  const { report: other } = await plan(options(url, { resume: true, names: 'snake' }))
  expect(other).toMatchObject({ outcome: 'would fail', error: { code: 'NOT_RESUMABLE' } })
})

test('a run whose process was killed is gone on with by the next', { timeout: 60_000 }, async () => {
  const url = await freshDatabase()
  const large = newPath('large.db')
  generateTodoDatabase(large, { users: 2000, tasks: 300_000, patterns: 500 })
  const argv = ['migrate', '-s', large, '-p', url]
  const program = startProgram(argv)
  const copied = `SELECT sum(rows)::int AS rows FROM `
  for (let rows = 0; rows === 0; ) {
    const [schema] = await privateSchemas(url, 'run')
    if (schema === undefined) continue
    const found = await query(url, `${copied} ${schema}.sqlite2pg_progress`).catch(() => [])
    rows = Number(found[0]?.['rows'] ?? 0)
  }
  await program.stop('SIGKILL')
  await untilAlone(url)
  expect((await schemaContents(url, 'public')).relations).toEqual([])
  const { runs } = await status({ url })
  expect(runs[0]).toMatchObject({ outcome: 'interrupted', kept: { totalRows: 302_500n } })
  const ended = await startProgram([...argv, '--resume']).ended
  expect(ended.exitCode, ended.stderr).toBe(0)
  expect(ended.stdout).toMatch(/goes on with the run of/)
  expect(await privateSchemas(url, 'run')).toEqual([])
})
