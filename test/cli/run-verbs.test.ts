// The verbs as a user runs them: a real file, a real server, what is printed where, and the exit code.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/run-command.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { makeFolder, recordingTerminal, runIn } from './command-line.ts'

const SOURCE_SQL = `
  PRAGMA foreign_keys = off;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(255) NOT NULL UNIQUE);
  CREATE TABLE "tasks 📋" (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL REFERENCES users(id), done BOOLEAN);
  CREATE INDEX task_user ON "tasks 📋" (user_id);
  INSERT INTO users VALUES (1, 'a@x'), (2, 'b@x');
  INSERT INTO "tasks 📋" (user_id, done) VALUES (1, 0), (2, 1), (9, 0);`

const folder = makeFolder()
const source = join(folder, 'app.db')
let database: TestDatabase

beforeAll(async () => {
  const file = new Database(source)
  file.exec(SOURCE_SQL)
  file.close()
  database = await withDatabase()
})
afterAll(() => database?.drop())

const run = (...argv: string[]) => runIn([...argv, '-s', source, '-p', database.url])

test('migrate prints its summary on standard output and its progress on standard error', async () => {
  const { exitCode, stdout, stderr } = await run('--schema', 'printed')
  expect(stdout).toMatch(/^Table +Rows +Bytes +Time +Proof\nusers +2 .*\ntasks 📋 +3 /)
  expect(stdout).toContain('1 foreign key (1 not valid), 1 index, 2 sequences')
  expect(stdout).toMatch(
    /\nProven: 2 tables, 5 rows: every row compared[^\n]*\n(?:[^\n]*\n)?Published: 2 tables in schema printed of postgresql:/,
  )
  expect(stderr).toMatch(/^rows: 5 rows, \d+ B in /m)
  expect(stdout + stderr).not.toContain(new globalThis.URL(database.url).password || 'no password')
  expect(exitCode).toBe(0)
})

test('migrate --quiet prints nothing', async () => {
  expect(await run('--schema', 'quiet', '--quiet')).toMatchObject({ exitCode: 0, stdout: '', stderr: '' })
})

test('migrate --json prints the report and nothing else, and --report writes the same', async () => {
  const { exitCode, stdout, stderr, directory } = await run(
    '--schema',
    'json',
    '--json',
    '--report',
    'r.json',
  )
  expect(JSON.parse(stdout)).toMatchObject({
    verb: 'migrate',
    outcome: 'succeeded',
    exitCode: 0,
    error: null,
  })
  expect(readFileSync(join(directory, 'r.json'), 'utf8')).toBe(stdout)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
})

test('an occupied name ends with exit code 4, names the table and the option, and says that nothing was published', async () => {
  await run('--schema', 'taken')
  const { exitCode, stdout, stderr } = await run('--schema', 'taken', '--no-progress')
  expect(stderr).toMatch(/^sqlite2pg: .*users.*\n→ .*--force-recreate.*\nNothing was published\.\n$/)
  expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' })
  expect(await run('--schema', 'taken', '--force-recreate', '--yes')).toMatchObject({ exitCode: 0 })
})

test('--strict lists the warnings that stopped the run', async () => {
  const { exitCode, stderr } = await run('--schema', 'strict', '--strict', '--no-progress')
  expect(stderr).toMatch(/^Warnings \(\d+\)\n {2}! .*orphan/)
  expect(stderr).toContain('Nothing was published.')
  expect(exitCode).toBe(5)
})

test('a plan goes to standard output, or to the file of --out alone', async () => {
  const printed = await run('plan')
  expect(printed.stdout).toMatch(/^Source .*app\.db/)
  expect(printed.exitCode).toBe(0)
  const written = await run('--dry-run', '--format', 'json', '--out', 'plan.json')
  expect(written.stdout).toBe('')
  expect(JSON.parse(readFileSync(join(written.directory, 'plan.json'), 'utf8')).tables).toHaveLength(2)
})

test('the SQL form of a plan builds the same empty schema', async () => {
  const fresh = await withDatabase()
  const { stdout } = await run('plan', '--format', 'sql')
  await query(fresh.url, stdout.replace(/^\\.*$/gm, ''))
  const columns = await query(
    fresh.url,
    "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1",
  )
  expect(columns.map(column => column['name'])).toEqual([
    'tasks 📋.done',
    'tasks 📋.id',
    'tasks 📋.user_id',
    'users.email',
    'users.id',
  ])
  await fresh.drop()
})

test('verify prints a checklist, and ends with exit code 6 where the sides differ', async () => {
  await run('--schema', 'verified')
  const same = await run('verify', '--schema', 'verified')
  expect(same.stdout).toMatch(/✓ +users\.email +.*varchar\(255\)/)
  expect(same.stdout).toMatch(/\n✓ No difference\. Proven: 2 tables/)
  expect(same.exitCode).toBe(0)
  await query(database.url, "INSERT INTO verified.users VALUES (9, 'c@x')")
  const different = await run('verify', '--schema', 'verified', '--no-progress')
  expect(different.stdout).toMatch(/✗ +users +rows: expected 2, found 3/)
  expect(different.stderr).toMatch(/^sqlite2pg: .*\n→ /)
  expect(different.exitCode).toBe(6)
})

test('doctor tells what is wrong on its line, once', async () => {
  const well = await run('doctor')
  expect(well.stdout).toMatch(/^✓ source[\s\S]*\n\nA run can work here\.\n$/)
  expect(well.exitCode).toBe(0)
  const ill = await runIn(['doctor', '-s', 'no.db', '-p', database.url, '--no-progress'])
  expect(ill.stdout).toMatch(/^✗ source[\s\S]*A run cannot work here yet: 1 thing to put right\.\n$/)
  expect(ill).toMatchObject({ exitCode: 3, stderr: '' })
})

test('a URL of .env is used, and a wrong one is told with where it was found', async () => {
  const files = { '.env': `DATABASE_URL=${database.url}\n` }
  expect(await runIn(['plan', source], { files })).toMatchObject({ exitCode: 0 })
  const wrong = await runIn([source, '--no-progress'], {
    files: { '.env': 'DATABASE_URL=sqlite:///./todo.db' },
  })
  expect(wrong.stderr).toContain('a sqlite URL was given where a PostgreSQL URL is needed')
  expect(wrong.stderr).toContain('taken from DATABASE_URL of the .env file')
  expect(wrong.exitCode).toBe(2)
})

test('without a target the run stops with exit code 2 and names both ways', async () => {
  const { exitCode, stderr, directory } = await runIn([source, '--no-progress'])
  expect(stderr).toMatch(/--postgres-url[\s\S]*--embedded/)
  expect(exitCode).toBe(2)
  expect(existsSync(join(directory, '.sqlite2pg'))).toBe(false)
})

test('Ctrl-C ends with exit code 130 and nothing published', async () => {
  const recorded = recordingTerminal(folder)
  recorded.onText(text => text.startsWith('connect:') && recorded.signals.emit('SIGINT'))
  const exitCode = await runCommand([source, database.url, '--schema', 'interrupted'], recorded.terminal)
  expect(recorded.stderr()).toContain('Stopping. Press Ctrl-C again to end at once.')
  expect(recorded.stderr()).toMatch(/sqlite2pg: interrupted[\s\S]*nothing was published/i)
  expect(exitCode).toBe(130)
  const schemas = await query(database.url, "SELECT 1 FROM pg_namespace WHERE nspname LIKE '%interrupted%'")
  expect(schemas).toEqual([])
})
