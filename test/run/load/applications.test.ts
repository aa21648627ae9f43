// Databases of applications, loaded into the schemas that their own migrations make in PostgreSQL; afterwards the
// application's next INSERT works in every table.
import { afterAll, describe, expect, it } from 'vitest'
import { query, withDatabase } from '../../server/database.ts'
import { codesOf, fixturePair, loaded, noticesOf, rowsOf } from './loading.ts'

const database = await withDatabase()
afterAll(() => database.drop())

describe('a todo application of SQLAlchemy', () => {
  it('goes into serial ids, a native enum, timestamps and JSON, and goes on from there', async () => {
    const pair = await fixturePair(database.url, 'e-recurring-patterns')
    const report = await loaded(pair)
    expect(report.tables.map(({ target, copiedRows, proof }) => [target, copiedRows, proof])).toEqual([
      ['users', 5n, 'identical'],
      ['recurring_patterns', 3n, 'identical'],
      ['tasks', 23n, 'identical'],
    ])
    await query(
      pair.url,
      `SET search_path = ${pair.schema};
      INSERT INTO users (email, username, hashed_password) VALUES ('n', 'n', 'n');
      INSERT INTO recurring_patterns (user_id, title, frequency, start_date) VALUES (1, 't', 'daily', '2024-01-01');
      INSERT INTO tasks (title, user_id, recurring_pattern_id) VALUES ('t', 1, 3)`,
    )
    expect(
      await rowsOf(pair, 'recurring_patterns', 'id, frequency, days_of_week::text, start_date::text'),
    ).toMatchObject([
      { id: 1, frequency: 'weekly', days_of_week: '[0, 2, 4]', start_date: '2024-09-02' },
      { id: 2, frequency: 'monthly', days_of_week: 'null' },
      { id: 3, frequency: 'daily', days_of_week: null },
      { id: 4, frequency: 'daily' },
    ])
  })

  it('keeps updated_at although a trigger of the target would set it', async () => {
    const pair = await fixturePair(database.url, 'a-singular-user-task')
    const report = await loaded(pair)
    expect(noticesOf(report)).toContain(
      'TRIGGERS_HELD update_task_updated_at on task: does not fire while rows are loaded',
    )
    const [{ fresh, enabled }] = (await query(
      pair.url,
      `SELECT count(*) FILTER (WHERE updated_at > now() - interval '1 day') AS fresh,
        (SELECT tgenabled FROM pg_trigger WHERE tgname = 'update_task_updated_at' AND tgrelid = '${pair.schema}.task'::regclass) AS enabled
       FROM ${pair.schema}.task`,
    )) as [{ fresh: string; enabled: string }]
    expect({ fresh: Number(fresh), enabled }).toEqual({ fresh: 0, enabled: 'O' })
  })

  it('goes into uuid at both ends of its keys, jsonb and an enum, whatever text the file has', async () => {
    const pair = await fixturePair(database.url, 'c-chat-and-tags')
    const report = await loaded(pair)
    expect(report.tables.map(({ proof }) => proof)).toEqual(report.tables.map(() => 'identical'))
    expect(report.tables).toHaveLength(7)
    expect(report.foreignKeys.map(({ state }) => state)).toEqual(report.foreignKeys.map(() => 'valid'))
    expect(noticesOf(report)).toContain(
      'TYPE_REMARK tasks.remind_at: 4 values with an offset become the wall clock of UTC',
    )
    expect(await rowsOf(pair, 'recurring_tasks', 'next_due_at::text')).toEqual([
      { next_due_at: '2025-02-07 21:00:00.75+00' },
      { next_due_at: '2025-02-12 09:30:00+00' },
      { next_due_at: '2025-02-25 07:30:00+00' },
    ])
  })

  it('leaves the notes of Alembic alone, and says that the two sides differ', async () => {
    const pair = await fixturePair(database.url, 'b-text-ids')
    const report = await loaded(pair)
    expect(codesOf(report)).toEqual(expect.arrayContaining(['MIGRATIONS_SKIPPED', 'MIGRATIONS_DIFFER']))
    expect(await rowsOf(pair, 'alembic_version')).toEqual([{ version_num: 'e7712f00aa10' }])
  })

  it('reads naive date-times as UTC where the target keeps instants', async () => {
    const pair = await fixturePair(database.url, 'd-integer-ids')
    const report = await loaded(pair)
    expect(noticesOf(report)).toContain(
      'TYPE_REMARK users.created_at: 3 values without an offset are read as UTC',
    )
    expect(codesOf(report)).not.toContain('MIGRATIONS_DIFFER')
  })
})

describe('a media server', () => {
  it('is refused while the rows of a new installation are there, and nothing is written', async () => {
    const pair = await fixturePair(database.url, 'media-server')
    const { load } = await import('../../../src/index.ts')
    const report = await load(pair)
    expect(report).toMatchObject({ exitCode: 5, error: { code: 'DECISION_NEEDED' } })
    expect(noticesOf(report)).toContain('TARGET_HAS_ROWS QualityProfiles: the target has 2 rows already')
    expect(await rowsOf(pair, 'Series')).toEqual([])
  })

  it('replaces them with --force-recreate, keeps them, and every sequence is past its rows', async () => {
    const pair = await fixturePair(database.url, 'media-server')
    const report = await loaded(pair, { forceRecreate: true })
    expect(codesOf(report)).toEqual(expect.arrayContaining(['ROWS_REPLACED', 'MIGRATIONS_DIFFER']))
    await query(
      pair.url,
      `SET search_path = ${pair.schema};
      INSERT INTO "Config" ("Key", "Value") VALUES ('k', 'v');
      INSERT INTO "QualityProfiles" ("Name", "Cutoff", "Items") VALUES ('n', 1, '[]');
      INSERT INTO "RootFolders" ("Path") VALUES ('/films');
      INSERT INTO "Series" ("TvdbId", "Title", "Monitored", "QualityProfileId") VALUES (1, 't', true, 1);
      INSERT INTO "Blocklist" ("SeriesId", "SourceTitle", "Date") VALUES (11, 't', now())`,
    )
    for (const [table, id] of [
      ['Config', 5],
      ['QualityProfiles', 8],
      ['RootFolders', 4],
      ['Series', 13],
      ['Blocklist', 41],
    ] as const)
      expect((await rowsOf(pair, table, '"Id"')).at(-1)).toEqual({ Id: id })
    const kept = report.notices
      .find(({ code }) => code === 'ROWS_REPLACED')
      ?.message.split(' ')
      .at(-1)
    expect(await query(pair.url, `SELECT "Name" FROM ${kept}."QualityProfiles" ORDER BY 1`)).toEqual([
      { Name: 'Any' },
      { Name: 'SD' },
    ])
    expect(await rowsOf(pair, 'VersionInfo', '"Version"')).toHaveLength(2)
  })
})

describe('an application of Diesel', () => {
  it('goes in, with bytes, counts beyond 2^53, and padded keys', async () => {
    const pair = await fixturePair(database.url, 'diesel-app')
    const report = await loaded(pair)
    expect(report.tables.map(({ proof }) => proof)).toEqual(['identical', 'identical', 'identical'])
    expect(noticesOf(report).find(text => text.startsWith('MIGRATIONS_DIFFER'))).toContain('20991231000000')
    expect(
      await query(pair.url, `INSERT INTO ${pair.schema}.counters (views) VALUES (1) RETURNING id`),
    ).toEqual([{ id: 6 }])
  })
})

describe('an application of Django', () => {
  it('tells that the rows Django made by itself are the same', async () => {
    const pair = await fixturePair(database.url, 'django-app')
    const { load } = await import('../../../src/index.ts')
    const report = await load(pair)
    expect(noticesOf(report)).toContain(
      'TARGET_HAS_ROWS django_content_type: the target has 2 rows already, the same as the file has',
    )
  })

  it('goes in without them: durations, decimals, UUIDs, JSON, deferred keys, a tree', async () => {
    const pair = await fixturePair(database.url, 'django-app')
    const report = await loaded(pair, { exclude: ['django_content_type'] })
    expect(report.tables.map(({ target, proof }) => [target, proof])).toEqual([
      ['shop_category', 'identical'],
      ['shop_order', 'identical'],
    ])
    expect(
      await rowsOf(pair, 'shop_order', 'id::int, token::text, total::text, handling::text, paid, extra'),
    ).toMatchObject([
      {
        id: 8,
        token: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
        total: '19.99',
        handling: '00:01:30',
        paid: true,
        extra: { gift: true },
      },
      { id: 9, total: '5.00', handling: '00:00:00', paid: false, extra: [] },
    ])
    expect(
      await query(
        pair.url,
        `SELECT conname, condeferred, convalidated FROM pg_constraint WHERE contype = 'f' AND connamespace = '${pair.schema}'::regnamespace ORDER BY 1`,
      ),
    ).toEqual([
      { conname: 'shop_category_parent_fk', condeferred: true, convalidated: true },
      { conname: 'shop_order_category_fk', condeferred: true, convalidated: true },
    ])
  })
})

describe('an application of Rails', () => {
  it('goes in although users and teams refer to each other, and the keys come back as they were', async () => {
    const pair = await fixturePair(database.url, 'rails-app')
    const sql = `SELECT o.conname AS name, pg_get_constraintdef(o.oid) AS text, o.convalidated AS valid, obj_description(o.oid, 'pg_constraint') AS comment
      FROM pg_constraint o WHERE o.contype = 'f' AND o.connamespace = '${pair.schema}'::regnamespace ORDER BY 1`
    const before = await query(pair.url, sql)
    const report = await loaded(pair)
    expect(await query(pair.url, sql)).toEqual(before)
    expect(report.tables.map(({ proof }) => proof)).toEqual(['identical', 'identical'])
    expect(codesOf(report)).toContain('ONLY_IN_TARGET')
    expect(await rowsOf(pair, 'users', 'id::int, locale, admin')).toEqual([
      { id: 1, locale: 'en', admin: true },
      { id: 2, locale: 'en', admin: false },
    ])
    expect(
      await query(
        pair.url,
        `INSERT INTO ${pair.schema}.users (team_id, created_at) VALUES (1, now()) RETURNING id::int`,
      ),
    ).toEqual([{ id: 51 }])
  })
})
