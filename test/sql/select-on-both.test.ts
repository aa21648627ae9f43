// The promise of the translator of queries, held against both servers: PostgreSQL gives SQLite's rows, as often,
// and where the query orders them in the same order.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCreateView } from '../../src/sql/parse/create-view.ts'
import { type QueryTranslation, translateSelect } from '../../src/sql/translate/select.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { CARRIED, REFUSED } from './select-cases.ts'
import { madeQueries } from './select-maker.ts'
import { type BothServers, openBoth, WORLD } from './select-world.ts'

let database: TestDatabase
let both: BothServers

beforeAll(async () => {
  database = await withDatabase()
  both = await openBoth(database.url)
})

afterAll(async () => {
  await both.close()
  await database.drop()
})

function translate(sql: string): QueryTranslation {
  const parsed = parseCreateView(`CREATE VIEW v AS ${sql}`)
  return parsed.kind === 'view'
    ? translateSelect(parsed.query, WORLD)
    : { ok: false, because: parsed.because }
}

async function expectSame(sql: string, translated: QueryTranslation): Promise<void> {
  if (!translated.ok) throw new Error(`refused: ${translated.because}`)
  const found = await both.onPostgres(translated.sql).catch(error => {
    throw new Error(`${error.message} in ${translated.sql}`)
  })
  const expected = both.onSqlite(sql)
  const isOrdered = /ORDER BY/i.test(sql)
  expect(isOrdered ? found : found.toSorted()).toEqual(isOrdered ? expected : expected.toSorted())
}

describe('both servers give the same rows', () => {
  it.each(CARRIED)('%s', async sql => {
    await expectSame(sql, translate(sql))
  })
})

describe('a query is refused where its meaning is in doubt', () => {
  it.each(REFUSED)('%s', (sql, because) => {
    const translated = translate(sql)
    expect(translated).toMatchObject({ ok: false, because: expect.stringMatching(because) })
  })
})

it('queries put together by chance are refused or give the same rows', async () => {
  let carried = 0
  for (const sql of madeQueries(20_250_711, 300)) {
    const translated = translate(sql)
    if (!translated.ok) continue
    carried += 1
    await expectSame(sql, translated)
  }
  expect(carried).toBeGreaterThan(100)
})
