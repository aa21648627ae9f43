// A row that no page of PostgreSQL can hold is found in the plan, not half-way through the load.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, plan } from '../../src/index.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase
const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-wide-'))

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

function makeTable(name: string, type: string, columns: number, values: readonly (string | null)[]): string {
  const path = join(folder, `${name}.db`)
  const source = new Database(path)
  const names = Array.from({ length: columns }, (_, i) => `c${i} ${type}`)
  source.exec(`CREATE TABLE wide (id INTEGER PRIMARY KEY, ${names})`)
  for (const value of values)
    source.exec(`INSERT INTO wide VALUES (NULL, ${names.map(() => value ?? 'NULL')})`)
  source.close()
  return path
}

describe('a table of many columns', () => {
  it('is refused with the ids of the rows that do not fit a page', async () => {
    const sqlitePath = makeTable('bigints', 'INTEGER', 1200, ['7', null, '8'])
    const planned = await plan({ sqlitePath, url: database.url, schema: 'bigints' })
    const migrated = await migrate({ sqlitePath, url: database.url, schema: 'bigints' })
    expect(planned.report.error?.message).toBe(
      'wide: 2 rows (ids 1, 3) are wider than the 8160 bytes of a page',
    )
    expect(migrated).toMatchObject({ exitCode: 5, error: planned.report.error })
  })

  it.each([
    ['short texts', 'TEXT', 1200, ["'abc'", null]],
    ['long texts, which PostgreSQL moves out of the row', 'TEXT', 400, [`'${'long '.repeat(100)}'`]],
    ['booleans', 'BOOLEAN', 1500, ['1', '0']],
    ['bigints that are mostly NULL', 'INTEGER', 1500, [null]],
  ])('moves where its rows fit: %s', async (name, type, columns, values) => {
    const sqlitePath = makeTable(name, type, columns, values)
    const migrated = await migrate({ sqlitePath, url: database.url, schema: name })
    expect(migrated.error).toBeNull()
  })
})
