// What `verify` finds where a carried view was replaced by hand and still gives the same rows.
import { describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { sourceFile } from './workplace.ts'

const sqlitePath = sourceFile(`
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER, effort INTEGER);
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo');
  INSERT INTO tasks VALUES (10, 1, 3), (11, 2, NULL);
  CREATE VIEW efforts AS SELECT u.name, t.effort FROM users u JOIN tasks t ON t.user_id = u.id;
  CREATE VIEW known AS SELECT * FROM efforts WHERE effort IS NOT NULL;`)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string) => query(database.url, sql)
const move = () => migrate({ sqlitePath, url: database.url })
const check = () => verify({ sqlitePath, url: database.url })

describe('verify', () => {
  it.each([
    [
      'a table',
      'CREATE TABLE efforts AS SELECT u.name, t.effort FROM users u JOIN tasks t ON t.user_id = u.id',
      'table',
    ],
    [
      'a materialized view',
      'CREATE MATERIALIZED VIEW efforts AS SELECT u.name, t.effort FROM users u JOIN tasks t ON t.user_id = u.id',
      'materialized view',
    ],
  ])('finds %s in the place of a view, though it holds the same rows', async (_, made, found) => {
    await move()
    await ask(
      `DROP VIEW known, efforts; ${made}; CREATE VIEW known AS SELECT * FROM efforts WHERE effort IS NOT NULL`,
    )
    const report = await check()
    expect(report.exitCode).toBe(6)
    expect(report.checks.filter(({ status }) => status === 'different')).toMatchObject([
      { kind: 'view', object: 'efforts', expected: 'view', found },
    ])
  })

  it('finds columns of a view in another order', async () => {
    await move()
    await ask(
      'DROP VIEW known; CREATE VIEW known AS SELECT effort, name FROM efforts WHERE effort IS NOT NULL',
    )
    const report = await check()
    expect(report.exitCode).toBe(6)
    expect(report.checks.filter(({ status }) => status === 'different')).toMatchObject([
      { kind: 'view', object: 'known', expected: 'columns (name, effort)', found: 'columns (effort, name)' },
    ])
  })
})
