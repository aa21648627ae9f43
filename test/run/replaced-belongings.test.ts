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
    for (const { hint } of lackingIn(report.notices)) {
      await ask(hint.replace('The earlier one is kept with them. To have them on the new one: ', ''))
    }
    const second = await plan({ sqlitePath, url: database.url, schema, forceRecreate: true })
    expect(lackingIn(second.report.notices)).toEqual(lackingIn(report.notices))
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
