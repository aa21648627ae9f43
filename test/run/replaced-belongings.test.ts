// What was made by hand on a table that a run replaces is told before, with statements that make it again; what an
// earlier run made is not.
import { describe, expect, it } from 'vitest'
import { migrate, plan } from '../../src/index.ts'
import type { Notice } from '../../src/model/plan.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { databaseState } from './catalog.ts'
import { fixtureFile, sourceFile } from './workplace.ts'

const sqlitePath = sourceFile(`
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x''y', mail TEXT UNIQUE, CHECK (length(name) > 0));
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, title VARCHAR(30), done BOOLEAN DEFAULT 0,
    at DATETIME DEFAULT CURRENT_TIMESTAMP, upper TEXT AS (lower(title)) STORED, CONSTRAINT ck CHECK (done IN (0, 1) OR title IS NULL));
  CREATE INDEX ix_title ON tasks (title COLLATE NOCASE, user_id DESC) WHERE user_id > 3;
  CREATE UNIQUE INDEX ux ON tasks (lower(title));
  CREATE VIEW named AS SELECT id, name FROM users;
  INSERT INTO users VALUES (1, 'ana', 'a@x'), (2, 'bo', NULL);
  INSERT INTO tasks (id, user_id, title) VALUES (10, 1, 'write'), (11, 2, 'read');`)
const schema = 'My App'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string) => query(database.url, sql)
const run = (path = sqlitePath) =>
  migrate({ sqlitePath: path, url: database.url, schema, forceRecreate: true })
const lackingIn = (notices: readonly Notice[]) => notices.filter(({ code }) => code === 'REPLACED_LACKS')
const again = { sqlitePath, schema, forceRecreate: true }
const restore = async (notices: readonly Notice[]) => {
  for (const { hint } of notices)
    await ask(hint.replace('The earlier one is kept with them. To have them on the new one: ', ''))
}

describe('--force-recreate', () => {
  it('finds nothing made by hand on what an earlier run made', async () => {
    await run()
    const again = await run()
    expect(again.error).toBeNull()
    expect(lackingIn(again.notices)).toEqual([])
    const hard = fixtureFile('hard')
    await run(hard)
    expect(lackingIn((await run(hard)).notices)).toEqual([])
    const aside = {
      sqlitePath: hard,
      url: database.url,
      schema,
      forceRecreate: true,
      orphans: 'quarantine',
      badValues: 'quarantine',
    } as const
    await migrate(aside)
    const twice = await migrate(aside)
    expect(twice.error).toBeNull()
    expect(lackingIn(twice.notices)).toEqual([])
  })

  it('tells what was made by hand, with statements that make it again, and so does a dry run', async () => {
    await run()
    const [constraints] = await ask(
      `SELECT count(*)::int AS n FROM pg_constraint WHERE connamespace = '"My App"'::regnamespace`,
    )
    expect(constraints?.['n']).toBeGreaterThan(4)
    await ask(
      `SET search_path = "My App";
      CREATE INDEX "By Hand" ON tasks (title DESC) INCLUDE (done) WHERE title <> 'it''s';
      CREATE UNIQUE INDEX one_mail ON users (lower(mail));
      COMMENT ON INDEX "By Hand" IS 'for the report';
      ALTER TABLE tasks ADD CONSTRAINT short CHECK (length(title) < 100) NOT VALID;
      COMMENT ON CONSTRAINT short ON tasks IS 'why not';
      ALTER TABLE tasks ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
      ALTER TABLE tasks ADD COLUMN "Extra Note" varchar(9) NOT NULL DEFAULT 'none';
      COMMENT ON COLUMN tasks."Extra Note" IS 'mine';
      COMMENT ON COLUMN tasks.title IS 'travels';
      ALTER TABLE tasks ALTER COLUMN done SET DEFAULT true;
      ALTER TABLE tasks ALTER COLUMN title SET NOT NULL;
      ALTER TABLE users ALTER COLUMN mail TYPE varchar(77);
      ALTER TABLE tasks ALTER COLUMN title SET STATISTICS 500;
      ALTER TABLE tasks ALTER COLUMN title SET STORAGE EXTERNAL;
      ALTER TABLE tasks ALTER COLUMN title SET (n_distinct = 5);
      ALTER TABLE tasks SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, toast.autovacuum_enabled = false);
      ALTER TABLE tasks REPLICA IDENTITY FULL;
      ALTER TABLE users CLUSTER ON one_mail;
      CREATE STATISTICS together (dependencies) ON user_id, done FROM tasks;
      COMMENT ON SEQUENCE tasks_id_seq IS 'drawn from';
      COMMENT ON VIEW named IS 'who is who';
      COMMENT ON COLUMN named.name IS 'in full'`,
    )
    const before = await databaseState(database.url)
    const { report: dry } = await plan({ sqlitePath, url: database.url, schema, forceRecreate: true })
    expect(dry.error).toBeNull()
    expect(await databaseState(database.url)).toEqual(before)
    const report = await run()
    expect(report.error).toBeNull()
    expect(lackingIn(dry.notices)).toEqual(lackingIn(report.notices))
    expect(
      lackingIn(report.notices).map(({ severity, object, message }) => ({ severity, object, message })),
    ).toEqual([
      {
        severity: 'warning',
        object: 'users',
        message:
          'will be replaced, and the new one lacks: type mail character varying(77); index one_mail UNIQUE USING btree (lower((mail)::text)); option CLUSTER ON one_mail',
      },
      {
        severity: 'warning',
        object: 'tasks',
        message: [
          'will be replaced, and the new one lacks: column Extra Note',
          'default done true',
          'NOT NULL title',
          'constraint short CHECK ((length((title)::text) < 100)) NOT VALID',
          `index By Hand USING btree (title DESC) INCLUDE (done) WHERE ((title)::text <> 'it''s'::text)`,
          'foreign key owner FOREIGN KEY (user_id) REFERENCES "My App".users(id) ON DELETE SET NULL',
          'statistics together',
          'option REPLICA IDENTITY FULL',
          'option fillfactor=70, autovacuum_vacuum_scale_factor=0.02, toast.autovacuum_enabled=false',
          'option title STATISTICS 500',
          'option title STORAGE EXTERNAL',
          'option title n_distinct=5',
          'comment on CONSTRAINT short ON "My App".tasks',
          'comment on INDEX "My App"."By Hand"',
          'comment on SEQUENCE "My App".tasks_id_seq',
          'comment on COLUMN "My App".tasks."Extra Note"',
        ].join('; '),
      },
      {
        severity: 'warning',
        object: 'named',
        message:
          'will be replaced, and the new one lacks: comment on VIEW "My App".named; comment on COLUMN "My App".named.name',
      },
    ])
    await restore(lackingIn(report.notices))
    const second = await plan({ sqlitePath, url: database.url, schema, forceRecreate: true })
    expect(lackingIn(second.report.notices)).toEqual(lackingIn(report.notices))
  })

  it('tells what a view, an identity, a collation and a foreign key were given, and every statement works', async () => {
    await run()
    await ask(
      `SET search_path = "My App";
      DROP VIEW named; ALTER TABLE users ALTER COLUMN name TYPE text COLLATE "C";
      CREATE VIEW named WITH (security_barrier = true, check_option = local) AS SELECT id, name FROM users;
      COMMENT ON VIEW named IS 'made by sqlite2pg from the view named';
      ALTER VIEW named ALTER COLUMN name SET DEFAULT 'nobody';
      ALTER TABLE users ALTER COLUMN id SET GENERATED ALWAYS;
      ALTER TABLE tasks ALTER COLUMN id SET INCREMENT BY 5 SET MINVALUE 10 SET START WITH 10 SET MAXVALUE 9999 SET CACHE 7 SET CYCLE RESTART WITH 15;
      ALTER TABLE tasks ALTER CONSTRAINT tasks_user_id_fkey DEFERRABLE INITIALLY IMMEDIATE;
      ALTER TABLE users DROP CONSTRAINT users_check, ADD CONSTRAINT users_check CHECK (name IS NOT NULL);
      DROP INDEX ix_title; CREATE INDEX ix_title ON tasks (title)`,
    )
    const report = await run()
    expect(report.error).toBeNull()
    const lacking = lackingIn(report.notices)
    expect(lacking.map(({ object, message }) => [object, message.split('lacks: ')[1]])).toEqual([
      [
        'users',
        'type name text COLLATE "C"; constraint users_check CHECK ((name IS NOT NULL)); identity option id GENERATED ALWAYS',
      ],
      [
        'tasks',
        'identity option id START WITH 10 INCREMENT BY 5 MINVALUE 10 MAXVALUE 9999 CACHE 7 CYCLE; index ix_title USING btree (title); foreign key tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES "My App".users(id) ON DELETE CASCADE DEFERRABLE',
      ],
      ['named', `default name 'nobody'::text; option security_barrier=true, check_option=local`],
    ])
    await restore(lacking)
    expect(
      await ask(
        `SELECT array_to_string(reloptions, ',') AS o FROM pg_class WHERE oid = '"My App".named'::regclass`,
      ),
    ).toEqual([{ o: 'security_barrier=true,check_option=local' }])
    expect(await ask(`SELECT nextval('"My App".tasks_id_seq')::int AS next`)).toEqual([{ next: 12 }])
    expect(lackingIn((await plan({ ...again, url: database.url })).report.notices)).toEqual(lacking)
  })

  it('makes room for a foreign key of a planned name and for a type, under a view or with a default, before it puts them back', async () => {
    await run()
    await ask(
      `SET search_path = "My App";
      ALTER TABLE tasks DROP CONSTRAINT tasks_user_id_fkey,
        ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE SET NULL;
      ALTER TABLE tasks ALTER COLUMN done DROP DEFAULT, ALTER COLUMN done TYPE integer USING done::integer;
      ALTER TABLE tasks ALTER COLUMN done SET DEFAULT 1;
      DROP VIEW named; ALTER TABLE users ALTER COLUMN name TYPE varchar(50);
      CREATE VIEW named AS SELECT id, name FROM users; COMMENT ON VIEW named IS 'made by sqlite2pg from the view named'`,
    )
    const report = await run()
    expect(report.error).toBeNull()
    const lacking = lackingIn(report.notices)
    const hints = lacking.map(({ hint }) => hint).join(' ')
    expect(hints).toContain('ALTER TABLE "My App"."tasks" DROP CONSTRAINT "tasks_user_id_fkey"; ALTER TABLE')
    expect(hints).toMatch(/DROP VIEW "My App"."named"; ALTER TABLE .* TYPE .*; CREATE VIEW "My App"."named"/)
    await restore(lacking)
    expect(lackingIn((await plan({ ...again, url: database.url })).report.notices)).toEqual(lacking)
  })

  it('tells of an identity that the new column has not', async () => {
    await run()
    await ask(`ALTER TABLE "My App".tasks ALTER COLUMN user_id SET NOT NULL;
      ALTER TABLE "My App".tasks ALTER COLUMN user_id ADD GENERATED ALWAYS AS IDENTITY (INCREMENT BY 3)`)
    const lacking = lackingIn((await run()).notices)
    expect(lacking.map(({ message }) => message.split('lacks: ')[1])).toEqual([
      'NOT NULL user_id; identity user_id GENERATED ALWAYS AS IDENTITY',
    ])
    await restore(lacking)
    expect(await ask(`SELECT nextval('"My App".tasks_user_id_seq')::int AS next`)).toEqual([{ next: 3 }])
    expect(lackingIn((await plan({ ...again, url: database.url })).report.notices)).toEqual(lacking)
  })

  it('stops for them under --strict, before anything is built', async () => {
    await run()
    await ask('CREATE INDEX mine ON "My App".tasks (at)')
    const before = await databaseState(database.url)
    const options = { sqlitePath, url: database.url, schema, forceRecreate: true, strict: true }
    const [dry, real] = [(await plan(options)).report, await migrate(options)]
    expect([dry.exitCode, real.exitCode]).toEqual([5, 5])
    expect(await databaseState(database.url)).toEqual(before)
  })

  it('tells by names where temporary tables are not allowed', async () => {
    const role = `plain_${database.name}`
    await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'p'; REVOKE TEMPORARY ON DATABASE ${database.name} FROM PUBLIC;
      GRANT CREATE ON DATABASE ${database.name} TO ${role}`)
    const url = new URL(database.url)
    url.username = role
    url.password = 'p'
    const asRole = () => migrate({ sqlitePath, url: url.href, schema, forceRecreate: true })
    expect((await asRole()).error).toBeNull()
    await ask('CREATE INDEX mine ON "My App".tasks (at); ALTER TABLE "My App".tasks ADD COLUMN note text')
    const again = await asRole()
    await ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    expect(again.error).toBeNull()
    expect(lackingIn(again.notices).map(({ message }) => message)).toEqual([
      'will be replaced, and the new one lacks: column note; index mine USING btree (at)',
    ])
  })
})
