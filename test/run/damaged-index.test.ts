// Keys that only the server finds broken: nothing is published, and the cause is named, which is the file only if
// SQLite itself finds its index damaged.
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

const newFile = (): string => join(mkdtempSync(join(tmpdir(), 'sqlite2pg-damaged-')), 'a.db')

/** A table whose UNIQUE index was made for another column. */
function damagedFile(): string {
  const sqlitePath = newFile()
  const source = new Database(sqlitePath)
  source.exec(`CREATE TABLE t (a TEXT, b TEXT); CREATE UNIQUE INDEX one ON t (a);
    INSERT INTO t VALUES ('x', 'same'), ('y', 'same')`)
  source.unsafeMode()
  source.exec(`PRAGMA writable_schema = ON;
    UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX one ON t (b)' WHERE name = 'one'`)
  source.close()
  return sqlitePath
}

it('rows that a UNIQUE of the file forbids are the fault of the file, in the words of SQLite', async () => {
  const report = await migrate({ sqlitePath: damagedFile(), url: database.url, schema: 'damaged' })
  expect(report).toMatchObject({ exitCode: 3, error: { code: 'SOURCE_CORRUPT' } })
  expect(report.error?.message).toMatch(
    /^one \(building indexes\): .*"one"; Key \(b\)=\(same\) is duplicated/,
  )
  expect(report.error?.message).toMatch(/SQLite says of t: .* index one$/)
  expect(report.error?.hint).toContain('REINDEX')
})

it.each(['a TEXT UNIQUE', 'a TEXT PRIMARY KEY', 'a TEXT, b TEXT AS (a), UNIQUE (a)'])(
  'values of (%s) that a type of the server finds equal ask for a decision',
  async columns => {
    const sqlitePath = newFile()
    const source = new Database(sqlitePath)
    source.exec(`CREATE TABLE t (${columns}); INSERT INTO t (a) VALUES ('[1,2)'), ('[1.0,2.0)')`)
    source.close()
    const casts = { 't.a': 'numrange' }
    const report = await migrate({ sqlitePath, url: database.url, schema: 'ranges', casts })
    expect(report).toMatchObject({ exitCode: 5, error: { code: 'DECISION_NEEDED' } })
    expect(report.error?.message).toContain('Values of t.a that differ in the file are equal as numrange')
    expect(report.error?.hint).toContain('--cast')
  },
)

it('a partial unique index of the configuration that the rows break asks for a decision', async () => {
  const sqlitePath = newFile()
  const source = new Database(sqlitePath)
  source.exec(`CREATE TABLE t (a TEXT, b INTEGER); INSERT INTO t VALUES ('x', 1), ('x', 2), ('x', -1)`)
  source.close()
  const tables = { t: { indexes: [{ columns: ['a'], unique: true, where: 'b > 0' }] } }
  const report = await migrate({ sqlitePath, url: database.url, schema: 'wished', tables })
  expect(report).toMatchObject({ exitCode: 5, error: { code: 'DECISION_NEEDED' } })
  expect(report.error?.message).toContain('Key (a)=(x) is duplicated')
  expect(report.error?.hint).toContain('configuration')
})
