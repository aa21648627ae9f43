// Spans of time that an application kept as text, in a target where somebody made them an interval: as PostgreSQL reads the
// same text, so verify compares, and a repair writes what PostgreSQL reads. Arrays by their bounds as well.
import { expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { applied, different } from './repaired-copy.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const SPANS = [
  ...[
    'PT1H',
    'PT1H30M',
    'P1D',
    'P1DT2H3M4.5S',
    'P2W',
    'PT0.000001S',
    'PT36H',
    'P0D',
    'PT-5M',
    'PT1.5H',
    'P-1DT12H',
  ],
  ...['P1Y', 'P1M', 'P1Y2M', 'P14M', 'P1Y2M3DT4H5M6S', 'P2M1D', 'P1MT0.25S', 'P100Y', 'P1Y0M1D'],
  ...['1:30', '36:00:00', '-1:30:05.5', '1 day, 2:03:04', '3 days', '1 year 2 mons'],
]

async function moved(change: string): Promise<{ sqlitePath: string; url: string }> {
  const rows = SPANS.map((span, i) => `(${i + 1}, '${span}')`).join(', ')
  const pair = {
    sqlitePath: sourceFile(
      `CREATE TABLE s (id INTEGER PRIMARY KEY, span TEXT); INSERT INTO s VALUES ${rows}`,
    ),
    url: database.url,
  }
  expect((await migrate(pair)).error).toBeNull()
  await query(database.url, change)
  return pair
}

it('a span is the same in whatever way PostgreSQL reads it', async () => {
  const pair = await moved('ALTER TABLE s ALTER COLUMN span TYPE interval USING span::interval')
  const report = await verify(pair)
  expect(report.differences).toEqual([])
  expect(report.exitCode).toBe(0)
})

it('and each is different where one microsecond or one day is too much', async () => {
  const pair = await moved(
    `ALTER TABLE s ALTER COLUMN span TYPE interval USING span::interval + CASE WHEN id % 2 = 0 THEN interval '1 microsecond' ELSE interval '1 day' END`,
  )
  const { tables } = await verify(pair)
  expect(tables[0]?.differing?.changed).toBe(BigInt(SPANS.length))
  expect((await applied(pair)).report.error).toBeNull()
  expect(different(await verify(pair))).toEqual([])
  expect(await query(database.url, 'SELECT id FROM s WHERE span IS NULL')).toEqual([])
})

it('an array whose bounds begin elsewhere is another one', async () => {
  const pair = {
    sqlitePath: sourceFile(
      `CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO a VALUES (1, '[1,2]'), (2, '[3]'), (3, NULL), (4, '[]')`,
    ),
    url: database.url,
  }
  expect((await migrate(pair)).error).toBeNull()
  await query(
    database.url,
    `ALTER TABLE a ALTER COLUMN n TYPE integer[] USING translate(n::text, '[]', '{}')::integer[]`,
  )
  expect((await verify(pair)).exitCode).toBe(0)
  await query(database.url, `UPDATE a SET n = '[0:1]={1,2}' WHERE id = 1`)
  const report = await verify(pair)
  expect(report.differences).toMatchObject([
    { table: 'a', key: 'id=1', column: 'n', target: "'[0:1]={1,2}'" },
  ])
  expect((await applied(pair)).report.error).toBeNull()
  expect((await verify(pair)).exitCode).toBe(0)
})
