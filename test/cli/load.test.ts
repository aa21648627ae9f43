// The dry run of `load` as a user reads it, or hands it on: text, JSON with the decisions and every statement, a script that
// moves no row.
import { expect, test } from 'vitest'
import { sourceFile } from '../run/workplace.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { runIn } from './command-line.ts'

const source = sourceFile(
  `CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER); CREATE TABLE teams (id INTEGER PRIMARY KEY, owner INTEGER);
     INSERT INTO users VALUES (1, 7), (2, NULL); INSERT INTO teams VALUES (7, 1)`,
)
let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const TARGET = `CREATE TABLE users (id serial PRIMARY KEY, team integer);
  CREATE TABLE teams (id serial PRIMARY KEY, owner integer REFERENCES users); INSERT INTO users VALUES (99, NULL);
  ALTER TABLE users ADD CONSTRAINT users_team_fkey FOREIGN KEY (team) REFERENCES teams;
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
  CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();`

const run = (...argv: readonly string[]) =>
  runIn(['load', source, database.url, '--dry-run', '--no-progress', ...argv])

test('text tells what would be loaded, --out writes it to a file', async () => {
  await query(database.url, TARGET)
  const shown = await run('--force-recreate')
  expect(shown).toMatchObject({ exitCode: 0, stderr: '' })
  expect(shown.stdout).toContain('The real run would load 3 rows into 2 tables')
  const refused = await run()
  expect(refused.exitCode).toBe(5)
  expect(refused.stdout).toContain('the target has 1 row already')
})

test('--format json holds the decisions and every statement', async () => {
  await query(database.url, TARGET)
  const { exitCode, stdout } = await run('--force-recreate', '--format', 'json')
  expect(exitCode).toBe(0)
  const plan = JSON.parse(stdout)
  expect(
    plan.tables.map(({ target, sourceRows }: { target: string; sourceRows: number }) => [target, sourceRows]),
  ).toEqual(
    expect.arrayContaining([
      ['users', 2],
      ['teams', 1],
    ]),
  )
  const rows = plan.statements.filter(({ phase }: { phase: string }) => phase === 'rows')
  expect(rows.map(({ sql }: { sql: string }) => sql)).toEqual([
    expect.stringContaining('DELETE FROM'),
    expect.stringContaining('COPY'),
    expect.stringContaining('COPY'),
  ])
})

test('--format sql is a script that runs as it is and leaves every row, key and trigger as it was', async () => {
  await query(database.url, TARGET)
  const { exitCode, stdout } = await run('--force-recreate', '--format', 'sql')
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(/^-- DELETE FROM /m)
  expect(stdout).toMatch(/^-- rows: 1 row from teams\n-- COPY /m)
  expect(stdout).toMatch(/^ALTER TABLE .* DISABLE TRIGGER /m)
  const state = `SELECT conname::text, convalidated::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'
    UNION ALL SELECT tgname, tgenabled::text, '' FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT 'users', '', string_agg(u::text, '') FROM users u ORDER BY 1`
  const before = await query(database.url, state)
  await query(database.url, stdout.replaceAll(/^\\.*$/gm, ''))
  expect(await query(database.url, state)).toEqual(before)
})
