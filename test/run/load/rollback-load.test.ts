// A load is taken back: rows, sequences and keys are as they were before it, whatever the tables looked like; what was
// written since is not lost, and what cannot be given back is refused by its name.
import { beforeEach, describe, expect, it } from 'vitest'
import { load, rollback, status } from '../../../src/index.ts'
import { rollbackText } from '../../../src/report/rollback-text.ts'
import { statusText } from '../../../src/report/status-text.ts'
import { type OwnedDatabase, withOwnedDatabase } from '../../errors/owned-database.ts'
import { query, type TestDatabase } from '../../server/database.ts'
import { databasePerTest } from '../../server/database-per-test.ts'
import { sourceFile } from '../workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const sqlitePath = sourceFile(`PRAGMA foreign_keys = OFF;
  CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, boss INTEGER REFERENCES users (id));
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), title TEXT);
  INSERT INTO users VALUES (11, 'ana', 12), (12, 'bo', NULL), (13, 'cy', 11);
  INSERT INTO tasks VALUES (101, 11, 'write'), (102, 12, 'read');`)

const SCHEMA = `
  CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, boss integer REFERENCES users,
    shout text GENERATED ALWAYS AS (upper(name)) STORED);
  CREATE TABLE tasks (id serial PRIMARY KEY, user_id integer REFERENCES users ON DELETE CASCADE, title text);`
const SEED = `
  INSERT INTO users (name, boss) VALUES ('seed', 2), ('root', 1), ('gone', NULL); DELETE FROM users WHERE name = 'gone';
  INSERT INTO tasks (user_id, title) VALUES (1, 'welcome');`

const ask = (sql: string) => query(database.url, sql)
const bring = (more: object = {}) => load({ sqlitePath, url: database.url, ...more })
const undo = (more: object = {}) => rollback({ url: database.url, ...more })

/** What a rollback gives back, as the server tells it; rollback-dump.test.ts asks pg_dump. */
async function state(): Promise<unknown> {
  const rows = await ask(
    `SELECT 'users' AS t, to_jsonb(u) AS r FROM users u UNION ALL SELECT 'tasks', to_jsonb(t) FROM tasks t ORDER BY 1, 2`,
  )
  const keys = await ask(
    `SELECT conname, convalidated, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint') FROM pg_constraint
     WHERE contype = 'f' AND connamespace::regnamespace::text NOT LIKE 'sqlite2pg%' ORDER BY 1`,
  )
  const triggers = await ask('SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1')
  const sequences = await ask('SELECT sequencename, last_value FROM pg_sequences ORDER BY 1')
  return { rows, keys, triggers, sequences }
}

async function bringAndUndo(more: object = {}): Promise<string> {
  const before = await state()
  const report = await bring(more)
  expect(report.error).toBeNull()
  expect(await state()).not.toEqual(before)
  const listed = await status({ url: database.url })
  expect(listed.runs[0]).toMatchObject({ verb: 'load', canBeRolledBack: true })
  const { report: undone, rolledBack } = await undo()
  expect(undone.error).toBeNull()
  expect(await state()).toEqual(before)
  expect((await undo()).report.error?.code).toBe('NOTHING_TO_ROLL_BACK')
  return `${statusText(listed.report, listed)}\n${rolledBack === null ? '' : rollbackText(undone, rolledBack)}`
}

describe('the rollback of a load', () => {
  it('into empty tables takes the rows away again, and sequences that nobody had drawn from stand as new', async () => {
    await ask(SCHEMA)
    const text = await bringAndUndo()
    expect(text).toContain('takes away the 5 rows of 2 tables')
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Taken away again: the 5 rows that it brought into 2 tables: table tasks, table users.',
    )
    expect(text).not.toContain('Kept in schema')
    expect(await ask("INSERT INTO users (name) VALUES ('first') RETURNING id")).toEqual([{ id: 1 }])
    expect((await bring({ forceRecreate: true })).error).toBeNull()
  })

  it('that replaced rows brings them back with the ids they had, and drops the copies', async () => {
    await ask(`${SCHEMA} ${SEED}`)
    const text = await bringAndUndo({ forceRecreate: true })
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'Back again: the earlier rows of table tasks, table users.',
    )
    expect(
      await ask(`SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_%' ORDER BY 1`),
    ).toEqual([{ nspname: 'sqlite2pg_journal' }])
    expect(await ask(`INSERT INTO users (name) VALUES ('next') RETURNING id, shout`)).toEqual([
      { id: 4, shout: 'NEXT' },
    ])
  })

  it('gives keys of other tables their full force again, with the rows they had', async () => {
    await ask(`${SCHEMA} ${SEED}
      CREATE SCHEMA other; CREATE TABLE other.notes (n integer REFERENCES tasks ON DELETE CASCADE); INSERT INTO other.notes VALUES (1);
      COMMENT ON CONSTRAINT notes_n_fkey ON other.notes IS 'whose'`)
    const before = await state()
    const report = await bring({ forceRecreate: true })
    expect(report.notices.map(({ code }) => code)).toContain('ORPHANS')
    expect(await ask(`SELECT convalidated FROM pg_constraint WHERE conname = 'notes_n_fkey'`)).toEqual([
      { convalidated: false },
    ])
    expect((await undo()).report.error).toBeNull()
    expect(await state()).toEqual(before)
  })

  it('does not touch a trigger, a rule of row security that spares the owner, or a partition', async () => {
    await ask(`CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, boss integer) PARTITION BY RANGE (id);
      CREATE TABLE users_low PARTITION OF users FOR VALUES FROM (0) TO (12); CREATE TABLE users_high PARTITION OF users DEFAULT;
      CREATE TABLE tasks (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id integer REFERENCES users, title text);
      INSERT INTO users VALUES (1, 'old', NULL); INSERT INTO tasks (user_id, title) VALUES (1, 'old');
      CREATE TABLE log (what text);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log VALUES (TG_OP); RETURN NULL; END $$;
      CREATE TRIGGER noted AFTER INSERT OR DELETE ON tasks FOR EACH ROW EXECUTE FUNCTION note();
      CREATE TRIGGER emptied AFTER TRUNCATE ON tasks EXECUTE FUNCTION note(); ALTER TABLE tasks ENABLE ALWAYS TRIGGER noted;
      ALTER TABLE tasks ENABLE ROW LEVEL SECURITY; CREATE POLICY none ON tasks USING (false)`)
    await bringAndUndo({ forceRecreate: true })
    expect(await ask('SELECT * FROM log')).toEqual([])
  })

  it('takes the table of rows that were set aside out of sight', async () => {
    await ask(SCHEMA.replace('title text', "title text CHECK (title <> 'read')"))
    const text = await bringAndUndo({ badValues: 'quarantine' })
    expect(text.replaceAll(/\s+/g, ' ')).toContain('the rows that the load had set aside')
  })

  it('makes a key that rows without a parent had weakened valid again', async () => {
    await ask(SCHEMA)
    const before = await state()
    const path = sourceFile(`CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, boss INTEGER);
      CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER, title TEXT); INSERT INTO tasks VALUES (1, 9, 'lost')`)
    expect((await load({ sqlitePath: path, url: database.url })).error).toBeNull()
    expect(await ask(`SELECT convalidated FROM pg_constraint WHERE conname = 'tasks_user_id_fkey'`)).toEqual([
      { convalidated: false },
    ])
    expect((await undo()).report.error).toBeNull()
    expect(await state()).toEqual(before)
  })
})

describe('rows written since a load', () => {
  const WRITE = `UPDATE tasks SET title = 'mine' WHERE id = 101; INSERT INTO users (name) VALUES ('new')`

  it('stop its rollback with their counts', async () => {
    await ask(`${SCHEMA} ${SEED}`)
    await bring({ forceRecreate: true })
    await ask(WRITE)
    const before = await state()
    const { report } = await undo()
    expect(report).toMatchObject({ exitCode: 5, error: { code: 'ROWS_WRITTEN_SINCE' } })
    expect(report.error?.message).toContain(
      'tasks: 1 row inserted or changed, 1 row deleted or changed; users: 1 row inserted',
    )
    expect(await state()).toEqual(before)
  })

  it('with --yes are kept in a schema of their own, and the state before the load is back', async () => {
    await ask(`${SCHEMA} ${SEED}`)
    const before = await state()
    await bring({ forceRecreate: true })
    await ask(WRITE)
    const { report, rolledBack } = await undo({ yes: true })
    expect(report.error).toBeNull()
    expect(await state()).toEqual(before)
    expect(await ask(`SELECT title FROM ${rolledBack?.keptIn}.tasks ORDER BY id`)).toEqual([
      { title: 'mine' },
      { title: 'read' },
    ])
    expect(await ask(`SELECT name FROM ${rolledBack?.keptIn}.users WHERE id > 13`)).toEqual([{ name: 'new' }])
  })

  it('in a table that was not loaded, referring to rows that would go, stop it with their count, --yes or not', async () => {
    await ask(`${SCHEMA} CREATE TABLE notes (task integer REFERENCES tasks ON DELETE CASCADE)`)
    await bring()
    await ask('INSERT INTO notes VALUES (101), (102)')
    const before = await state()
    const { report } = await undo({ yes: true })
    expect(report.error).toMatchObject({
      code: 'TARGET_DEPENDENTS',
      message: expect.stringContaining(
        'notes.notes_task_fkey → tasks: 2 rows refer to rows that the rollback would take away',
      ),
    })
    expect(await state()).toEqual(before)
    await ask('DELETE FROM notes')
    expect((await undo()).report.error).toBeNull()
  })

  it('a sequence from which another table has drawn meanwhile stays past its rows', async () => {
    await ask(`CREATE SEQUENCE ids; CREATE TABLE users (id bigint PRIMARY KEY DEFAULT nextval('ids'), name text, boss bigint);
      CREATE TABLE tasks (id bigint PRIMARY KEY, user_id bigint, title text); CREATE TABLE others (id bigint PRIMARY KEY DEFAULT nextval('ids'))`)
    await bring()
    await ask('INSERT INTO others DEFAULT VALUES')
    expect((await undo()).report.error).toBeNull()
    expect(await ask('INSERT INTO others DEFAULT VALUES RETURNING id::int')).toEqual([{ id: 15 }])
  })
})

describe('what has changed since a load', () => {
  it.each([
    [
      'a column',
      'ALTER TABLE tasks RENAME title TO titel',
      'NOTHING_TO_ROLL_BACK',
      'tasks.titel, tasks.title',
    ],
    [
      'a rule',
      'CREATE RULE quiet AS ON INSERT TO tasks DO INSTEAD NOTHING',
      'TARGET_DEPENDENTS',
      'rule quiet on tasks',
    ],
    [
      'a child table',
      'CREATE TABLE more () INHERITS (tasks)',
      'TARGET_DEPENDENTS',
      'child table more on tasks',
    ],
    [
      'the table itself',
      'DROP TABLE tasks; CREATE TABLE tasks (id integer)',
      'NOTHING_TO_ROLL_BACK',
      'table tasks',
    ],
    [
      'row security that binds the owner',
      'ALTER TABLE tasks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
      null,
      '',
    ],
  ])('%s is refused by its name, or does no harm', async (_, sql, code, says) => {
    await ask(`${SCHEMA} ${SEED}`)
    await bring({ forceRecreate: true })
    await ask(sql)
    const before = await state()
    const { report } = await undo()
    expect(report.error?.code ?? null).toBe(code)
    expect(report.error?.message ?? '').toContain(says)
    if (code !== null) expect(await state()).toEqual(before)
  })

  it('the next load drops what the one before had kept', async () => {
    await ask(`${SCHEMA} ${SEED}`)
    await bring({ forceRecreate: true })
    await bring({ forceRecreate: true })
    const kept = await ask(
      `SELECT count(*)::int AS n FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_replaced%'`,
    )
    expect(kept).toEqual([{ n: 1 }])
    expect((await undo()).report.error).toBeNull()
    expect(await ask('SELECT count(*)::int AS n FROM users')).toEqual([{ n: 3 }])
  })
})

describe('an owner without the rights of a superuser', () => {
  let owned: OwnedDatabase
  beforeEach(async () => {
    owned = await withOwnedDatabase()
    await query(owned.url, `${SCHEMA} ${SEED}`)
    return () => owned.drop()
  })
  const bringOwned = async () =>
    expect((await load({ sqlitePath, url: owned.url, forceRecreate: true })).error).toBeNull()

  it('takes a load back', async () => {
    await bringOwned()
    expect((await rollback({ url: owned.url })).report.error).toBeNull()
    expect(await query(owned.url, 'SELECT name FROM users ORDER BY id')).toEqual([
      { name: 'seed' },
      { name: 'root' },
    ])
  })

  it.each([
    [
      'row security that binds the owner too',
      'ALTER TABLE tasks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
      'tasks',
    ],
    [
      'a foreign key of a table that belongs to another role',
      `CREATE TABLE theirs (n integer REFERENCES tasks); ALTER TABLE theirs OWNER TO postgres`,
      'theirs.theirs_n_fkey',
    ],
    ['a table that belongs to another role', 'ALTER TABLE tasks OWNER TO postgres', 'tasks'],
  ])('is told of %s, and nothing changes', async (_, sql, says) => {
    await bringOwned()
    await query(owned.adminUrl, sql)
    const { report } = await rollback({ url: owned.url, yes: true })
    expect(report.error).toMatchObject({ code: 'TARGET_PRIVILEGE', message: expect.stringContaining(says) })
    expect(await query(owned.adminUrl, 'SELECT count(*)::int AS n FROM users')).toEqual([{ n: 3 }])
  })
})
