// Who repairs: an owner without a superuser's rights, whose foreign keys and triggers step aside and come back as they
// were, and a role that may write rows and nothing else.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { asUser, type OwnedDatabase, withOwnedDatabase } from '../errors/owned-database.ts'
import { query } from '../server/database.ts'
import { applied, printedRepair, runScript } from './repaired-copy.ts'
import { sourceFile } from './workplace.ts'

const sqlitePath = sourceFile(`PRAGMA foreign_keys = OFF;
  CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE, title TEXT, parent INTEGER REFERENCES tasks (id));
  INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c');
  INSERT INTO tasks VALUES (1, 1, 'one', 4), (2, 2, 'two', NULL), (3, 3, 'three', 1), (4, 3, 'four', NULL);`)

const NOTE = `CREATE TABLE log (what text);
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.log VALUES (TG_OP); RETURN NULL; END $$;
  CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON tasks FOR EACH ROW EXECUTE FUNCTION note();
  COMMENT ON CONSTRAINT tasks_user_id_fkey ON tasks IS E'whose\\nit is';`

/** E-mails swapped, a parent replaced whose children are to stay, rows of one table in the wrong order, a wrong number. */
const BREAKING = `
  SET session_replication_role = replica;
  UPDATE users SET email = id::text; UPDATE users SET email = 'b' WHERE id = 1; UPDATE users SET email = 'a' WHERE id = 2;
  DELETE FROM users WHERE id = 3; INSERT INTO users VALUES (9, 'c'); UPDATE tasks SET user_id = 9 WHERE user_id = 3;
  DELETE FROM tasks WHERE id = 4; INSERT INTO tasks VALUES (7, 9, 'x', NULL), (8, 9, 'y', 7); UPDATE tasks SET parent = 8 WHERE id = 1;
  SELECT setval('tasks_id_seq', 1)`

let owned: OwnedDatabase
beforeAll(async () => {
  owned = await withOwnedDatabase()
})
afterAll(() => owned.drop())

beforeEach(async () => {
  await migrate({ sqlitePath, url: owned.url, forceRecreate: true })
  await query(owned.url, `DROP TABLE IF EXISTS log; DROP FUNCTION IF EXISTS note CASCADE; ${NOTE}`)
})

const constraints = () =>
  query(
    owned.adminUrl,
    `SELECT conrelid::regclass::text AS "table", conname, convalidated, pg_get_constraintdef(oid) AS definition, obj_description(oid, 'pg_constraint') AS said FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2`,
  )
const triggers = () =>
  query(owned.adminUrl, `SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`)
const noted = () => query(owned.adminUrl, 'SELECT * FROM log')

describe('the owner of the tables', () => {
  it.each(['--apply', 'the script'])('repairs by %s, without a cascade and without a trigger', async way => {
    const before = [await constraints(), await triggers()]
    await query(owned.adminUrl, BREAKING)
    const options = { sqlitePath, url: owned.url, jobs: 2, partBytes: 100 }
    if (way === '--apply') expect((await applied(options)).report.error).toBeNull()
    else await runScript((await printedRepair(options)).script, owned.url)
    expect((await verify(options)).error).toBeNull()
    expect([await constraints(), await triggers()]).toEqual(before)
    expect(await noted()).toEqual([])
  })

  it('takes no foreign key away where rows are only missing or changed', async () => {
    await query(
      owned.adminUrl,
      `SET session_replication_role = replica; UPDATE tasks SET title = 'x'; DELETE FROM users WHERE id = 1`,
    )
    const { script } = await printedRepair({ sqlitePath, url: owned.url })
    expect(script).not.toContain('DROP CONSTRAINT')
    await runScript(script, owned.url)
    expect((await verify({ sqlitePath, url: owned.url })).error).toBeNull()
  })
})

describe('a role that may only write rows', () => {
  it('repairs what no order of rows forbids, and is told of the triggers that fire', async () => {
    const writer = `writer_of_${owned.name}`
    await query(
      owned.adminUrl,
      `CREATE ROLE ${writer} LOGIN PASSWORD 'Qu4gga.s3cret'; GRANT USAGE ON SCHEMA public TO ${writer};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${writer}; GRANT SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO ${writer}`,
    )
    const url = asUser(owned.adminUrl, writer)
    try {
      await query(
        owned.adminUrl,
        `SET session_replication_role = replica; UPDATE tasks SET title = 'x' WHERE id = 2; DELETE FROM tasks WHERE id = 3`,
      )
      const done = await applied({ sqlitePath, url })
      expect(done.report.error).toBeNull()
      expect(done.report.notices).toContainEqual(
        expect.objectContaining({ code: 'TRIGGERS_FIRE', object: 'tasks.noted' }),
      )
      expect(await noted()).toHaveLength(2)
      await query(owned.adminUrl, BREAKING)
      const refused = await applied({ sqlitePath, url })
      expect(refused.report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_FAILED' } })
      expect(await query(owned.adminUrl, 'SELECT id::int FROM tasks ORDER BY 1')).toEqual([
        { id: 1 },
        { id: 2 },
        { id: 3 },
        { id: 7 },
        { id: 8 },
      ])
    } finally {
      await query(owned.adminUrl, `DROP OWNED BY ${writer}; DROP ROLE ${writer}`)
    }
  })
})
