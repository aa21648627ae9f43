// A rollback of a refresh by pg_dump: the text of the whole database before the refresh and after its rollback is the
// same, policies, triggers and the views that read the tables among it.
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, refresh, rollback } from '../../src/index.ts'
import { query, withDatabase } from '../server/database.ts'
import { startOtherServer } from '../server/other-server.ts'
import { dump } from './pg-dump.ts'
import { sourceFile } from './workplace.ts'

const SOURCE = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), title TEXT, done INTEGER);
  CREATE VIEW open_tasks AS SELECT id, title FROM tasks WHERE done = 0;
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo'); INSERT INTO tasks VALUES (10, 1, 'a', 0), (11, 2, 'b', 1), (12, 2, 'c', 0);`

const BY_HAND = `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ROLE; COMMENT ON COLUMN tasks.title IS 'what';
  CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title = upper(NEW.title); RETURN NEW; END $$;
  CREATE TRIGGER shout BEFORE INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION shout();
  CREATE POLICY own ON tasks TO ROLE USING (user_id IN (SELECT id FROM users)); ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
  CREATE POLICY own ON users USING (EXISTS (SELECT FROM tasks WHERE user_id = users.id));
  CREATE SCHEMA reporting; CREATE VIEW reporting.sums AS SELECT name, count(*) AS n FROM users JOIN tasks ON user_id = users.id GROUP BY name;
  CREATE VIEW reporting.most AS SELECT max(n) AS n FROM reporting.sums; CREATE VIEW mine WITH (security_barrier) AS SELECT id FROM open_tasks;
  COMMENT ON VIEW reporting.sums IS 'sums'; GRANT SELECT ON reporting.sums TO ROLE;
  CREATE TABLE reporting.notes (task bigint REFERENCES tasks ON DELETE SET NULL DEFERRABLE); INSERT INTO reporting.notes VALUES (11), (NULL);
  COMMENT ON CONSTRAINT notes_task_fkey ON reporting.notes IS 'whose'; CREATE POLICY known ON reporting.notes USING (task IN (SELECT id FROM tasks));
  CREATE FUNCTION reporting.size() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM tasks; END`

const server = await startOtherServer()
const isDumped = server !== null && (await dump(server.url)) !== null
afterAll(() => server?.stop())

/** A database with a first run and what people have made on it, and a file that has changed since. */
async function made() {
  const database = await withDatabase({ serverUrl: server?.url ?? '' })
  const role = `app_${database.name}`
  const options = { sqlitePath: sourceFile(SOURCE), url: database.url }
  const ask = (sql: string) => query(database.url, sql)
  expect((await migrate(options)).error).toBeNull()
  await ask(`CREATE ROLE ${role}; ${BY_HAND.replaceAll('ROLE', role)}`)
  const change = (sql: string) => {
    const file = new Database(options.sqlitePath)
    file.exec(sql)
    file.close()
  }
  change(`INSERT INTO tasks VALUES (13, 1, 'new', 0)`)
  const drop = async () => {
    await ask(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)
    await database.drop()
  }
  return {
    database,
    options,
    ask,
    change,
    drop,
    run: () => refresh(options),
    undo: () => rollback({ url: database.url }),
  }
}

describe.skipIf(!isDumped)(
  `by pg_dump of PostgreSQL ${server?.serverVersion ?? '(none is installed here: skipped)'}`,
  () => {
    it('all is as it was', async () => {
      const { database, run, undo, drop } = await made()
      const before = await dump(database.url)
      expect(before).toContain('ENABLE ROW LEVEL SECURITY')
      expect((await run()).error).toBeNull()
      const between = await dump(database.url)
      expect(between).toContain('new')
      const rest = (text: string | null) => text?.replace(/^13\t.*\n|^SELECT pg_catalog.setval.*\n/gm, '')
      expect(rest(between)).toBe(rest(before))
      expect((await undo()).report.error).toBeNull()
      expect(await dump(database.url)).toBe(before)
      await drop()
    })

    it('after many refreshes and rollbacks it still is', async () => {
      const { database, change, run, undo, drop } = await made()
      for (const id of [20, 21, 22]) {
        const before = await dump(database.url)
        change(`INSERT INTO users VALUES (${id}, 'u')`)
        expect((await run()).error).toBeNull()
        expect((await undo()).report.error).toBeNull()
        expect(await dump(database.url)).toBe(before)
        expect((await run()).error).toBeNull()
      }
      await drop()
    })

    it.each([
      ['a policy', 'DROP POLICY own ON users', 'policy public.tasks.own'],
      ['a policy more', 'CREATE POLICY more ON tasks USING (true)', 'policy public.tasks.more'],
      ['row security', 'ALTER TABLE tasks FORCE ROW LEVEL SECURITY', 'policy public.tasks.own'],
      ['a trigger', 'ALTER TABLE tasks DISABLE TRIGGER shout', 'trigger public.tasks.shout'],
    ])('%s that was changed since is not lost: it is listed', async (_, sql, listed) => {
      const { database, ask, run, undo, drop } = await made()
      expect((await run()).error).toBeNull()
      await ask(sql)
      const before = await dump(database.url)
      const { report } = await undo()
      if (sql.startsWith('DROP')) expect(report.error).toBeNull()
      else {
        expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_DEPENDENTS' } })
        expect(report.error?.message).toContain(listed)
        expect(await dump(database.url)).toBe(before)
      }
      await drop()
    })
  },
)
