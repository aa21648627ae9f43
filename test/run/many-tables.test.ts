// A thousand tables, each with a key, an index and a foreign key to the one before: time and locks.
import { afterAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/index.ts'
import { query, withDatabase } from '../server/database.ts'
import { sourceFile } from './workplace.ts'

const TABLES = 1000

const path = sourceFile(database => {
  database.exec('BEGIN')
  for (let i = 0; i < TABLES; i++)
    database.exec(`CREATE TABLE t${i} (id INTEGER PRIMARY KEY, before INT ${i === 0 ? '' : `REFERENCES t${i - 1} (id)`}, v TEXT UNIQUE);
      CREATE INDEX i${i} ON t${i} (before); INSERT INTO t${i} VALUES (1, 1, 'x')`)
  database.exec('COMMIT')
})

describe('a thousand tables', async () => {
  const database = await withDatabase()
  afterAll(() => database.drop())

  it('move in one transaction, with a foreign key each', { timeout: 90_000 }, async () => {
    const report = await migrate({ sqlitePath: path, url: database.url })
    expect(report.error).toBeNull()
    expect(report.tables).toHaveLength(TABLES)
    const [found] = await query(
      database.url,
      `SELECT count(*)::int AS keys FROM pg_constraint
       WHERE contype = 'f' AND convalidated AND connamespace = 'public'::regnamespace`,
    )
    expect(found).toEqual({ keys: TABLES - 1 })
  })
})
