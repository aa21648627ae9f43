// A condition that somebody changed under its own name is a difference; one that is only written otherwise is not.
import { describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { databaseState } from './catalog.ts'
import { sourceFile } from './workplace.ts'

const sqlitePath = sourceFile(`
  CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, "B c" VARCHAR(9), CONSTRAINT ck CHECK (a > 0 AND length("B c") BETWEEN 1 AND 9),
    CONSTRAINT kinds CHECK ("B c" IN ('x', 'y') OR a <> 3));
  CREATE INDEX part ON t (a) WHERE a > 5 AND "B c" IS NOT NULL;
  CREATE INDEX folded ON t (lower("B c"));
  INSERT INTO t VALUES (1, 6, 'x');`)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string) => query(database.url, sql)
const judged = async (options = {}) => {
  const before = await databaseState(database.url)
  const report = await verify({ sqlitePath, url: database.url, ...options })
  expect(await databaseState(database.url)).toEqual(before)
  return report
}

describe('verify', () => {
  it('takes a copy of ours for the same in every condition', async () => {
    await migrate({ sqlitePath, url: database.url })
    const report = await judged()
    expect(report.exitCode).toBe(0)
    expect(report.checks.filter(({ status }) => status !== 'same')).toEqual([])
  })

  it.each([
    [
      'a CHECK',
      `ALTER TABLE t DROP CONSTRAINT ck, ADD CONSTRAINT ck CHECK (a > 1 AND length("B c") BETWEEN 1 AND 9)`,
      't.ck',
    ],
    [
      'a CHECK that is always true',
      'ALTER TABLE t DROP CONSTRAINT kinds, ADD CONSTRAINT kinds CHECK (true)',
      't.kinds',
    ],
    ['the condition of an index', 'DROP INDEX part; CREATE INDEX part ON t (a) WHERE a > 4', 't.part'],
    ['the expression of an index', 'DROP INDEX folded; CREATE INDEX folded ON t (upper("B c"))', 't.folded'],
  ])('finds %s that was changed under its name', async (_, sql, object) => {
    await migrate({ sqlitePath, url: database.url })
    await ask(sql)
    const report = await judged()
    expect(report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
    expect(report.checks.filter(({ status }) => status !== 'same')).toMatchObject([
      { object, status: 'different' },
    ])
    expect(report.tables).toMatchObject([{ proof: 'different' }])
  })

  it('takes one for the same that is only written otherwise', async () => {
    await migrate({ sqlitePath, url: database.url })
    await ask(
      `ALTER TABLE t DROP CONSTRAINT kinds, ADD CONSTRAINT kinds CHECK (NOT (a = 3) OR "B c" = ANY ('{x,y}'))`,
    )
    expect((await judged()).exitCode).toBe(6)
    await ask(
      `ALTER TABLE t DROP CONSTRAINT kinds, ADD CONSTRAINT kinds CHECK (("B c"::text = ANY (ARRAY['x'::text, 'y'::text])) OR ((a) != 3))`,
    )
    expect((await judged()).checks.find(({ object }) => object === 't.kinds')).toMatchObject({
      status: 'same',
    })
  })

  it('notes it only where temporary tables are not allowed', async () => {
    await migrate({ sqlitePath, url: database.url })
    await ask('ALTER TABLE t DROP CONSTRAINT ck, ADD CONSTRAINT ck CHECK (a > 1)')
    const role = `reader_${database.name}`
    await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'p'; REVOKE TEMPORARY ON DATABASE ${database.name} FROM PUBLIC;
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role}`)
    const url = new URL(database.url)
    url.username = role
    url.password = 'p'
    const report = await judged({ url: url.href })
    await ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    expect(report.exitCode).toBe(0)
    expect(report.checks.filter(({ status }) => status !== 'same')).toMatchObject([
      { object: 't.ck', status: 'noted' },
    ])
  })
})
