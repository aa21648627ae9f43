// Columns that the target computes: with another formula they are told, even while the values agree; and a repair mends all
// rows but leaves them, and names them.
import { expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { runIn } from '../cli/command-line.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { withReadingRole } from './reading-role.ts'
import { applied, different, printedRepair, runScript } from './repaired-copy.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const SOURCE = `CREATE TABLE o (id INTEGER PRIMARY KEY, price INT NOT NULL, n INT NOT NULL, total INT AS (price * n) STORED, note TEXT);
  INSERT INTO o (id, price, n, note) VALUES (1, 2, 2, 'a'), (2, 3, 1, 'b'), (3, 0, 5, 'c')`

async function moved(...breaking: readonly string[]): Promise<string> {
  const sqlitePath = sourceFile(SOURCE)
  expect((await migrate({ sqlitePath, url: database.url })).error).toBeNull()
  for (const sql of breaking) await query(database.url, sql)
  return sqlitePath
}

const computedAs = (expression: string): string =>
  `ALTER TABLE o DROP COLUMN total, ADD COLUMN total bigint GENERATED ALWAYS AS (${expression}) STORED`

const ofDefault = async (sqlitePath: string) => {
  const { checks, exitCode } = await verify({ sqlitePath, url: database.url })
  const found = checks.find(({ kind, object }) => kind === 'default' && object === 'o.total')
  return { exitCode, ...found }
}

it('another formula that gives the same values today is a difference', async () => {
  const sqlitePath = await moved('UPDATE o SET n = 2', computedAs('price + price'))
  await query(database.url, 'UPDATE o SET n = CASE id WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE 5 END')
  expect(await ofDefault(sqlitePath)).toMatchObject({
    exitCode: 6,
    status: 'different',
    expected: 'generated (price * n)',
    found: 'generated (price + price)',
  })
})

it('the same formula in other words of the server is the same', async () => {
  const sqlitePath = await moved(computedAs('((price) * (n))'))
  expect(await ofDefault(sqlitePath)).toMatchObject({ exitCode: 0, status: 'same' })
})

it('where the server may not be asked, another formula is noted', async () => {
  const sqlitePath = await moved(computedAs('n * price'))
  const reader = await withReadingRole(database)
  try {
    const { checks, exitCode } = await verify({ sqlitePath, url: reader.url })
    expect(exitCode).toBe(0)
    expect(checks.find(({ object, kind }) => kind === 'default' && object === 'o.total')).toMatchObject({
      status: 'noted',
      remark: 'written differently; the two were not evaluated',
    })
  } finally {
    await reader.drop()
  }
})

it('a repair mends what it can write, and names the computed column that is left', async () => {
  const sqlitePath = await moved(
    computedAs('price + n'),
    `UPDATE o SET note = 'x' WHERE id = 1; DELETE FROM o WHERE id = 3`,
  )
  const printed = await printedRepair({ sqlitePath, url: database.url })
  expect(printed.repair?.tables).toEqual([{ table: 'o', inserted: 1n, updated: 1n, deleted: 0n }])
  expect(printed.script).toContain(
    '-- Differs too, is no row that can be written, and is left to you:\n--   o.total: contents (',
  )
  const { report, repair } = await applied({ sqlitePath, url: database.url })
  expect(repair?.tables).toEqual(printed.repair?.tables)
  expect(report.exitCode).toBe(0)
  expect(report.notices).toContainEqual(expect.objectContaining({ code: 'REPAIR_LEFT', object: 'o' }))
  expect(repair?.remaining.join('\n')).toContain('the target computes it, so no statement for rows mends it')
  expect(await query(database.url, 'SELECT id, note FROM o ORDER BY id')).toEqual([
    { id: '1', note: 'a' },
    { id: '2', note: 'b' },
    { id: '3', note: 'c' },
  ])
})

it('where only computed values differ a repair changes nothing, and does not say that no row differs', async () => {
  const sqlitePath = await moved(computedAs('price + n'))
  const printed = await printedRepair({ sqlitePath, url: database.url })
  expect(printed.script).toContain(
    '-- What differs is not written by a repair: there is nothing to repair.\n',
  )
  expect(printed.repair).toMatchObject({ tables: [] })
  const { exitCode, stdout, stderr } = await runIn([
    'repair',
    '--apply',
    '--yes',
    '-s',
    sqlitePath,
    '-p',
    database.url,
  ])
  expect(exitCode).toBe(6)
  expect(stdout + stderr).not.toContain('No row differs')
  expect(stdout).toContain('What differs is not written by a repair: nothing was changed.')
})

it('computed values that follow from repaired ones are mended with them', async () => {
  const sqlitePath = await moved('UPDATE o SET n = 9 WHERE id = 2')
  const { script, repair } = await printedRepair({ sqlitePath, url: database.url })
  expect(repair?.remaining).toEqual([])
  await runScript(script, database.url)
  expect(different(await verify({ sqlitePath, url: database.url }))).toEqual([])
})

it('a row of a table without a key is repaired beside a computed column that differs', async () => {
  const sqlitePath = sourceFile(
    `CREATE TABLE o (price INT, n INT, total INT AS (price * n) STORED); INSERT INTO o VALUES (2, 2), (2, 2), (3, 1), (4, 0)`,
  )
  expect((await migrate({ sqlitePath, url: database.url })).error).toBeNull()
  await query(database.url, computedAs('price + n'))
  await query(
    database.url,
    'DELETE FROM o WHERE ctid = (SELECT min(ctid) FROM o); INSERT INTO o VALUES (7, 7)',
  )
  const { repair, report } = await applied({ sqlitePath, url: database.url })
  expect(report.error).toBeNull()
  expect(repair).toMatchObject({ applied: true })
  expect(await query(database.url, 'SELECT price, n FROM o ORDER BY 1, 2')).toEqual(
    [
      [2, 2],
      [2, 2],
      [3, 1],
      [4, 0],
    ].map(([price, n]) => ({ price: String(price), n: String(n) })),
  )
})
