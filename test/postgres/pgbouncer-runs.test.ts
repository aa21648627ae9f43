// Whole runs through PgBouncer: in session mode every verb does what it does without, also with several workers; in
// the other modes every verb that writes says so before anything is changed.
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import {
  doctor,
  load,
  migrate,
  plan,
  type RunReport,
  refresh,
  repair,
  rollback,
  status,
  verify,
} from '../../src/index.ts'
import { schemaContents } from '../faults/live-schema.ts'
import { loaded, pairOf } from '../run/load/loading.ts'
import { newPath, sourceFile } from '../run/workplace.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { hasPgBouncer, type PgBouncerSettings, startPgBouncer } from './real-pgbouncer.ts'

const title = hasPgBouncer() ? 'through PgBouncer' : 'through PgBouncer (is not installed here: skipped)'

const SOURCE = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), title TEXT);
  CREATE VIEW titles AS SELECT title FROM tasks;
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo'); INSERT INTO tasks VALUES (10, 1, 'a'), (11, 2, 'b');`

describe.skipIf(!hasPgBouncer())(title, () => {
  let database: TestDatabase
  const big = newPath('todo.db')
  beforeAll(() => generateTodoDatabase(big, { users: 500, tasks: 10_000, patterns: 100 }))

  async function pooled(settings: PgBouncerSettings = {}): Promise<string> {
    database = await withDatabase()
    const pooler = await startPgBouncer(database.url, settings)
    onTestFinished(() => pooler.stop().finally(database.drop))
    return pooler.url
  }

  const advisoryLocks = () =>
    query(
      database.url,
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory'
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )

  function expectDone({ error, exitCode }: RunReport): void {
    expect({ error, exitCode }).toEqual({ error: null, exitCode: 0 })
  }

  const SESSION_POOLS = [
    { jobs: 2, settings: {} },
    { jobs: 2, settings: { server_reset_query: '' } },
    { jobs: 2, settings: { default_pool_size: 1 } },
    { jobs: 4, settings: { default_pool_size: 3, query_wait_timeout: 0 } },
  ]

  describe.each(SESSION_POOLS)('in session mode, --jobs $jobs, $settings', ({ jobs, settings }) => {
    test('a file is moved, refreshed, verified and taken back', async () => {
      const url = `${await pooled(settings)}?connect_timeout=1`
      const options = { sqlitePath: big, url, jobs, partBytes: 400_000 }
      expectDone(await migrate(options))
      const first = await schemaContents(database.url, 'public')
      expectDone(await refresh({ ...options, forceRecreate: true }))
      expect(await verify(options)).toMatchObject({ outcome: 'succeeded' })
      expectDone((await rollback({ url: options.url })).report)
      expect(await schemaContents(database.url, 'public')).toEqual(first)
      expect((await status({ url: options.url })).runs.map(({ outcome }) => outcome)).toEqual([
        'succeeded',
        'rolled back',
        'succeeded',
      ])
      expect(await advisoryLocks()).toEqual([])
    })
  })

  test('in session mode rows are loaded into existing tables', async () => {
    const url = await pooled()
    const pair = await pairOf(
      url,
      SOURCE,
      `CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL);
       CREATE TABLE tasks (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, title varchar(9))`,
    )
    expect((await loaded(pair, { jobs: 2 })).tables.map(({ proof }) => proof)).toEqual([
      'identical',
      'identical',
    ])
  })

  describe.each([
    { mode: 'transaction', says: /transaction mode/ },
    { mode: 'statement', says: /statement mode/ },
  ])('in $mode mode', ({ mode, says }) => {
    test('every verb that writes is TARGET_POOLER, with nothing changed and no lock left', async () => {
      const url = await pooled({ pool_mode: mode })
      await query(database.url, 'CREATE TABLE users (id int, name text)')
      const before = await schemaContents(database.url, 'public')
      const options = { sqlitePath: sourceFile(SOURCE), url, schema: 'public' }
      const replacing = { ...options, forceRecreate: true, yes: true }
      const reports = [
        (await doctor(options)).report,
        (await plan({ ...options, schema: 'other' })).report,
        await migrate(replacing),
        await refresh(replacing),
        await load(replacing),
        (await repair({ ...options, apply: true, yes: true })).report,
        (await rollback({ url, yes: true })).report,
      ]
      for (const { error, exitCode, verb } of reports) {
        expect({ verb, exitCode, code: error?.code }).toEqual({ verb, exitCode: 4, code: 'TARGET_POOLER' })
        expect(error?.message).toMatch(says)
        expect(error?.hint).toMatch(/direct connection/)
      }
      expect(await schemaContents(database.url, 'public')).toEqual(before)
      expect(await advisoryLocks()).toEqual([])
      expect(await query(database.url, `SELECT 1 FROM pg_namespace WHERE nspname LIKE 'sqlite2pg%'`)).toEqual(
        [],
      )
    })
  })
})
