// What a rollback gives back, what it refuses, and what it leaves for the next run.
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate, rollback, status } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { liveState, ownSchemas } from './live-state.ts'
import { sourceFile } from './workplace.ts'

const SOURCE = `
  CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER REFERENCES users (id), title TEXT, updated_at DATETIME);
  CREATE INDEX ix_tasks_title ON tasks (title);
  CREATE VIEW open_tasks AS SELECT id, title FROM tasks WHERE updated_at IS NULL;
  CREATE TRIGGER touch_tasks AFTER UPDATE ON tasks FOR EACH ROW
    BEGIN UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id; END;
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo');
  INSERT INTO tasks VALUES (10, 1, 'write', NULL), (11, 2, 'read', NULL), (12, 2, 'rest', '2024-05-06 07:08:09');`
const path = sourceFile(SOURCE)
const changed = sourceFile(
  `${SOURCE} INSERT INTO tasks VALUES (20, 1, 'more', NULL); DELETE FROM users WHERE id = 99;`,
)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string, params: readonly unknown[] = []) => query(database.url, sql, params)
const live = (schema = 'public') => liveState(database.url, schema)
const undo = (options: { schema?: string; yes?: boolean } = {}) => rollback({ url: database.url, ...options })

async function move(sqlitePath = path, schema = 'public'): Promise<void> {
  const report = await migrate({ sqlitePath, url: database.url, schema, forceRecreate: true })
  expect(report.error).toBeNull()
}

async function expectRefusal(
  run: () => ReturnType<typeof rollback>,
  error: { code: string; exit: number; says: RegExp },
): Promise<void> {
  const before = await live()
  const { report, rolledBack } = await run()
  expect(report).toMatchObject({ outcome: 'failed', exitCode: error.exit, error: { code: error.code } })
  expect(report.error?.message).toMatch(error.says)
  expect(rolledBack).toBeNull()
  expect(await live()).toEqual(before)
}

describe('a rollback', () => {
  it('of a first run removes what it added, and leaves the rest of the schema alone', async () => {
    await ask(
      `CREATE TABLE mine (a text); INSERT INTO mine VALUES ('keep'); COMMENT ON SCHEMA public IS 'ours'`,
    )
    const before = await live()
    await move()
    const { report, rolledBack } = await undo()
    expect(report).toMatchObject({ verb: 'rollback', outcome: 'succeeded', exitCode: 0 })
    expect(rolledBack).toMatchObject({ restored: [], written: [], droppedSchema: false })
    expect(rolledBack?.removed.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'function touch_tasks',
      'table tasks',
      'table users',
      'view open_tasks',
    ])
    expect(await live()).toEqual(before)
    expect(await ownSchemas(database.url)).toEqual(['sqlite2pg_undone'])
    expect(await ask(`SELECT count(*)::int AS n FROM ${rolledBack?.keptIn}.tasks`)).toEqual([{ n: 3 }])
  })

  it('of a run that made the schema removes the schema too, unless something else is in it', async () => {
    await move(path, 'My App')
    expect((await undo({ schema: 'My App' })).rolledBack?.droppedSchema).toBe(true)
    expect(await live('My App')).toEqual([])
    await move(path, 'My App')
    await ask('CREATE TABLE "My App".mine (a int)')
    expect((await undo({ schema: 'My App' })).rolledBack?.droppedSchema).toBe(false)
    expect(await ask(`SELECT relname FROM pg_class WHERE relnamespace = '"My App"'::regnamespace`)).toEqual([
      { relname: 'mine' },
    ])
  })

  it('puts back the earlier tables with rights, owners, comments, sequences, keys, triggers and views', async () => {
    const role = `app_${database.name}`
    await ask(`CREATE ROLE ${role}`)
    onTestFinished(async () => {
      await ask(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)
    })
    await move()
    await ask(`GRANT USAGE, CREATE ON SCHEMA public TO ${role}; ALTER TABLE users OWNER TO ${role};
      GRANT SELECT ON tasks TO PUBLIC; GRANT UPDATE (title) ON tasks TO ${role};
      GRANT USAGE ON SEQUENCE tasks_id_seq TO ${role} WITH GRANT OPTION;
      COMMENT ON TABLE tasks IS 'todo'; COMMENT ON COLUMN tasks.title IS 'what';
      CREATE INDEX by_hand ON tasks (updated_at); ALTER TABLE users ADD CHECK (name <> ''), ADD COLUMN extra int DEFAULT 7;
      CREATE STATISTICS st ON user_id, title FROM tasks;
      INSERT INTO tasks (title) VALUES ('later'); SELECT setval('users_id_seq', 900);
      UPDATE tasks SET title = 'changed' WHERE id = 10`)
    const before = await live()
    await move(changed)
    expect(await live()).not.toEqual(before)
    const { report, rolledBack } = await undo()
    expect(report.error).toBeNull()
    expect(rolledBack?.restored).toHaveLength(4)
    expect(await live()).toEqual(before)
    expect(await ownSchemas(database.url)).toEqual(['sqlite2pg_undone'])
    expect(await ask(`INSERT INTO users (name) VALUES ('next') RETURNING id::int`)).toEqual([{ id: 901 }])
    expect(await ask('SELECT count(*)::int AS n FROM open_tasks')).toEqual([{ n: 2 }])
  })

  it('puts back a table that was no work of ours, with a partial index, a serial and a trigger of the same name', async () => {
    await ask(`CREATE TABLE tasks (id serial PRIMARY KEY, mine text, at timestamptz DEFAULT now());
      CREATE UNIQUE INDEX ix_tasks_title ON tasks (mine) WHERE id > 3; INSERT INTO tasks (mine) VALUES ('old'), ('older')`)
    const before = await live()
    await move()
    expect((await undo()).report.error).toBeNull()
    expect(await live()).toEqual(before)
  })

  it('is done once: a second one says that there is nothing more', async () => {
    await move()
    await move(changed)
    expect((await undo()).report.exitCode).toBe(0)
    await expectRefusal(undo, {
      code: 'NOTHING_TO_ROLL_BACK',
      exit: 4,
      says: /^schema public has nothing more to roll back: .* it was rolled back$/,
    })
  })

  it('leaves room for the next run, which clears away what was kept', async () => {
    await move()
    await undo()
    const before = await live()
    expect((await migrate({ sqlitePath: path, url: database.url })).error).toBeNull()
    expect(await ownSchemas(database.url)).toEqual([])
    expect((await undo()).report.error).toBeNull()
    expect(await live()).toEqual(before)
  })

  it('undoes the last run only, and of that one schema only', async () => {
    await move(path, 'left')
    await move(path, 'right')
    const [left, right] = [await live('left'), await live('right')]
    await move(changed, 'left')
    await move(changed, 'right')
    expect((await undo({ schema: 'left' })).report.error).toBeNull()
    expect(await live('left')).toEqual(left)
    expect(await live('right')).not.toEqual(right)
    expect((await undo({ schema: 'right' })).report.error).toBeNull()
    expect(await live('right')).toEqual(right)
  })

  it('of rows set aside puts back the earlier quarantine table', async () => {
    const orphans = sourceFile(`PRAGMA foreign_keys = off; CREATE TABLE p (id INTEGER PRIMARY KEY);
      CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id)); INSERT INTO c VALUES (1, 5), (2, 6);`)
    const options = { sqlitePath: orphans, url: database.url, orphans: 'quarantine' } as const
    expect((await migrate(options)).error).toBeNull()
    const before = await live()
    expect((await migrate({ ...options, forceRecreate: true })).error).toBeNull()
    expect((await undo()).report.error).toBeNull()
    expect(await live()).toEqual(before)
  })
})

describe('rows written since', () => {
  it.each([
    ['an insert', `INSERT INTO tasks (title) VALUES ('new')`, /tasks: 1 row inserted or changed$/],
    [
      'an update',
      `UPDATE tasks SET title = 'x' WHERE id > 10`,
      /tasks: 2 rows inserted or changed, 2 rows deleted or changed$/,
    ],
    ['a delete', 'DELETE FROM tasks WHERE id = 11', /tasks: 1 row deleted or changed$/],
    [
      'as many deleted as inserted',
      `DELETE FROM tasks WHERE id = 11; INSERT INTO tasks VALUES (11, 2, 'read', NULL)`,
      /tasks: 1 row inserted or changed, 1 row deleted or changed$/,
    ],
    ['TRUNCATE', 'TRUNCATE tasks', /tasks: 3 rows deleted or changed$/],
    [
      'an insert after VACUUM FULL and FREEZE',
      `INSERT INTO users (name) VALUES ('c')`,
      /users: 1 row inserted or changed$/,
    ],
  ])('are found and named: %s', async (_, sql, says) => {
    await move()
    await ask(sql)
    await ask('VACUUM (FULL, FREEZE) tasks')
    await ask('VACUUM (FULL, FREEZE) users')
    await expectRefusal(undo, { code: 'ROWS_WRITTEN_SINCE', exit: 5, says })
  })

  it('of a transaction that had begun before the run published are found', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query('BEGIN')
    await client.query('SELECT txid_current()')
    await move()
    await client.query(`INSERT INTO tasks (title) VALUES ('late')`)
    await client.query('COMMIT')
    await client.end()
    await expectRefusal(undo, { code: 'ROWS_WRITTEN_SINCE', exit: 5, says: /tasks: 1 row inserted/ })
  })

  it('are not seen in what only reads, locks or vacuums', async () => {
    await move()
    await ask('BEGIN; SELECT * FROM tasks FOR UPDATE; COMMIT')
    await ask('VACUUM FULL tasks')
    await ask('ANALYZE; REINDEX TABLE tasks')
    expect((await undo()).report.error).toBeNull()
  })

  it('are agreed to with yes, or by whoever is asked, and kept with the rest', async () => {
    await move()
    await ask(`INSERT INTO tasks (title) VALUES ('new')`)
    const asked: unknown[] = []
    const no = await rollback({
      url: database.url,
      confirm: async written => {
        asked.push(...written)
        return false
      },
    })
    expect(no.report).toMatchObject({
      exitCode: 130,
      error: { message: 'not confirmed; nothing was changed' },
    })
    expect(asked).toEqual([{ table: 'tasks', written: 1n, gone: 0n }])
    const { rolledBack } = await undo({ yes: true })
    expect(rolledBack?.written).toEqual([{ table: 'tasks', written: 1n, gone: 0n }])
    expect(await ask(`SELECT title FROM ${rolledBack?.keptIn}.tasks WHERE id > 12`)).toEqual([
      { title: 'new' },
    ])
  })
})

describe('a rollback is refused, with nothing changed,', () => {
  it('where no run is recorded', async () => {
    await expectRefusal(undo, { code: 'NOTHING_TO_ROLL_BACK', exit: 4, says: /no published run is recorded/ })
  })

  it.each([
    ['a view', 'CREATE VIEW mine AS SELECT title FROM tasks', /view public\.mine on tasks/],
    [
      'a foreign key',
      'CREATE TABLE notes (task bigint REFERENCES tasks)',
      /foreign key public\.notes\.notes_task_fkey on tasks/,
    ],
    [
      'a function',
      'CREATE FUNCTION f() RETURNS SETOF tasks LANGUAGE sql AS $$ SELECT NULL::tasks $$',
      /function public\.f\(\) on tasks/,
    ],
    ['a policy', 'CREATE POLICY p ON tasks USING (true)', /policy public\.tasks\.p on tasks/],
  ])('where others hold on to the tables: %s', async (_, sql, says) => {
    await move()
    await ask(sql)
    await expectRefusal(undo, { code: 'TARGET_DEPENDENTS', exit: 4, says })
  })

  it.each([
    ['dropped', 'DROP TABLE tasks CASCADE'],
    ['renamed', 'ALTER TABLE tasks RENAME TO todo'],
    ['moved', 'CREATE SCHEMA s; ALTER TABLE tasks SET SCHEMA s'],
    ['made anew', 'DROP TABLE tasks CASCADE; CREATE TABLE tasks (id int)'],
  ])('where a published table was %s', async (_, sql) => {
    await move()
    await ask(sql)
    await expectRefusal(undo, {
      code: 'NOTHING_TO_ROLL_BACK',
      exit: 4,
      says: /table tasks is not the one any more that the run published into schema public/,
    })
  })

  it('where what it replaced was dropped', async () => {
    await move()
    await move(changed)
    const [kept] = await ask(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_replaced%'`)
    await ask(`DROP SCHEMA ${kept?.['nspname']} CASCADE`)
    await expectRefusal(undo, {
      code: 'NOTHING_TO_ROLL_BACK',
      exit: 4,
      says: /function touch_tasks, which it replaced, is not in schema sqlite2pg_replaced_\w+ any more/,
    })
  })

  it('where a name that has to come back is taken by now', async () => {
    await ask('CREATE TABLE tasks (id int); CREATE INDEX old_index ON tasks (id)')
    await move()
    await ask('CREATE TABLE other (a int); CREATE INDEX old_index ON other (a)')
    await expectRefusal(undo, { code: 'TARGET_OCCUPIED', exit: 4, says: /schema public: index old_index$/ })
  })

  it('where a run without a journal has replaced the tables since', async () => {
    await move()
    await ask('DELETE FROM sqlite2pg_journal.runs')
    await move(changed)
    await ask('DELETE FROM sqlite2pg_journal.runs')
    await expectRefusal(undo, { code: 'NOTHING_TO_ROLL_BACK', exit: 4, says: /no published run is recorded/ })
  })

  it('where another run is at work on the schema', async () => {
    await move()
    const holder = new pg.Client({ connectionString: database.url })
    await holder.connect()
    await holder.query(`SELECT pg_advisory_lock(${0x53_51_32_50}, hashtext('public'))`)
    await expectRefusal(undo, { code: 'TARGET_BUSY', exit: 4, says: /another run of sqlite2pg/ })
    await holder.end()
  })
})

it('a rollback waits for a reader in short turns, and others read meanwhile', async () => {
  await move()
  await move(changed)
  const reader = new pg.Client({ connectionString: database.url })
  await reader.connect()
  await reader.query('BEGIN; SELECT count(*) FROM tasks')
  const undoing = undo()
  let [longestMs, done] = [0, false]
  const finished = undoing.then(() => {
    done = true
  })
  const stop = setTimeout(() => void reader.query('COMMIT'), 4000)
  while (!done) {
    const startedMs = performance.now()
    const [row] = await ask('SELECT count(*)::int AS n FROM tasks')
    longestMs = Math.max(longestMs, performance.now() - startedMs)
    expect([3, 4]).toContain(row?.['n'])
  }
  await finished
  clearTimeout(stop)
  await reader.end()
  expect((await undoing).report.error).toBeNull()
  expect(longestMs).toBeLessThan(2600)
}, 30_000)

it('a rollback is on record, and its run is recorded as rolled back', async () => {
  await move()
  await move(changed)
  await undo()
  const { runs } = await status({ url: database.url })
  expect(runs.map(({ verb, outcome, canBeRolledBack }) => [verb, outcome, canBeRolledBack])).toEqual([
    ['rollback', 'succeeded', false],
    ['migrate', 'rolled back', false],
    ['migrate', 'succeeded', false],
  ])
  expect(runs[0]?.undoes).toBe(runs[1]?.run)
})
