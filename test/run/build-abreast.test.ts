// Keys, indexes and foreign keys over several connections, as whole runs: the outcome is that of one connection, a
// failure or an interruption in the middle leaves nothing, and the steps tell the time once.
import { expect, test } from 'vitest'
import { migrate } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { builtThings } from '../apply/lane-ground.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { sourceFile } from './workplace.ts'

/** Two tables of more than 16 MB that refer to each other and to themselves, and a small one. */
const path = sourceFile(database => {
  database.pragma('foreign_keys = OFF')
  const large = (name: string, other: string): string => `
    CREATE TABLE ${name} (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, other INT REFERENCES ${other} (id),
      parent INT REFERENCES ${name} (id) ON DELETE CASCADE, kind INT REFERENCES kinds (id), body TEXT, CHECK (kind > 0));
    CREATE INDEX ${name}_other ON ${name} (other); CREATE INDEX ${name}_code ON ${name} (lower(code));
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO ${name} SELECT i, 'c' || i, 20001 - i, max(1, i - 1), 1 + i % 9, printf('%01000d', i) FROM n;`
  database.exec(`BEGIN; CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT);
    INSERT INTO kinds SELECT value, 'k' || value FROM json_each('[1,2,3,4,5,6,7,8,9]');
    ${large('ones', 'others')} ${large('others', 'ones')} COMMIT`)
})

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const move = (options: Partial<MigrateOptions> = {}) =>
  migrate({ sqlitePath: path, url: database.url, jobs: 4, ...options })

async function expectNothingLeft(): Promise<void> {
  const sessions = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'sqlite2pg'`
  await expect.poll(() => query(database.url, sessions), { timeout: 3000 }).toEqual([{ count: 0 }])
  const schemas = `SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_r%'`
  await expect.poll(() => query(database.url, schemas), { timeout: 3000 }).toEqual([])
}

test('several connections build what one builds', async () => {
  expect((await move({ jobs: 1 })).error).toBeNull()
  const alone = await builtThings(database.url, 'public')
  expect(alone).toHaveLength(3 + 2 + 6 + 2 + 3 + 2 + 4)
  await query(database.url, 'DROP TABLE kinds, ones, others CASCADE')
  expect((await move()).error).toBeNull()
  expect(await builtThings(database.url, 'public')).toEqual(alone)
  await expectNothingLeft()
}, 30_000)

test('several sessions are at work at once, each with our settings for building', async () => {
  await query(database.url, `ALTER DATABASE ${database.name} SET synchronous_commit = on`)
  await query(database.url, LOG_BUILDERS)
  expect((await move()).error).toBeNull()
  const [seen] = await query<{ sessions: number; careful: number }>(
    database.url,
    `SELECT count(DISTINCT pid)::int AS sessions, (count(*) FILTER (WHERE synchronous_commit <> 'off'))::int AS careful
       FROM builders WHERE tag IN ('CREATE INDEX', 'ALTER TABLE') AND private`,
  )
  expect(seen?.sessions).toBeGreaterThan(1)
  expect(seen?.careful).toBe(0)
  expect(await query(database.url, PUBLISHERS)).toEqual([{ synchronous_commit: 'on' }])
}, 30_000)

test('the walls of the steps add up to the time that has passed', async () => {
  const report = await move()
  const walls = report.steps.reduce((sum, { wall }) => sum + wall, 0)
  expect(walls).toBeLessThan(report.seconds)
  expect(walls).toBeGreaterThan(report.seconds * 0.7)
  for (const { seconds, wall } of report.steps) expect(seconds).toBeGreaterThanOrEqual(wall - 1e-6)
  const names = report.steps.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)])
  const built = ['keys', 'indexes', 'checks', 'foreign keys', 'sequences', 'statistics']
  expect(names.filter(name => built.includes(name))).toEqual(built)
}, 30_000)

test('a failure while building names the object and leaves nothing', async () => {
  await query(database.url, REFUSE_ONE_INDEX)
  const report = await move()
  expect(report).toMatchObject({ outcome: 'failed', error: { code: 'TARGET_FAILED' } })
  expect(report.error?.message).toMatch(/^others_code \(building indexes\): not this one/)
  await expectNothingLeft()
}, 30_000)

test('Ctrl-C while building ends the run within a second or two and leaves nothing', async () => {
  const stop = new AbortController()
  let stoppedMs = 0
  const report = await move({
    signal: stop.signal,
    onEvent: event => {
      if (event.type !== 'progress' || event.step !== 'foreign keys' || stoppedMs > 0) return
      stoppedMs = performance.now()
      stop.abort()
    },
  })
  expect(performance.now() - stoppedMs).toBeLessThan(2000)
  expect(report).toMatchObject({ outcome: 'interrupted', error: { code: 'INTERRUPTED' } })
  await expectNothingLeft()
}, 30_000)

const LOG_BUILDERS = `
  CREATE TABLE builders (pid int, tag text, synchronous_commit text, private boolean);
  CREATE FUNCTION log_builder() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO public.builders SELECT pg_backend_pid(), tg_tag, current_setting('synchronous_commit'),
      bool_or(schema_name LIKE 'sqlite2pg%') FROM pg_event_trigger_ddl_commands(); END $$;
  CREATE EVENT TRIGGER log_builders ON ddl_command_end EXECUTE FUNCTION log_builder()`

/** What publishing says is not about the private schema, where the tables no longer are. */
const PUBLISHERS = `SELECT DISTINCT synchronous_commit FROM builders WHERE NOT private AND tag = 'ALTER TABLE'`

const REFUSE_ONE_INDEX = `
  CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity LIKE '%.others_code')
    THEN RAISE 'not this one'; END IF; END $$;
  CREATE EVENT TRIGGER refuse_one ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION refuse()`
