// Views through whole runs: what only the server or the rows can tell, what is replaced, who may read afterwards,
// and what `verify` finds on a finished target.
import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, plan, verify } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { planSql } from '../../src/report/plan-sql.ts'
import { planText } from '../../src/report/plan-text.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { databaseState } from './catalog.ts'
import { sourceFile } from './workplace.ts'

const TABLES = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER, effort INTEGER);
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo');
  INSERT INTO tasks VALUES (10, 1, 3), (11, 2, NULL), (12, 2, 9223372036854775807);`
const path = sourceFile(`${TABLES}
  CREATE VIEW names AS SELECT name FROM users;
  CREATE VIEW efforts AS SELECT u.name, t.effort FROM users u JOIN tasks t ON t.user_id = u.id;
  CREATE VIEW known AS SELECT * FROM efforts WHERE effort IS NOT NULL;`)
const overflowing = sourceFile(`${TABLES}
  CREATE VIEW more AS SELECT id, effort + 1 AS effort FROM tasks;
  CREATE VIEW reader AS SELECT id FROM more;
  CREATE VIEW names AS SELECT name FROM users;`)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string) => query(database.url, sql)
const move = (options: Partial<MigrateOptions> = {}) =>
  migrate({ sqlitePath: path, url: database.url, ...options })
const check = (sqlitePath = path) => verify({ sqlitePath, url: database.url })

async function viewNames(schema = 'public'): Promise<readonly unknown[]> {
  const sql = `SELECT viewname AS name FROM pg_views WHERE schemaname LIKE '${schema}' ORDER BY 1`
  return (await ask(sql)).map(({ name }) => name)
}

describe('a view whose query fails on the rows', () => {
  it('is dropped again with those that read it, and stops nothing', async () => {
    const report = await move({ sqlitePath: overflowing })
    expect(report.exitCode).toBe(0)
    expect(report.views).toMatchObject([
      { name: 'more', state: 'left out', because: expect.stringContaining('bigint out of range') },
      { name: 'reader', state: 'left out', because: 'it reads the view more, which is left out' },
      { name: 'names', state: 'created', proof: 'identical' },
    ])
    expect(report.notices.filter(({ code }) => code === 'VIEW_LEFT_OUT')).toHaveLength(2)
    expect(await viewNames()).toEqual(['names'])
    expect(await check(overflowing)).toMatchObject({ exitCode: 0 })
  })

  it('ends the run before anything is published with --strict', async () => {
    const before = await databaseState(database.url)
    const report = await move({ sqlitePath: overflowing, strict: true })
    expect(report).toMatchObject({ exitCode: 5, error: { code: 'STRICT_WARNINGS' } })
    expect(await databaseState(database.url)).toEqual(before)
  })
})

describe('views in the target', () => {
  it('read the published tables, not the private ones', async () => {
    await move()
    await ask("UPDATE users SET name = 'eva' WHERE id = 1")
    expect(await ask('SELECT name FROM known ORDER BY 1')).toEqual([{ name: 'bo' }, { name: 'eva' }])
  })

  it('are replaced with their tables and go along to the schema of what was replaced', async () => {
    await move()
    await ask('CREATE ROLE reader_of_views_a; GRANT SELECT ON names, known TO reader_of_views_a')
    const report = await move({ forceRecreate: true })
    expect(report).toMatchObject({ exitCode: 0 })
    expect(await viewNames()).toEqual(['efforts', 'known', 'names'])
    expect(await viewNames('sqlite2pg_replaced_%')).toEqual(['efforts', 'known', 'names'])
    const rights = await ask(
      "SELECT has_table_privilege('reader_of_views_a', 'names', 'SELECT') AS names, has_table_privilege('reader_of_views_a', 'efforts', 'SELECT') AS efforts",
    )
    expect(rights).toEqual([{ names: true, efforts: false }])
    await ask('DROP OWNED BY reader_of_views_a; DROP ROLE reader_of_views_a')
    expect((await check()).exitCode).toBe(0)
  })

  it('of an earlier run that the file has no longer give way too', async () => {
    await move()
    const fewer = sourceFile(TABLES)
    expect(await move({ sqlitePath: fewer, forceRecreate: true })).toMatchObject({ exitCode: 0 })
    expect(await viewNames()).toEqual([])
    rmSync(fewer)
  })

  it('of somebody else on a view that would be replaced stop the run', async () => {
    await move()
    await ask('CREATE VIEW mine AS SELECT name FROM names')
    const before = await databaseState(database.url)
    const report = await move({ forceRecreate: true })
    expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_DEPENDENTS' } })
    expect(report.error?.message).toContain('view public.mine on names')
    expect(await databaseState(database.url)).toEqual(before)
  })

  it.each([
    ['CREATE VIEW names AS SELECT 1 AS one', 'view names'],
    ['CREATE TABLE names (a int)', 'table names'],
  ])('have names that may be taken: %s', async (sql, taken) => {
    await ask(sql)
    const report = await move()
    expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_OCCUPIED' } })
    expect(report.error?.message).toContain(taken)
  })

  it('of such a name are replaced with --force-recreate, tables of such a name are not', async () => {
    await ask('CREATE VIEW names AS SELECT 1 AS one')
    expect(await move({ forceRecreate: true })).toMatchObject({ exitCode: 0 })
    expect(await ask('SELECT count(*)::int AS n FROM names')).toEqual([{ n: 2 }])
    await ask('DROP VIEW names; CREATE TABLE names (a int)')
    expect(await move({ forceRecreate: true })).toMatchObject({ exitCode: 4 })
  })
})

describe('verify', () => {
  it('finds a view that is missing and one that gives other rows', async () => {
    await move()
    expect((await check()).checks.filter(({ kind }) => kind === 'view')).toMatchObject([
      { object: 'names', status: 'same' },
      { object: 'efforts', status: 'same' },
      { object: 'known', status: 'same' },
    ])
    await ask('DROP VIEW known; CREATE OR REPLACE VIEW names AS SELECT name FROM users WHERE id > 1')
    const report = await check()
    expect(report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
    expect(report.checks.filter(({ status }) => status === 'different')).toMatchObject([
      { kind: 'view', object: 'names', expected: '2 rows', found: '1 row' },
      { kind: 'view', object: 'known', expected: 'view', found: '' },
    ])
  })
})

describe('a dry run', () => {
  it('knows what PostgreSQL refuses, and leaves no trace', async () => {
    const wide = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
      CREATE VIEW v AS SELECT ${Array.from({ length: 1700 }, (_, i) => `id + ${i} AS c${i}`).join(', ')} FROM t;
      CREATE VIEW w AS SELECT c1 FROM v;`)
    const before = await databaseState(database.url)
    const options = { sqlitePath: wide, url: database.url }
    const { report } = await plan(options)
    expect(report.views).toMatchObject([
      { name: 'v', state: 'left out', because: expect.stringContaining('PostgreSQL does not take it') },
      { name: 'w', state: 'left out' },
    ])
    expect(await databaseState(database.url)).toEqual(before)
    expect((await migrate(options)).views).toEqual(report.views)
  })

  it('shows the views with their state, and a script makes them', async () => {
    const planned = await plan({ sqlitePath: path, url: database.url })
    if (planned.plan === null) throw new Error('no plan')
    expect(planText(planned)).toMatch(/Views\n +created +names/)
    await ask(planSql(planned.report, planned.statements).replaceAll(/^\\.*$/gm, ''))
    expect(await viewNames()).toEqual(['efforts', 'known', 'names'])
  })
})

it('a run without proof carries views and says that nothing was compared', async () => {
  const report = await move({ proof: 'none' })
  expect(report.views.map(({ state, proof }) => ({ state, proof }))).toEqual(
    Array.from({ length: 3 }, () => ({ state: 'created', proof: 'not compared' })),
  )
})

it('values of every kind are compared exactly, as often as they occur', async () => {
  const odd = sourceFile(file => {
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL, d DECIMAL(12,3), b BLOB, w BOOLEAN, m, u UUID, j JSON, s DATETIME, e DATE);
      CREATE VIEW v AS SELECT r, d, b, w, m, u, j, s, e FROM t;
      CREATE VIEW computed AS SELECT r / 3 AS third, coalesce(b, x'00') AS b, d IS NULL AS empty FROM t;`)
    const insert = file.prepare(
      'INSERT INTO t (r, d, b, w, m, u, j, s, e) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    insert.run(
      1e300,
      0.001,
      Buffer.from([0, 255]),
      'true',
      1,
      'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
      '{"b": 1}',
      '2024-01-01',
      '2024-02-29',
    )
    insert.run(-0.0, 1e9, Buffer.alloc(0), 0, 'x', null, null, '2024-01-01T00:00:00.5', null)
    insert.run(
      Number.POSITIVE_INFINITY,
      12.1,
      null,
      1n,
      0.1,
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      'null',
      null,
      '1999-12-31',
    )
    insert.run(
      Number.POSITIVE_INFINITY,
      12.1,
      null,
      1n,
      0.1,
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      'null',
      null,
      '1999-12-31',
    )
  })
  const report = await move({ sqlitePath: odd })
  expect(report.views).toMatchObject([
    { name: 'v', proof: 'identical' },
    { name: 'computed', proof: 'identical' },
  ])
  const writable = new Database(odd)
  writable.exec('DELETE FROM t WHERE id = 4')
  writable.close()
  const found = await check(odd)
  expect(found.checks.find(({ kind, object }) => kind === 'view' && object === 'v')).toMatchObject({
    status: 'different',
  })
})
