// A file whose rows break a UNIQUE of its own, which no quick check tells: nothing is published, and the file is
// named as the cause.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate } from '../../src/index.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

it('rows that a UNIQUE of the file forbids are the fault of the file', async () => {
  const sqlitePath = join(mkdtempSync(join(tmpdir(), 'sqlite2pg-damaged-')), 'a.db')
  const source = new Database(sqlitePath)
  source.exec(`CREATE TABLE t (a TEXT, b TEXT); CREATE UNIQUE INDEX one ON t (a);
    INSERT INTO t VALUES ('x', 'same'), ('y', 'same')`)
  source.unsafeMode()
  source.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX one ON t (b)' WHERE name = 'one'`)
  source.close()
  const report = await migrate({ sqlitePath, url: database.url, schema: 'damaged' })
  expect(report).toMatchObject({ exitCode: 3, error: { code: 'SOURCE_CORRUPT' } })
  expect(report.error?.message).toMatch(
    /^one \(building indexes\): .*"one"; Key \(b\)=\(same\) is duplicated/,
  )
  expect(report.error?.hint).toContain('PRAGMA integrity_check')
})
