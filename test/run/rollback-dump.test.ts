// A rollback by pg_dump: the text of the whole database before a run and after its rollback is the same.
import { afterAll, describe, expect, it } from 'vitest'
import { load, migrate, rollback } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { query, withDatabase } from '../server/database.ts'
import { startOtherServer } from '../server/other-server.ts'
import { fixturePair } from './load/loading.ts'
import { dump } from './pg-dump.ts'
import { fixtureFile, fixtureWishes } from './workplace.ts'

const server = await startOtherServer()
const isDumped = server !== null && (await dump(server.url)) !== null
afterAll(() => server?.stop())

describe.skipIf(!isDumped)(
  `by pg_dump of PostgreSQL ${server?.serverVersion ?? '(none is installed here: skipped)'}`,
  () => {
    const made = async (name: string, more: Partial<MigrateOptions> = {}) => {
      const database = await withDatabase({ serverUrl: server?.url ?? '' })
      const options = {
        sqlitePath: fixtureFile(name),
        url: database.url,
        tables: fixtureWishes(name),
        ...more,
      }
      const move = async (forceRecreate: boolean) =>
        expect((await migrate({ ...options, forceRecreate })).error).toBeNull()
      const undo = () =>
        rollback({ url: database.url, ...(more.schema && { schema: more.schema }), yes: true })
      return { database, move, undo }
    }

    it.each(['e-recurring-patterns', 'c-chat-and-tags', 'hard'])(
      '%s: replaced tables are back as they were',
      async name => {
        const { database, move, undo } = await made(name)
        const role = `app_${database.name}`
        await query(database.url, `CREATE ROLE ${role}`)
        await move(false)
        const [{ table } = { table: '' }] = await query<{ table: string }>(
          database.url,
          `SELECT format('%I', relname) AS "table" FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1 LIMIT 1`,
        )
        await query(
          database.url,
          `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};
         COMMENT ON TABLE ${table} IS 'an application''s'; ALTER TABLE ${table} ADD COLUMN by_hand text DEFAULT 'x';
         CREATE INDEX by_hand ON ${table} (by_hand) WHERE by_hand <> ''`,
        )
        const before = await dump(database.url)
        expect(before).toContain('by_hand')
        await move(true)
        expect(await dump(database.url)).not.toBe(before)
        expect((await undo()).report.error).toBeNull()
        expect(await dump(database.url)).toBe(before)
        await query(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
        await database.drop()
      },
    )

    it.each([undefined, 'a new schema'])('what a first run added is gone (schema %s)', async schema => {
      const { database, move, undo } = await made('hard', schema === undefined ? {} : { schema })
      await query(database.url, `CREATE TABLE mine (a serial PRIMARY KEY); INSERT INTO mine DEFAULT VALUES`)
      const before = await dump(database.url)
      await move(false)
      expect((await undo()).report.error).toBeNull()
      expect(await dump(database.url)).toBe(before)
      await database.drop()
    })

    const SEEDED = `INSERT INTO users (email, username, hashed_password) VALUES ('a@b.c', 'seed', 'x'), ('d@e.f', 'gone', 'x');
      DELETE FROM users WHERE username = 'gone'; INSERT INTO recurring_patterns (user_id, title, frequency, start_date) VALUES (1, 't', 'daily', '2024-01-01');
      INSERT INTO tasks (title, user_id, recurring_pattern_id) VALUES ('welcome', 1, 1)`
    it.each([
      ['an SQLAlchemy application', 'e-recurring-patterns', ''],
      ['an SQLAlchemy application with rows', 'e-recurring-patterns', SEEDED],
      ['a media server with its first rows', 'media-server', ''],
      ['a media server without rows', 'media-server', 'TRUNCATE "QualityProfiles" RESTART IDENTITY'],
      ['a Rails application, whose tables refer to each other', 'rails-app', ''],
      ['a Django application', 'django-app', ''],
      ['a Diesel application', 'diesel-app', ''],
    ])('%s: a load is taken back', async (_, name, more) => {
      const database = await withDatabase({ serverUrl: server?.url ?? '' })
      const pair = await fixturePair(database.url, name)
      await query(database.url, `SET search_path = ${pair.schema}; ${more}`)
      const before = await dump(database.url)
      expect((await load({ ...pair, forceRecreate: true })).error).toBeNull()
      expect(await dump(database.url)).not.toBe(before)
      expect((await rollback({ url: database.url, schema: pair.schema })).report.error).toBeNull()
      expect(await dump(database.url)).toBe(before)
      await database.drop()
    })
  },
)
