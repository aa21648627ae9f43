// `refresh` as a user or a schedule runs it: what is printed where, what is asked, and the exit codes.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, test } from 'vitest'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { makeFolder, runIn } from './command-line.ts'

const folder = makeFolder()
const source = join(folder, 'app.db')
let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

beforeAll(() => {
  const file = new Database(source)
  file.exec(
    'CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO tasks VALUES (1, NULL), (2, NULL)',
  )
  file.close()
})

const run = (...argv: readonly string[]) => runIn(['refresh', source, database.url, ...argv])

test('the first one ends with the summary of a run, the second says that there is nothing to do', async () => {
  const first = await run('--no-progress')
  expect(first).toMatchObject({ exitCode: 0, stderr: '' })
  expect(first.stdout).toMatch(/Published: 1 table in\sschema public/)
  const second = await run('--no-progress')
  expect(second).toMatchObject({ exitCode: 0, stderr: '' })
  expect(second.stdout.replace(/\s+/g, ' ')).toMatch(
    /^Nothing to do: \S+app\.db has not changed since the refresh of \S+Z, and schema public is as that run left it: nothing was done\. → Pass --force-recreate/,
  )
  expect(await run('--quiet')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
})

test('--json has the verb, and the notice of a run that was skipped', async () => {
  expect(JSON.parse((await run('--json')).stdout)).toMatchObject({
    verb: 'refresh',
    outcome: 'succeeded',
    exitCode: 0,
    tables: [{ target: 'tasks' }],
  })
  expect(JSON.parse((await run('--json')).stdout)).toMatchObject({
    verb: 'refresh',
    outcome: 'succeeded',
    exitCode: 0,
    tables: [],
    notices: [{ code: 'SKIPPED_UNCHANGED' }],
    error: null,
  })
})

test('--force-recreate does the work again, and wants --yes where nobody can be asked', async () => {
  await run('--quiet')
  const refused = await run('--force-recreate')
  expect(refused.exitCode).toBe(2)
  expect(refused.stderr).toContain('nobody can be asked')
  const done = await run('--force-recreate', '--yes', '--no-progress')
  expect(done.exitCode).toBe(0)
  expect(done.stdout).toContain('Published: 1 table')
})

test('production is left alone without --yes, with exit 4', async () => {
  await run('--quiet')
  await query(
    database.url,
    `INSERT INTO sqlite2pg_journal.live_schemas VALUES ('public', 'production'); DELETE FROM public.tasks`,
  )
  const refused = await run('--no-progress')
  expect(refused).toMatchObject({ exitCode: 4, stdout: '' })
  expect(refused.stderr).toMatch(/schema public is marked as production/)
  expect((await run('--yes', '--quiet')).exitCode).toBe(0)
  expect(await query(database.url, 'SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 2 }])
})

test('there is no --dry-run, no --format and no --out', async () => {
  for (const option of [['--dry-run'], ['--format', 'sql'], ['--out', 'x.sql']])
    expect(await run(...option)).toMatchObject({ exitCode: 2 })
})
