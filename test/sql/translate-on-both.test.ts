// The promise of the translator, held against both servers: for every row, PostgreSQL's answer to the
// translated expression is SQLite's to the original.
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { startOtherServer } from '../server/other-server.ts'
import { askPostgres, askSqlite, connect, makeTable } from './both-servers.ts'
import { randomRows } from './random-rows.ts'
import { TRANSLATE_CASES } from './translate-cases.ts'

const carried = TRANSLATE_CASES.filter(({ postgres }) => postgres !== null)

// An older PostgreSQL as well, where one is installed.
const other = await startOtherServer()
afterAll(() => other?.stop())

describe.each([
  { server: 'the server of the run' },
  ...(other === null ? [] : [{ server: `PostgreSQL ${other.serverVersion}` }]),
])('$server', ({ server }) => {
  let database: TestDatabase
  let client: pg.Client

  beforeAll(async () => {
    const isOther = server !== 'the server of the run' && other !== null
    database = await withDatabase(isOther ? { serverUrl: other.url } : {})
    client = await connect(database.url)
  })

  afterAll(async () => {
    await client.end()
    await database.drop()
  })

  it.each(carried)('$sqlite is answered alike', async found => {
    await makeTable(client, found)
    expect(await askPostgres(client, found)).toEqual(askSqlite(found))
  })

  it.each(carried)('$sqlite is answered alike for random values', async found => {
    const random = { ...found, rows: randomRows(found) }
    await makeTable(client, random)
    const [here, there] = [askSqlite(random), await askPostgres(client, random)]
    for (const [i, row] of random.rows.entries())
      expect(there[i], JSON.stringify(row, shown)).toEqual(here[i])
  })

  it.each(carried.filter(({ purpose }) => purpose !== 'check'))('$sqlite can be an index', async found => {
    await makeTable(client, found)
    await expect(client.query(`CREATE INDEX ON pg_temp.t ((${found.postgres}))`)).resolves.toBeDefined()
  })
})

const shown = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value)
