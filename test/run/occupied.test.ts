// Publishing where something is already: what is in the way is named and left alone, what is replaced is replaced
// in one moment and kept, and readers never see anything in between.
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate } from '../../src/index.ts'
import type { RunReport } from '../../src/model/report.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { databaseState } from './catalog.ts'
import { sourceFile } from './workplace.ts'

const SOURCE = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), title TEXT, updated_at DATETIME);
  CREATE INDEX ix_tasks_title ON tasks (title);
  CREATE TRIGGER touch_tasks AFTER UPDATE ON tasks FOR EACH ROW
    BEGIN UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id; END;
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo');
  INSERT INTO tasks VALUES (10, 1, 'write', NULL), (11, 2, 'read', NULL), (12, 2, 'rest', '2024-05-06 07:08:09');`
const path = sourceFile(SOURCE)
const larger = sourceFile(
  `${SOURCE} WITH RECURSIVE n(i) AS (SELECT 20 UNION ALL SELECT i + 1 FROM n WHERE i < 1016) INSERT INTO tasks SELECT i, 1, 'more', NULL FROM n`,
)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string, params: readonly unknown[] = []) => query(database.url, sql, params)
const move = (forceRecreate = false, sqlitePath = path) =>
  migrate({ sqlitePath, url: database.url, forceRecreate })
const replace = () => move(true)

/** The run is refused with this code and these words, and the database is as it was. */
async function expectRefusal(
  run: () => Promise<RunReport>,
  code: string,
  words: readonly string[],
): Promise<void> {
  const before = await databaseState(database.url)
  const report = await run()
  expect(report).toMatchObject({ outcome: 'failed', exitCode: 4, error: { code } })
  for (const word of words) expect(report.error?.message).toContain(word)
  expect(await databaseState(database.url)).toEqual(before)
}

describe('a name that is taken stops the run before anything changes:', () => {
  it('a table of the same name', async () => {
    await ask(`CREATE TABLE tasks (mine text); INSERT INTO tasks VALUES ('keep')`)
    await expectRefusal(move, 'TARGET_OCCUPIED', ['table tasks'])
  })

  it('every table of an earlier run', async () => {
    await move()
    await expectRefusal(move, 'TARGET_OCCUPIED', ['table users', 'table tasks'])
  })

  it.each([
    [
      'an index',
      'CREATE TABLE other (a int); CREATE INDEX ix_tasks_title ON other (a)',
      'index ix_tasks_title',
    ],
    [
      'an index called like a key',
      'CREATE TABLE other (a int); CREATE INDEX tasks_pkey ON other (a)',
      'index tasks_pkey',
    ],
    ['a sequence', 'CREATE SEQUENCE tasks_id_seq', 'sequence tasks_id_seq'],
    ['a view', 'CREATE VIEW users AS SELECT 1 AS id', 'view users'],
    ['a materialized view', 'CREATE MATERIALIZED VIEW users AS SELECT 1 AS id', 'materialized view users'],
    ['a type', "CREATE TYPE users AS ENUM ('a')", 'type users'],
    ['a partitioned table', 'CREATE TABLE users (id int) PARTITION BY RANGE (id)', 'partitioned table users'],
    [
      'a function that a trigger needs',
      `CREATE FUNCTION touch_tasks() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      'function touch_tasks',
    ],
  ])('%s, with --force-recreate too', async (_, sql, named) => {
    await ask(sql)
    await expectRefusal(move, 'TARGET_OCCUPIED', [named])
    await expectRefusal(replace, 'TARGET_OCCUPIED', [named])
  })

  it('but not a function or a type that only sounds like a table, an index or a sequence', async () => {
    await ask(`CREATE FUNCTION tasks() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE FUNCTION touch_tasks(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TYPE ix_tasks_title AS ENUM ('a')`)
    expect((await move()).error).toBeNull()
  })

  it('and other tables of the schema stay as they are', async () => {
    await ask(`CREATE TABLE other (a text); INSERT INTO other VALUES ('keep')`)
    expect((await move()).error).toBeNull()
    expect(await ask('SELECT * FROM other')).toEqual([{ a: 'keep' }])
  })
})

describe('--force-recreate', () => {
  it('replaces the tables and keeps the old rows in a schema of their own', async () => {
    await ask(`CREATE TABLE tasks (mine text); INSERT INTO tasks VALUES ('old')`)
    const report = await replace()
    expect(report.error).toBeNull()
    expect(report.notices).toContainEqual(expect.objectContaining({ code: 'REPLACED', object: 'tasks' }))
    const [kept] = await ask(`SELECT nspname AS schema FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_r%'`)
    expect(kept?.['schema']).toMatch(/^sqlite2pg_replaced_/)
    expect(await ask(`SELECT * FROM ${kept?.['schema']}.tasks`)).toEqual([{ mine: 'old' }])
    expect(await ask('SELECT id::int FROM tasks ORDER BY id')).toEqual([{ id: 10 }, { id: 11 }, { id: 12 }])
  })

  it('leaves one such schema after many runs, and no schema of a run', async () => {
    for (let i = 0; i < 3; i++) expect((await replace()).error).toBeNull()
    const schemas = await ask(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_r%'`)
    expect(schemas).toHaveLength(1)
  })

  it('lets grants of tables, columns and sequences travel', async () => {
    await ask(`CREATE ROLE reader_${database.name}`)
    const role = `reader_${database.name}`
    onTestFinished(async () => {
      await ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    })
    await move()
    await ask(`GRANT SELECT ON tasks TO ${role}; GRANT UPDATE (title) ON tasks TO ${role};
      GRANT USAGE ON SEQUENCE tasks_id_seq TO ${role} WITH GRANT OPTION; GRANT INSERT ON users TO PUBLIC`)
    expect((await replace()).error).toBeNull()
    const [rights] = await ask(
      `SELECT has_table_privilege($1, 'tasks', 'SELECT') AS "select", has_table_privilege($1, 'tasks', 'UPDATE') AS "update",
        has_column_privilege($1, 'tasks', 'title', 'UPDATE') AS title, has_column_privilege($1, 'tasks', 'id', 'UPDATE') AS id,
        has_sequence_privilege($1, 'tasks_id_seq', 'USAGE WITH GRANT OPTION') AS sequence,
        has_table_privilege($1, 'users', 'INSERT') AS public`,
      [role],
    )
    expect(rights).toEqual({
      select: true,
      update: false,
      title: true,
      id: false,
      sequence: true,
      public: true,
    })
  })

  it('gives what replaces a table or a view to the role that owned it', async () => {
    await ask(`CREATE ROLE app_${database.name}`)
    const role = `app_${database.name}`
    onTestFinished(async () => {
      await ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    })
    await move()
    await ask(`ALTER TABLE tasks OWNER TO ${role}`)
    expect((await replace()).error).toBeNull()
    expect(
      await ask(
        `SELECT relname, pg_get_userbyid(relowner) = $1 AS "isTheirs" FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relname IN ('tasks', 'tasks_id_seq', 'users') ORDER BY 1`,
        [role],
      ),
    ).toEqual([
      { relname: 'tasks', isTheirs: true },
      { relname: 'tasks_id_seq', isTheirs: true },
      { relname: 'users', isTheirs: false },
    ])
  })

  it('lets the comments of tables and columns travel, as far as the columns are there still', async () => {
    await move()
    await ask(`ALTER TABLE tasks ADD COLUMN gone int; COMMENT ON COLUMN tasks.gone IS 'nobody needs it';
      COMMENT ON TABLE tasks IS 'what is to do; 100 %s, it''s $1 \\'; COMMENT ON COLUMN tasks.title IS 'in words'`)
    expect((await replace()).error).toBeNull()
    expect(
      await ask(`SELECT obj_description('tasks'::regclass) AS "table", col_description('tasks'::regclass, 3) AS title,
        (SELECT count(*)::int FROM pg_description WHERE objoid = 'tasks'::regclass) AS comments`),
    ).toEqual([{ table: "what is to do; 100 %s, it's $1 \\", title: 'in words', comments: 2 }])
  })

  it.each([
    ['a view', 'CREATE VIEW titles AS SELECT title FROM tasks', ['view public.titles', 'tasks']],
    [
      'a view on a view',
      'CREATE VIEW v1 AS SELECT * FROM users; CREATE VIEW v2 AS SELECT * FROM v1',
      ['view public.v1'],
    ],
    [
      'a materialized view',
      'CREATE MATERIALIZED VIEW m AS SELECT * FROM users',
      ['materialized view public.m'],
    ],
    [
      'a foreign key of another table',
      'CREATE TABLE notes (task_id bigint CONSTRAINT notes_task REFERENCES tasks (id))',
      ['foreign key public.notes.notes_task', 'tasks'],
    ],
    [
      'a foreign key from another schema',
      'CREATE SCHEMA app; CREATE TABLE app.notes (task_id bigint CONSTRAINT notes_task REFERENCES public.tasks (id))',
      ['foreign key app.notes.notes_task'],
    ],
    ['a child table', 'CREATE TABLE child () INHERITS (tasks)', ['child table public.child']],
    [
      'a parent table',
      'CREATE TABLE parts (id bigint NOT NULL); ALTER TABLE tasks INHERIT parts',
      ['parent table public.parts'],
    ],
    ['row security', 'ALTER TABLE tasks ENABLE ROW LEVEL SECURITY', ['row security public.tasks']],
    [
      'a policy',
      'ALTER TABLE tasks ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON tasks USING (true)',
      ['policy public.tasks.own'],
    ],
    [
      'a trigger of somebody else',
      `CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER audit AFTER INSERT ON tasks FOR EACH ROW EXECUTE FUNCTION audit()`,
      ['trigger public.tasks.audit', 'tasks'],
    ],
    ['a column of its row type', 'CREATE TABLE log (old tasks)', ['column public.log.old']],
  ])('is refused where %s holds on to a table', async (_, sql, words) => {
    await move()
    await ask(sql)
    await expectRefusal(replace, 'TARGET_DEPENDENTS', words)
  })

  it('shows a reader whole states only, and no error, in five re-creations', async () => {
    await move()
    const reader = new pg.Client({ connectionString: database.url })
    await reader.connect()
    const seen = new Set<string>()
    let running = true
    const reading = (async () => {
      while (running) {
        const { rows } = await reader.query(
          'SELECT (SELECT count(*) FROM users) || $1 || (SELECT count(*) FROM tasks) AS state',
          ['/'],
        )
        seen.add(rows[0]?.state)
      }
    })()
    for (let i = 0; i < 5; i++) expect((await move(true, i % 2 === 0 ? larger : path)).error).toBeNull()
    running = false
    await reading
    await reader.end()
    expect([...seen].sort()).toEqual(['2/1000', '2/3'])
  })

  it('waits for a lock in short turns and goes through when it is free', async () => {
    await move()
    const holder = new pg.Client({ connectionString: database.url })
    await holder.connect()
    await holder.query('BEGIN; LOCK TABLE tasks IN ACCESS SHARE MODE')
    const running = replace()
    await new Promise(resolve => setTimeout(resolve, 3500))
    expect(await ask('SELECT count(*)::int AS rows FROM tasks')).toEqual([{ rows: 3 }])
    await holder.query('COMMIT')
    await holder.end()
    expect((await running).error).toBeNull()
  })
})
