// `refresh` as a user or a schedule runs it: what is printed where, what is asked, and the exit codes.
import { expect, test } from 'vitest'
import { sourceFile } from '../run/workplace.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { runIn } from './command-line.ts'

const source = sourceFile(
  'CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO tasks VALUES (1, NULL), (2, NULL)',
)
let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const run = (...argv: readonly string[]) => runIn(['refresh', source, database.url, ...argv])

test('the first one ends with the summary of a run, the second says that there is nothing to do', async () => {
  const first = await run('--no-progress')
  expect(first).toMatchObject({ exitCode: 0, stderr: '' })
  expect(first.stdout).toMatch(/Published: 1 table in\sschema public/)
  const second = await run('--no-progress')
  expect(second).toMatchObject({ exitCode: 0, stderr: '' })
  expect(second.stdout.replace(/\s+/g, ' ')).toMatch(
    /^Nothing to do: \S+source\.db has not changed since the refresh of \S+Z, and schema public is as that run left it: nothing was done\. → Pass --force-recreate/,
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

test('--dry-run shows the plan and how the run would end, asks nothing and changes nothing', async () => {
  const first = await run('--dry-run', '--no-progress')
  expect(first).toMatchObject({ exitCode: 0, stderr: '' })
  expect(first.stdout).toMatch(/Would be created\n +tasks/)
  expect(await query(database.url, `SELECT to_regnamespace('sqlite2pg_journal') AS n`)).toEqual([{ n: null }])
  await run('--quiet')
  const unchanged = await run('--dry-run', '--no-progress')
  expect(unchanged).toMatchObject({ exitCode: 0, stderr: '' })
  expect(unchanged.stdout).toMatch(/^Nothing to do: /)
  const again = await run('--dry-run', '--force-recreate', '--format', 'json', '--no-progress')
  expect(again).toMatchObject({ exitCode: 0, stderr: '' })
  expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'would succeed', tables: [{ target: 'tasks' }] })
  expect(JSON.parse((await run('--dry-run', '--json')).stdout)).toMatchObject({
    verb: 'refresh',
    dryRun: true,
  })
})

test('--dry-run counts no obstacle that a refresh carries, and ends as the real run would', async () => {
  await run('--quiet')
  await query(database.url, 'CREATE VIEW open_tasks AS SELECT id FROM tasks; DELETE FROM tasks')
  const plan = await runIn(['plan', source, database.url, '--force-recreate', '--no-progress'])
  expect(plan.exitCode).toBe(4)
  expect((await run('--dry-run', '--no-progress')).exitCode).toBe(0)
  await query(database.url, 'CREATE FUNCTION f(tasks) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$')
  const stopped = await run('--dry-run', '--no-progress')
  expect(stopped.exitCode).toBe(4)
  expect(stopped.stdout).toContain('The real run would stop with exit code 4')
  expect((await run('--no-progress')).exitCode).toBe(4)
  await query(
    database.url,
    `DROP FUNCTION f; INSERT INTO sqlite2pg_journal.live_schemas VALUES ('public', 'production')`,
  )
  expect((await run('--dry-run', '--no-progress')).exitCode).toBe(4)
  expect((await run('--dry-run', '--yes', '--no-progress')).exitCode).toBe(0)
})

test('--dry-run tells that tables are there which no run has made', async () => {
  await query(database.url, 'CREATE TABLE tasks (id int)')
  const refused = await run('--dry-run', '--no-progress')
  expect(refused.exitCode).toBe(4)
  expect(refused.stdout.replace(/\s+/g, ' ')).toContain('holds what no recorded run has made: table tasks')
})

test('--format and --out want --dry-run', async () => {
  for (const option of [
    ['--format', 'sql'],
    ['--out', 'x.sql'],
  ])
    expect(await run(...option)).toMatchObject({ exitCode: 2 })
})
