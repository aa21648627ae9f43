// `refresh` on a real server: what goes over to the new tables, when nothing is done, and what it refuses to touch.
import { copyFileSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import pg from 'pg'
import { beforeEach, describe, expect, it, onTestFinished, test } from 'vitest'
import { migrate, refresh, rollback, status } from '../../src/index.ts'
import type { RefreshOptions } from '../../src/model/options.ts'
import type { RunReport } from '../../src/model/report.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { newPath, sourceFile } from './workplace.ts'

const SCHEMA = `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), title TEXT, done INTEGER);
  CREATE VIEW open_tasks AS SELECT id, title FROM tasks WHERE done = 0;
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo'); INSERT INTO tasks VALUES (10, 1, 'a', 0), (11, 2, 'b', 1), (12, 2, 'c', 0);`

let database: TestDatabase
let path: string
databasePerTest(fresh => {
  database = fresh
})
beforeEach(() => {
  path = sourceFile(SCHEMA)
})

const ask = <Row extends pg.QueryResultRow = Record<string, unknown>>(sql: string) =>
  query<Row>(database.url, sql)
const again = (options: Partial<RefreshOptions> = {}) =>
  refresh({ sqlitePath: path, url: database.url, ...options })
const codes = ({ notices }: RunReport) => notices.map(({ code }) => code)
const isSkipped = (report: RunReport) => {
  expect(report.error).toBeNull()
  return codes(report).includes('SKIPPED_UNCHANGED')
}

function change(sql = `INSERT INTO tasks VALUES (13, 1, 'new', 0)`): void {
  const file = new Database(path)
  file.exec(sql)
  file.close()
}

async function newRole(): Promise<string> {
  const role = `app_${database.name}_${Math.floor(Math.random() * 1e6)}`
  await ask(`CREATE ROLE ${role}`)
  onTestFinished(async () => {
    await ask(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)
  })
  return role
}

describe('the work is skipped', () => {
  it('where neither the file nor the target has changed, and that is told', async () => {
    const first = await again()
    expect(first).toMatchObject({ verb: 'refresh', outcome: 'succeeded', exitCode: 0 })
    const before = await ask(`SELECT oid FROM pg_class WHERE relname = 'tasks'`)
    const second = await again()
    expect(second).toMatchObject({ outcome: 'succeeded', exitCode: 0, tables: [], error: null })
    expect(second.notices).toMatchObject([{ code: 'SKIPPED_UNCHANGED', severity: 'info', object: path }])
    expect(await ask(`SELECT oid FROM pg_class WHERE relname = 'tasks'`)).toEqual(before)
    expect((await status({ url: database.url })).runs).toMatchObject([
      { verb: 'refresh', outcome: 'succeeded' },
    ])
  })

  it('after a migrate of the same file, too', async () => {
    await migrate({ sqlitePath: path, url: database.url })
    expect(isSkipped(await again())).toBe(true)
  })

  it('for another copy with the same bytes', async () => {
    await again()
    const copy = newPath('copy.db')
    copyFileSync(path, copy)
    expect(isSkipped(await again({ sqlitePath: copy }))).toBe(true)
  })

  it('not after --force-recreate', async () => {
    await again()
    const report = await again({ forceRecreate: true })
    expect(isSkipped(report)).toBe(false)
    expect(codes(report)).toContain('REPLACED')
  })
})

describe('the work is done', () => {
  it.each([
    ['a commit', () => change()],
    ['a commit that keeps the size', () => change(`UPDATE tasks SET title = 'x' WHERE id = 10`)],
    [
      'another file of the same history, size and schema in its place',
      () => {
        const other = sourceFile(SCHEMA.replace("'ana'", "'eve'"))
        rmSync(path)
        renameSync(other, path)
      },
    ],
  ])('after %s', async (title, happens) => {
    const { source } = await again()
    happens()
    const report = await again()
    expect(isSkipped(report)).toBe(false)
    if (title.includes('same history')) expect(report.source?.fingerprint).toBe(source?.fingerprint)
    const file = new Database(path, { readonly: true })
    expect(await ask('SELECT id::int, title FROM public.tasks ORDER BY id')).toEqual(
      file.prepare('SELECT id, title FROM tasks ORDER BY id').all(),
    )
    expect(await ask('SELECT name FROM public.users ORDER BY id')).toEqual(
      file.prepare('SELECT name FROM users ORDER BY id').all(),
    )
    file.close()
  })

  it.each([
    ['a row written', `INSERT INTO tasks (title) VALUES ('mine')`],
    ['a row changed', `UPDATE users SET name = 'x' WHERE id = 1`],
    ['a row deleted', 'DELETE FROM tasks WHERE id = 10'],
    ['a table emptied', 'TRUNCATE tasks'],
    ['an index dropped', 'ALTER TABLE tasks DROP CONSTRAINT tasks_pkey'],
    ['a column added', 'ALTER TABLE tasks ADD COLUMN more text'],
    ['a table dropped', 'DROP TABLE tasks CASCADE'],
    ['a view changed', 'CREATE OR REPLACE VIEW open_tasks AS SELECT id, title FROM tasks'],
  ])('after %s in the target', async (_, sql) => {
    await again()
    await ask(sql)
    const report = await again()
    expect(isSkipped(report)).toBe(false)
    expect(isSkipped(await again())).toBe(true)
  })

  it.each<[string, Partial<RefreshOptions>]>([
    ['a cast', { casts: { 'tasks.done': 'boolean' } }],
    ['other tables', { exclude: ['users'] }],
    ['more proof', { proof: 'counts' }],
    ['wishes', { tables: { tasks: { indexes: [{ columns: ['title'] }] } } }],
  ])('with other options: %s', async (_, options) => {
    await again()
    expect(isSkipped(await again(options))).toBe(false)
    expect(isSkipped(await again(options))).toBe(true)
  })

  it('after a rollback', async () => {
    await again()
    change()
    await again()
    expect((await rollback({ url: database.url })).report.error).toBeNull()
    expect(await ask('SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 3 }])
    expect(isSkipped(await again())).toBe(false)
    expect(await ask('SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 4 }])
  })
})

describe('goes over to the new tables', () => {
  const refreshed = async () => {
    change()
    const report = await again()
    expect(report.error).toBeNull()
    return report
  }

  it('owner, grants and comments', async () => {
    await again()
    const [owner, reader] = [await newRole(), await newRole()]
    await ask(`GRANT USAGE, CREATE ON SCHEMA public TO ${owner}; ALTER TABLE tasks OWNER TO ${owner};
      GRANT SELECT ON tasks TO ${reader}; GRANT UPDATE (title) ON tasks TO ${reader}; COMMENT ON TABLE tasks IS 'work'`)
    const look = () =>
      ask(`SELECT relowner::regrole, relacl::text, obj_description(c.oid) AS comment, a.attacl::text
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attname = 'title' WHERE c.oid = 'public.tasks'::regclass`)
    const before = await look()
    await refreshed()
    expect(await look()).toEqual(before)
  })

  it('policies, row security and triggers, exactly, and they work', async () => {
    await again()
    const role = await newRole()
    await ask(`CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.title = upper(NEW.title); RETURN NEW; END $$;
      CREATE TRIGGER shout BEFORE INSERT OR UPDATE OF title ON tasks FOR EACH ROW WHEN (NEW.title <> '') EXECUTE FUNCTION shout();
      CREATE TRIGGER "Off 'one'" AFTER DELETE ON tasks FOR EACH STATEMENT EXECUTE FUNCTION shout(); ALTER TABLE tasks DISABLE TRIGGER "Off 'one'";
      COMMENT ON TRIGGER shout ON tasks IS 'it''s loud';
      GRANT SELECT, INSERT ON tasks, users TO ${role};
      CREATE POLICY "Own ones" ON tasks FOR SELECT TO ${role}, pg_monitor USING (user_id IN (SELECT id FROM users WHERE name = 'ana'));
      CREATE POLICY no_more ON tasks AS RESTRICTIVE FOR INSERT WITH CHECK (title <> 'no');
      CREATE POLICY everything ON tasks USING (true) WITH CHECK (done IS NOT NULL);
      DROP POLICY everything ON tasks; CREATE POLICY writing ON tasks FOR INSERT TO ${role} WITH CHECK (true);
      COMMENT ON POLICY no_more ON tasks IS 'never';
      ALTER TABLE tasks ENABLE ROW LEVEL SECURITY; ALTER TABLE users FORCE ROW LEVEL SECURITY`)
    const look = () =>
      ask(`SELECT c.relname, relrowsecurity, relforcerowsecurity,
        (SELECT jsonb_agg(to_jsonb(p) - 'schemaname' || jsonb_build_object('comment', obj_description(o.oid, 'pg_policy')) ORDER BY policyname)
          FROM pg_policies p JOIN pg_policy o ON o.polname = p.policyname AND o.polrelid = c.oid WHERE p.schemaname = 'public' AND p.tablename = c.relname) AS policies,
        (SELECT jsonb_agg(jsonb_build_object('def', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled, 'comment', obj_description(t.oid, 'pg_trigger')) ORDER BY tgname)
          FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT tgisinternal) AS triggers
        FROM pg_class c WHERE c.oid IN ('public.tasks'::regclass, 'public.users'::regclass) ORDER BY 1`)
    const before = await look()
    expect(JSON.stringify(before)).toContain('Own ones')
    await refreshed()
    expect(await look()).toEqual(before)
    await ask(
      `SET ROLE ${role}; DO $$ BEGIN IF (SELECT count(*) FROM tasks) <> 2 THEN RAISE 'sees others'; END IF; END $$`,
    )
    await ask(`INSERT INTO tasks (title, done) VALUES ('loud', 0)`)
    expect(await ask(`SELECT 1 FROM tasks WHERE title = 'LOUD'`)).toHaveLength(1)
  })

  it('what reads them: views on views in other schemas, SQL functions, policies of other tables', async () => {
    await again()
    const role = await newRole()
    await ask(`CREATE SCHEMA reporting; GRANT USAGE ON SCHEMA reporting TO ${role};
      CREATE VIEW reporting.by_user WITH (security_barrier) AS SELECT u.name, count(*) AS n FROM tasks t JOIN users u ON u.id = t.user_id GROUP BY u.id;
      CREATE VIEW reporting.busy AS SELECT name FROM reporting.by_user WHERE n > 1;
      CREATE VIEW "Odd ""one""" WITH (check_option = local) AS SELECT * FROM tasks WHERE done = 0;
      CREATE VIEW on_ours AS SELECT count(*) AS n FROM open_tasks;
      ALTER VIEW reporting.by_user OWNER TO ${role}; GRANT SELECT ON tasks, users TO ${role}; GRANT SELECT ON reporting.by_user TO pg_monitor;
      COMMENT ON VIEW reporting.by_user IS 'sums'; ALTER VIEW reporting.by_user RENAME COLUMN n TO "how many";
      CREATE FUNCTION reporting.open_count() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM tasks WHERE done = 0; END;
      GRANT EXECUTE ON FUNCTION reporting.open_count() TO ${role};
      CREATE TABLE reporting.notes (task bigint); CREATE POLICY known ON reporting.notes USING (task IN (SELECT id FROM tasks));
      ALTER TABLE reporting.notes ENABLE ROW LEVEL SECURITY`)
    await ask(`GRANT CREATE ON SCHEMA reporting TO ${role}`)
    const look = () =>
      ask(`SELECT oid, relname, relowner, relacl::text, reloptions, pg_get_viewdef(oid) AS def, obj_description(oid) AS comment
        FROM pg_class WHERE relkind = 'v' AND relnamespace IN ('public'::regnamespace, 'reporting'::regnamespace) AND relname <> 'open_tasks' ORDER BY relname`)
    const others = () =>
      ask(
        `SELECT pg_get_functiondef('reporting.open_count'::regproc) AS f, p.proacl::text, pg_get_expr(polqual, polrelid) AS q FROM pg_proc p, pg_policy WHERE p.oid = 'reporting.open_count'::regproc`,
      )
    const before = [await look(), await others()]
    await refreshed()
    expect([await look(), await others()]).toEqual(before)
    expect(
      await ask(`SELECT (SELECT "how many" FROM reporting.by_user WHERE name = 'ana')::int AS sum, (SELECT count(*) FROM reporting.busy)::int AS busy,
        (SELECT count(*) FROM "Odd ""one""")::int AS odd, (SELECT n FROM on_ours)::int AS ours, reporting.open_count()::int AS f`),
    ).toEqual([{ sum: 2, busy: 2, odd: 3, ours: 3, f: 3 }])
    const [old] =
      await ask(`SELECT count(*)::int AS n FROM pg_depend d JOIN pg_class c ON c.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname LIKE 'sqlite2pg_replaced%'
      AND d.classid IN ('pg_proc'::regclass, 'pg_policy'::regclass)`)
    expect(old).toEqual({ n: 0 })
  })
})

it('a materialized view on a view that is carried keeps the earlier rows, which is told', async () => {
  await again()
  await ask(
    'CREATE VIEW mine AS SELECT id FROM tasks; CREATE MATERIALIZED VIEW stored AS SELECT count(*)::int AS n FROM mine',
  )
  change()
  const report = await again()
  expect(report.error).toBeNull()
  expect(report.notices.filter(({ code }) => code === 'STORED_VIEW_IS_OLD')).toMatchObject([
    { object: 'public.stored', hint: 'Afterwards: REFRESH MATERIALIZED VIEW public.stored' },
  ])
  await ask('REFRESH MATERIALIZED VIEW stored')
  expect(await ask('SELECT n FROM stored')).toEqual([{ n: 4 }])
})

describe('what cannot be carried is listed, and nothing is built:', () => {
  it.each([
    [
      'a materialized view',
      'CREATE MATERIALIZED VIEW m AS SELECT * FROM tasks',
      'materialized view public.m on tasks',
    ],
    [
      'a foreign key to a key that was made by hand',
      'ALTER TABLE tasks ADD UNIQUE (title); CREATE TABLE notes (task text REFERENCES tasks (title))',
      'foreign key public.notes.notes_task_fkey on tasks, whose key (title) will be gone',
    ],
    [
      'a foreign key of a partitioned table',
      'CREATE TABLE notes (task bigint REFERENCES tasks) PARTITION BY LIST (task)',
      'foreign key public.notes.notes_task_fkey on tasks',
    ],
    [
      'a function of the row type',
      `CREATE FUNCTION f(tasks) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      'function public.f(public.tasks) on tasks',
    ],
    ['a rule', 'CREATE RULE r AS ON DELETE TO tasks DO ALSO NOTHING', 'rule public.tasks.r on tasks'],
  ])('%s', async (_, sql, listed) => {
    await again()
    await ask(sql)
    change()
    const report = await again()
    expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_DEPENDENTS' } })
    expect(report.error?.message).toContain(listed)
    expect(report.steps.map(({ name }) => name)).not.toContain('tables')
    expect(await ask('SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 3 }])
  })

  it.each([
    ['CREATE VIEW mine AS SELECT done FROM tasks', 'view public.mine on tasks, whose column done'],
    [`CREATE POLICY mine ON tasks USING (done = 0)`, 'policy public.tasks.mine on tasks, whose column done'],
    [
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER mine AFTER UPDATE OF done ON tasks EXECUTE FUNCTION f()`,
      'trigger public.tasks.mine on tasks, whose column done',
    ],
  ])('what reads a column that is gone or of another type: %s', async (sql, listed) => {
    await again()
    await ask(sql)
    const retyped = await again({ casts: { 'tasks.done': 'boolean' } })
    expect(retyped.error?.message).toContain(`${listed} will have another type`)
    change('DROP VIEW open_tasks; ALTER TABLE tasks DROP COLUMN done')
    const gone = await again()
    expect(gone).toMatchObject({ exitCode: 4, error: { code: 'TARGET_DEPENDENTS' } })
    expect(gone.error?.message).toContain(`${listed} will be gone`)
  })
})

describe('foreign keys of tables that the file does not have', () => {
  const NOTES = `CREATE TABLE notes (task bigint CONSTRAINT of_task REFERENCES tasks ON DELETE CASCADE); INSERT INTO notes VALUES (11), (NULL);
    COMMENT ON CONSTRAINT of_task ON notes IS 'whose'`
  const key = () =>
    ask(
      `SELECT confrelid = 'tasks'::regclass AS live, convalidated AS valid, pg_get_constraintdef(oid) AS text, obj_description(oid, 'pg_constraint') AS about
       FROM pg_constraint WHERE conname = 'of_task'`,
    )
  const WHOLE = [
    {
      live: true,
      valid: true,
      text: 'FOREIGN KEY (task) REFERENCES tasks(id) ON DELETE CASCADE',
      about: 'whose',
    },
  ]

  it('go over to the new table, checked, and back with a rollback', async () => {
    await again()
    await ask(NOTES)
    change()
    const report = await again()
    expect(report.error).toBeNull()
    expect(codes(report)).not.toContain('KEY_NOT_VALIDATED')
    expect(await key()).toEqual(WHOLE)
    await ask('INSERT INTO notes VALUES (13)')
    await expect(ask('INSERT INTO notes VALUES (99)')).rejects.toThrow(/of_task/)
    const refused = await rollback({ url: database.url })
    expect(refused.report.error).toMatchObject({
      code: 'TARGET_DEPENDENTS',
      message: expect.stringContaining(
        'public.notes.of_task: 1 row refers to what the earlier table tasks does not have',
      ),
    })
    await ask('DELETE FROM notes WHERE task = 13')
    expect((await rollback({ url: database.url })).report.error).toBeNull()
    expect(await key()).toEqual(WHOLE)
    await ask('DELETE FROM tasks WHERE id = 11')
    expect(await ask('SELECT task FROM notes')).toEqual([{ task: null }])
  })

  it('stop the run before anything is published where their rows would lose their parents', async () => {
    await again()
    await ask(NOTES)
    change('DELETE FROM tasks WHERE id = 11')
    const report = await again()
    expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_DEPENDENTS' } })
    expect(report.error?.message).toContain('foreign key public.notes.of_task on tasks: 1 row')
    expect(await ask('SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 3 }])
    expect(await key()).toEqual(WHOLE)
  })

  it('that are NOT VALID already go over as they are', async () => {
    await again()
    await ask(
      `CREATE TABLE notes (task bigint); INSERT INTO notes VALUES (77); ALTER TABLE notes ADD CONSTRAINT of_task FOREIGN KEY (task) REFERENCES tasks NOT VALID`,
    )
    change()
    expect((await again()).error).toBeNull()
    expect(await key()).toMatchObject([{ live: true, valid: false }])
  })
})

describe('what it does not touch unless it is told', () => {
  it('a schema that is marked as production', async () => {
    await again()
    await ask(`INSERT INTO sqlite2pg_journal.live_schemas VALUES ('public', 'Production')`)
    change()
    const refused = await again()
    expect(refused).toMatchObject({ exitCode: 4, error: { code: 'TARGET_PRODUCTION' } })
    expect(await ask('SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 3 }])
    expect((await again({ schema: 'staging' })).error).toBeNull()
    expect((await again({ yes: true })).error).toBeNull()
    expect(await ask('SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 4 }])
  })

  it('tables that no recorded run has made', async () => {
    await ask('CREATE TABLE tasks (mine int); INSERT INTO tasks VALUES (1)')
    const refused = await again()
    expect(refused).toMatchObject({ exitCode: 4, error: { code: 'TARGET_OCCUPIED' } })
    expect(refused.error?.message).toContain('holds what no recorded run has made: table tasks')
    expect(await ask('SELECT * FROM tasks')).toEqual([{ mine: 1 }])
    expect((await again({ forceRecreate: true })).error).toBeNull()
    change()
    expect((await again()).error).toBeNull()
  })
})

test('a second refresh at the same time is refused within two seconds, and names the session of the first', async () => {
  await again()
  change()
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  const [row] = (
    await holder.query(`SELECT pg_backend_pid() AS pid, pg_advisory_lock(${0x53513250}, hashtext('public'))`)
  ).rows
  const started = performance.now()
  const report = await again()
  expect(performance.now() - started).toBeLessThan(2500)
  expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_BUSY' } })
  expect(report.error?.message).toContain(`server process ${row.pid}`)
  await holder.end()
  const both = await Promise.all([again(), again()])
  expect(both.map(({ exitCode }) => exitCode).sort()[0]).toBe(0)
  expect(both.every(({ error }) => error === null || error.code === 'TARGET_BUSY')).toBe(true)
})
