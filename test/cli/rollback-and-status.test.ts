// `status` and `rollback` as a user runs them: what is printed where, what is asked, and the exit codes.
import { beforeEach, expect, test } from 'vitest'
import { sourceFile } from '../run/workplace.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { type CommandLineOptions, runIn } from './command-line.ts'

const source = sourceFile(
  'CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO tasks VALUES (1, NULL), (2, NULL)',
)
let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

beforeEach(async () => {
  const quiet = await runIn([source, database.url, '--quiet'])
  expect(quiet).toMatchObject({ exitCode: 0, stderr: '' })
})

const run = (argv: readonly string[], options: CommandLineOptions = {}) =>
  runIn([...argv, '-p', database.url], options)
const write = () => query(database.url, `INSERT INTO tasks (title) VALUES ('new')`)
const isThere = async () =>
  (await query(database.url, `SELECT to_regclass('public.tasks') IS NOT NULL AS yes`))[0]?.['yes']

test('status prints a table on standard output, also with the URL as its argument', async () => {
  const { exitCode, stdout, stderr } = await run(['status', '--no-progress'])
  expect(stdout).toMatch(/^Time \(UTC\) .*\n.* public +migrate +.*\n.*\n/)
  expect(stdout.replace(/\s+/g, ' ')).toContain('sqlite2pg rollback --schema public takes away 1 table.')
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect((await runIn(['status', database.url, '--no-progress'])).stdout).toBe(stdout)
  expect(stdout).not.toContain(new URL(database.url).password || 'no password')
})

test('status --json has the runs beside the report', async () => {
  const { stdout } = await run(['status', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    formatVersion: 1,
    verb: 'status',
    exitCode: 0,
    source: null,
    runs: [
      {
        verb: 'migrate',
        schema: 'public',
        source: { path: source },
        added: [{ kind: 'table', name: 'tasks', rows: 2 }],
        canBeRolledBack: true,
      },
    ],
    environments: {},
  })
})

test('status of a target where nothing was recorded says so, with exit code 0', async () => {
  await query(database.url, 'DROP SCHEMA sqlite2pg_journal CASCADE')
  expect(await run(['status', '--no-progress'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^No run is recorded in postgresql:\S+\.\n$/),
  })
})

test('rollback says what is live again and what is not, and the second one that there is nothing more', async () => {
  const { exitCode, stdout } = await run(['rollback'])
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /^Rolled back: migrate of [\d :-]+ of \S+source\.db, schema public of postgresql:\S+, in one transaction\. Not live any more: table tasks\. Kept in schema sqlite2pg_undone_\w+ until the next run/,
  )
  expect(exitCode).toBe(0)
  expect(await isThere()).toBe(false)
  const again = await run(['rollback', '--no-progress'])
  expect(again).toMatchObject({ exitCode: 4, stdout: '' })
  expect(again.stderr).toMatch(
    /^sqlite2pg: schema public has nothing more to roll back[\s\S]*\n→ [\s\S]*\nNothing was changed\.\n$/,
  )
})

test('rollback --json has what was done', async () => {
  const { stdout } = await run(['rollback', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    verb: 'rollback',
    outcome: 'succeeded',
    rolledBack: { undone: { verb: 'migrate' }, removed: [{ name: 'tasks' }], restored: [], written: [] },
  })
})

test('rows written since need --yes where nobody can be asked', async () => {
  await write()
  const { exitCode, stdout, stderr } = await run(['rollback', '--no-progress'])
  expect(stderr.replace(/\s+/g, ' ')).toMatch(
    /were written since the run of \S+ was published: tasks: 1 row inserted or changed → Pass --yes .* Nothing was changed\. $/,
  )
  expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' })
  expect(await isThere()).toBe(true)
  expect(await run(['rollback', '--yes'])).toMatchObject({ exitCode: 0 })
  expect(await isThere()).toBe(false)
})

test('on a terminal they are shown, and a yes is needed', async () => {
  await write()
  const no = await run(['rollback'], { isTTY: true, typed: 'n\n' })
  expect(no.stderr).toContain('tasks: 1 row inserted or changed')
  expect(no.stderr).toContain('not confirmed; nothing was changed')
  expect(no.exitCode).toBe(130)
  expect(await isThere()).toBe(true)
  expect(await run(['rollback'], { isTTY: true, typed: 'y\n' })).toMatchObject({ exitCode: 0 })
  expect(await isThere()).toBe(false)
})
