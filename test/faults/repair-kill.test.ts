// SIGKILL while a repair is carried out: in the middle of its transaction, where another session holds a row that it needs,
// and at moments spread over all of it. What is there afterwards is what was there before, or the source, whole. And a COMMIT
// that is never answered.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrate, repair, verify } from '../../src/index.ts'
import { sourceFile } from '../run/workplace.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { untilAlone } from './live-schema.ts'
import { runProgram, startProgram } from './program.ts'
import { startRelay } from './relay.ts'

const sqlitePath = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO t SELECT i, 'row ' || i FROM n;`)
const BREAKING = `DELETE FROM t WHERE id % 3 = 0; UPDATE t SET name = 'x' || id WHERE id % 3 = 1; INSERT INTO t SELECT 5000 + i, 'y' || i FROM generate_series(1, 500) AS i`

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

beforeEach(async () => {
  expect((await migrate({ sqlitePath, url: database.url, forceRecreate: true })).error).toBeNull()
  await query(database.url, BREAKING)
})

const contents = async (): Promise<string> =>
  JSON.stringify(await query(database.url, 'SELECT * FROM t ORDER BY id'))
const applying = () => ['repair', '-s', sqlitePath, '-p', database.url, '--apply', '--yes']

test('a repair killed while it waits for a row in the middle of its work leaves all as it was', async () => {
  const before = await contents()
  const other = new pg.Client({ connectionString: database.url })
  await other.connect()
  await other.query('BEGIN; SELECT FROM t WHERE id = 2998 FOR UPDATE')
  const program = startProgram(applying())
  const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  while ((await query(database.url, waiting)).length === 0) await pause(20)
  await program.stop('SIGKILL')
  await other.query('ROLLBACK')
  await other.end()
  await untilAlone(database.url)
  expect(await contents()).toBe(before)
})

test('a repair killed at any of 8 moments has changed all or nothing', { timeout: 120_000 }, async () => {
  const before = await contents()
  const whole = await runProgram(applying())
  expect(whole.exitCode, whole.stderr).toBe(0)
  const repaired = await contents()
  for (let i = 0; i < 8; i++) {
    await migrate({ sqlitePath, url: database.url, forceRecreate: true })
    await query(database.url, BREAKING)
    const program = startProgram(applying())
    await pause((0.3 + (0.7 * i) / 8) * whole.durationMs)
    await program.stop('SIGKILL')
    await untilAlone(database.url)
    expect([before, repaired]).toContain(await contents())
  }
})

test.each([
  ['after the server got it, is found to be done', true],
  ['before the server got it, is told as not done', false],
])('a repair whose COMMIT is not answered: one that was sent, %s', async (_, passedOn) => {
  const relay = await startRelay(database.url, {
    ...{ after: /STRICT/, message: /COMMIT\0/, passedOn, afterwards: 'cut' },
  })
  const before = await contents()
  const { report } = await repair({ sqlitePath, url: relay.url, apply: true, yes: true })
  expect(relay.hasStruck).toBe(true)
  const verified = await verify({ sqlitePath, url: database.url })
  if (passedOn) {
    expect(report.error).toBeNull()
    expect(verified.error).toBeNull()
  } else {
    expect(report.error).toMatchObject({ code: 'TARGET_LOST' })
    expect(report.error?.message).toContain('nothing was repaired')
    expect(await contents()).toBe(before)
  }
})
