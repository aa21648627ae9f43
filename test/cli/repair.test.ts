// `repair` as a user runs it: what is printed where, what is asked, and the exit codes.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { runScript } from '../run/repaired-copy.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { type CommandLineOptions, makeFolder, runIn } from './command-line.ts'

const source = join(makeFolder(), 'app.db')
let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

beforeAll(() => {
  const file = new Database(source)
  file.exec(
    `CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO tasks VALUES (1, 'a'), (2, 'b')`,
  )
  file.close()
})
beforeEach(async () => {
  await runIn([source, database.url, '--quiet'])
  await query(database.url, `UPDATE tasks SET title = 'x' WHERE id = 1; INSERT INTO tasks VALUES (3, 'c')`)
})

const run = (argv: readonly string[], options: CommandLineOptions = {}) =>
  runIn(['repair', source, database.url, ...argv], options)
const titles = async () =>
  (await query(database.url, 'SELECT title FROM tasks ORDER BY id')).map(({ title }) => title)

test('the script is printed on standard output, what differs on standard error, with exit 6', async () => {
  const { exitCode, stdout, stderr } = await run(['--no-progress'])
  expect(stdout).toContain(
    `UPDATE "public"."tasks" SET "title" = 'a' WHERE "id" = '1' AND "title"::text = 'x'`,
  )
  expect(stderr).toContain('source and target differ: tasks: ')
  expect(exitCode).toBe(6)
  expect(await titles()).toEqual(['x', 'b', 'c'])
  await runScript(stdout, database.url)
  const after = await run(['--no-progress'])
  expect(after).toMatchObject({ exitCode: 0, stderr: '' })
  expect(after.stdout).toMatch(/^-- Made by sqlite2pg .*\n-- No row differs: there is nothing to repair\.\n$/)
})

test('--out takes the script, and leaves standard output to --json', async () => {
  const { exitCode, stdout, directory } = await run(['--out', 'repair.sql', '--json'])
  const report = JSON.parse(stdout)
  expect(report).toMatchObject({ verb: 'repair', exitCode: 6, outcome: 'failed' })
  expect(report.repair).toEqual({
    applied: false,
    tables: [{ table: 'tasks', inserted: 0, updated: 1, deleted: 1 }],
    sequences: ['tasks.id'],
    remaining: [],
  })
  expect(exitCode).toBe(6)
  await runScript(readFileSync(join(directory, 'repair.sql'), 'utf8'), database.url)
  expect(await titles()).toEqual(['a', 'b'])
})

test('--apply needs --yes where nobody can be asked and rows of the target are lost', async () => {
  const refused = await run(['--apply', '--no-progress'])
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
  expect(refused.stderr).toContain('--apply deletes 1 and overwrites 1 rows of the target')
  expect(await titles()).toEqual(['x', 'b', 'c'])
  const done = await run(['--apply', '--yes', '--no-progress'])
  expect(done).toMatchObject({ exitCode: 0, stderr: '' })
  expect(done.stdout).toBe(
    'Repaired, in one transaction:\n  tasks: 1 row changed, 1 deleted\n\n✓ Source and target hold the same again: 1 table, 2 rows, every value compared.\n',
  )
  expect(await titles()).toEqual(['a', 'b'])
})

test.each([
  ['y\n', 0, ['a', 'b']],
  ['n\n', 130, ['x', 'b', 'c']],
])('a person who answers %j at the terminal gets exit %d', async (typed, exitCode, left) => {
  const answered = await run(['--apply', '--no-progress'], { isTTY: true, typed })
  expect(answered.stderr).toContain('tasks: 1 row changed, 1 deleted')
  expect(answered.exitCode).toBe(exitCode)
  expect(await titles()).toEqual(left)
})

test('what no repair mends is a warning after --apply has repaired the rows, with exit 0', async () => {
  await query(database.url, 'ALTER TABLE tasks DROP CONSTRAINT tasks_pkey')
  const { exitCode, stdout, stderr } = await run(['--apply', '--yes', '--no-progress'])
  expect(stdout).toContain(
    'The rows hold the same again; 1 other difference is left:\n  tasks: primary key: ',
  )
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(await titles()).toEqual(['a', 'b'])
})

test('a file that cannot be written is told before any work, and the source is never written over', async () => {
  const { exitCode, directory } = await run(['--out', 'nowhere/repair.sql'])
  expect(exitCode).toBe(2)
  expect(existsSync(join(directory, 'nowhere'))).toBe(false)
  expect(await run(['--out', source])).toMatchObject({ exitCode: 2 })
})
