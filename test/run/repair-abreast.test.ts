// Repairs while others write, that are interrupted, and that are many rows long: what is committed is all of it, after a
// proof, or nothing.
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate, repair, verify } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { applied, printedRepair, runScript } from './repaired-copy.ts'
import { newPath, sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const sqlitePath = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO t SELECT i, 'row ' || i FROM n;`)
const broken = `DELETE FROM t WHERE id = 7; UPDATE t SET name = 'wrong' WHERE id IN (8, 9); INSERT INTO t VALUES (90, 'extra')`
const rows = async () => JSON.stringify(await query(database.url, 'SELECT * FROM t ORDER BY id'))

describe('while another session writes', () => {
  beforeEach(async () => {
    await migrate({ sqlitePath, url: database.url })
    await query(database.url, broken)
  })

  const during = (sql: string) =>
    repair({
      ...{ sqlitePath, url: database.url, apply: true },
      confirm: async () => {
        await query(database.url, sql)
        return true
      },
    })

  it.each([
    ['changes a row that differs', `UPDATE t SET name = 'other' WHERE id = 8`, 'TARGET_BUSY'],
    ['deletes a row that only the target had', 'DELETE FROM t WHERE id = 90', 'TARGET_BUSY'],
    ['inserts a row that was missing', `INSERT INTO t VALUES (7, 'theirs')`, 'TARGET_FAILED'],
  ])('a repair is refused when it %s, and changes nothing', async (_, sql, code) => {
    const done = await during(sql)
    expect(done.report).toMatchObject({ exitCode: 4, error: { code } })
    expect(done.report.error?.hint).toMatch(/run again/)
    expect(await rows()).toContain('wrong')
    expect((await applied({ sqlitePath, url: database.url })).report.error).toBeNull()
    expect((await verify({ sqlitePath, url: database.url })).error).toBeNull()
  })

  it('a repair leaves a row alone that was alike when both sides were compared', async () => {
    const done = await during(`UPDATE t SET name = 'newer' WHERE id = 20`)
    expect(done.report.error).toBeNull()
    const verified = await verify({ sqlitePath, url: database.url })
    expect(verified.differences).toMatchObject([{ key: 'id=20', target: `'newer'` }])
  })

  it('a repair that is not agreed to, or that nobody can be asked about, changes nothing', async () => {
    const before = await rows()
    const options = { sqlitePath, url: database.url, apply: true }
    expect((await repair({ ...options, confirm: async () => false })).report).toMatchObject({ exitCode: 130 })
    expect((await repair(options)).report).toMatchObject({
      exitCode: 2,
      error: { code: 'CONFIRMATION_REQUIRED' },
    })
    expect(await rows()).toBe(before)
  })

  it('a repair that only inserts asks nobody', async () => {
    await query(database.url, `TRUNCATE t`)
    expect((await repair({ sqlitePath, url: database.url, apply: true })).report.error).toBeNull()
  })

  it('a repair that is interrupted changes nothing', async () => {
    const before = await rows()
    const stop = new AbortController()
    const done = await repair({
      ...{ sqlitePath, url: database.url, apply: true, signal: stop.signal },
      confirm: async () => {
        stop.abort()
        return true
      },
    })
    expect(done.report).toMatchObject({ exitCode: 130, outcome: 'interrupted' })
    expect(await rows()).toBe(before)
  })

  it('a rule that keeps rows from being changed fails the repair, and all is as it was', async () => {
    await query(
      database.url,
      'CREATE RULE no_delete AS ON DELETE TO t DO INSTEAD NOTHING; ALTER TABLE t ENABLE ALWAYS RULE no_delete',
    )
    const before = await rows()
    expect((await applied({ sqlitePath, url: database.url })).report).toMatchObject({ exitCode: 4 })
    expect(await rows()).toBe(before)
  })
})

describe('20,000 rows that differ', () => {
  it('are repaired through several readers, as a script that is written piece by piece', {
    timeout: 120_000,
  }, async () => {
    const path = newPath()
    const file = new Database(path)
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT, weight REAL); CREATE TABLE by_code (code TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) INSERT INTO t SELECT i, 'c' || i, 'name ' || i, i / 7.0 FROM n;
      INSERT INTO by_code SELECT code, name FROM t`)
    file.close()
    const options = { sqlitePath: path, url: database.url, jobs: 2, partBytes: 100_000 }
    const breaking = `UPDATE t SET name = upper(name) WHERE id % 5 = 0; DELETE FROM t WHERE id % 10 = 1; UPDATE t SET code = 'x' || code WHERE id % 10 = 2;
      INSERT INTO t SELECT 40000 + id, 'n' || id, NULL, 0 FROM t WHERE id % 10 = 7; DELETE FROM by_code WHERE name LIKE '%4'; UPDATE by_code SET name = NULL WHERE name LIKE '%5'`
    for (const schema of ['one', 'two']) {
      expect((await migrate({ ...options, schema })).error).toBeNull()
      await query(`${database.url}?options=-c%20search_path%3D${schema}`, breaking)
    }
    const done = await applied({ ...options, schema: 'one' })
    const changed = done.repair?.tables.map(({ inserted, updated, deleted }) =>
      Number(inserted + updated + deleted),
    )
    expect(changed?.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20_000)
    let longest = 0
    const printed = await printedRepair({ ...options, schema: 'two' })
    for (const block of printed.script.split('DO $sqlite2pg$')) longest = Math.max(longest, block.length)
    expect(longest).toBeLessThan(50_000)
    await runScript(printed.script, database.url)
    for (const schema of ['one', 'two']) expect((await verify({ ...options, schema })).error).toBeNull()
  })
})
