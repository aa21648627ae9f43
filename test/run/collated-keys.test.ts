// Keys of one column under two collations, foreign keys to columns that are unique under another
// collation only, and keys that a configuration adds.
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, plan } from '../../src/index.ts'
import { query, withDatabase } from '../server/database.ts'
import { sourceFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())
const report = await migrate({
  url: database.url,
  sqlitePath: sourceFile(`
    PRAGMA foreign_keys = OFF;
    CREATE TABLE tags (name TEXT, UNIQUE (name), UNIQUE (name COLLATE NOCASE)); INSERT INTO tags VALUES ('Home');
    CREATE TABLE codes (code TEXT); CREATE UNIQUE INDEX codes_code ON codes (code COLLATE RTRIM); INSERT INTO codes VALUES ('a');
    CREATE TABLE uses (code TEXT REFERENCES codes (code)); INSERT INTO uses VALUES ('a')`),
})

describe('a column that is unique under two collations', () => {
  it('stays unique without regard to case', async () => {
    expect(report.error).toBeNull()
    await expect(query(database.url, `INSERT INTO tags VALUES ('HOME')`)).rejects.toThrow(/duplicate key/)
  })
})

describe('a foreign key to a column whose unique index cannot be carried', () => {
  it('finds a plain unique key', async () => {
    expect(report.foreignKeys).toMatchObject([{ columns: ['code'], state: 'valid' }])
    await expect(query(database.url, `INSERT INTO uses VALUES ('b')`)).rejects.toThrow(/foreign key/)
  })
})

describe('what a configuration asks for', () => {
  it('may be a foreign key to a column that is unique without regard to case', async () => {
    const sqlitePath = sourceFile(`
      CREATE TABLE names (name TEXT COLLATE NOCASE UNIQUE); INSERT INTO names VALUES ('Ann');
      CREATE TABLE notes (name TEXT); INSERT INTO notes VALUES ('Ann')`)
    const tables = {
      notes: { foreignKeys: [{ columns: ['name'], references: { table: 'names', columns: ['name'] } }] },
    }
    const { error, foreignKeys } = await migrate({
      ...{ sqlitePath, url: database.url, schema: 'wished', tables },
    })
    expect(error).toBeNull()
    expect(foreignKeys).toMatchObject([{ columns: ['name'], state: 'valid' }])
  })

  it.each([
    ['a json column', ['j'], 'a json column, which has no equality; jsonb has'],
    ['a column twice', ['n', 'N'], 'this column twice'],
  ])('may not be a unique key of %s, which the plan says', async (_, columns, because) => {
    const sqlitePath = sourceFile(`CREATE TABLE t (j JSON, n INTEGER); INSERT INTO t VALUES ('{}', 1)`)
    const { report } = await plan({ sqlitePath, url: database.url, tables: { t: { unique: [{ columns }] } } })
    expect(report.error).toMatchObject({ code: 'BAD_CONFIG' })
    expect(report.error?.message).toContain(because)
  })
})
