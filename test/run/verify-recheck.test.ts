// Source and target change while they are compared: rows that are merely late settle, rows that are wrong stay.
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { migrate, type RunReport, type VerifyOptions, verify } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { keepChanging, type LivePair } from './live-pair.ts'
import { newPath, sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})
const pairs: LivePair[] = []
afterEach(async () => {
  for (const pair of pairs.splice(0)) await pair.stop()
})

function liveFile(): string {
  const path = newPath()
  const file = new Database(path)
  file.pragma('journal_mode = WAL')
  file.exec(`
    CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT, version INT NOT NULL);
    CREATE TABLE quiet (code TEXT PRIMARY KEY, note TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) INSERT INTO t SELECT i, 'note ' || i, 0 FROM n;
    INSERT INTO quiet VALUES ('a', 'one'), ('b', 'two');`)
  file.close()
  return path
}

async function movedPair(): Promise<string> {
  const sqlitePath = liveFile()
  expect((await migrate({ sqlitePath, url: database.url })).error).toBeNull()
  return sqlitePath
}

const look = (sqlitePath: string, options: Partial<VerifyOptions> = {}) =>
  verify({ sqlitePath, url: database.url, ...options })
const ofRows = ({ differences }: RunReport) =>
  differences
    .filter(({ key }) => key !== null)
    .map(({ table, key, kind, column }) => `${table} ${key} ${kind} ${column}`)

/** A third of the time between two looks: a busy machine may double it. */
const LAG_MS = 200

describe('of a pair that keeps changing, verify', () => {
  it.each([
    ['by one reader', { jobs: 1 }],
    ['by several', { jobs: 2, partBytes: 10_000 }],
  ])('%s calls rows different that are late, unless it looks again', async (_, options) => {
    const sqlitePath = await movedPair()
    pairs.push(await keepChanging(sqlitePath, database.url, LAG_MS))
    expect((await look(sqlitePath, options)).exitCode).toBe(6)
    const report = await look(sqlitePath, { ...options, recheck: 0.6 })
    expect(report.error).toBeNull()
    expect(report).toMatchObject({ exitCode: 0, differences: [], certificate: null })
    expect(report.tables.map(({ proof }) => proof)).toEqual(['counts only', 'identical'])
    const [restless, ...others] = report.checks.filter(({ status }) => status !== 'same')
    expect(others).toEqual([])
    expect(restless).toMatchObject({
      ...{ object: 't', kind: 'contents', status: 'not compared' },
      // Where a look takes seconds, more than the one row that is always written.
      remark: expect.stringMatching(/^\d+ rows? (was|were) changed on both sides between any two looks$/),
    })
    const { sourceRows = 0n, comparedRows } = report.tables[0] ?? {}
    expect(comparedRows).toBe(sourceRows - BigInt(restless?.remark.split(' ')[0] ?? 0))
    expect(report.notices.find(({ code }) => code === 'SETTLED')).toMatchObject({
      object: 't',
      message: expect.stringMatching(
        /^\d+ rows that differed at first were the same when looked at again 0.6 s later$/,
      ),
    })
    expect(report.checks.find(({ kind, object }) => kind === 'contents' && object === 't')).toMatchObject({
      status: 'same',
      remark: expect.stringMatching(/^\d+ rows that differed before settled$/),
    })
  })

  it('names the rows that are wrong, and no other', async () => {
    const sqlitePath = await movedPair()
    await query(database.url, `UPDATE t SET note = 'wrong' WHERE id = 950; DELETE FROM t WHERE id = 951`)
    await query(
      database.url,
      `INSERT INTO t VALUES (5000, 'nobody wrote it', 0); UPDATE quiet SET note = '' WHERE code = 'b'`,
    )
    pairs.push(await keepChanging(sqlitePath, database.url, LAG_MS))
    const report = await look(sqlitePath, { recheck: 0.6 })
    expect(report.exitCode).toBe(6)
    expect(ofRows(report)).toEqual([
      't id=950 changed note',
      't id=951 missing null',
      't id=5000 extra null',
      "quiet code='b' changed note",
    ])
    expect(report.tables.map(({ proof }) => proof)).toEqual(['different', 'different'])
    expect(report.error?.message).toContain(
      't: 1 row missing, 1 too many, 1 changed (note 1); first: id=950 note',
    )
  })

  it('lets both sides be written between two looks', async () => {
    const sqlitePath = await movedPair()
    await query(database.url, `UPDATE t SET note = 'late' WHERE id = 3`)
    const writer = new Database(sqlitePath)
    writer.pragma('journal_mode = DELETE')
    writer.pragma('busy_timeout = 0')
    const running = look(sqlitePath, { recheck: 1 })
    let written = false
    for (let attempt = 0; attempt < 1000 && !written; attempt++) {
      await new Promise(resolve => setTimeout(resolve, 10))
      try {
        writer.prepare('UPDATE t SET note = ? WHERE id = 3').run('late')
        written = true
      } catch {
        // The reader holds its moment.
      }
    }
    const report = await running
    writer.close()
    expect(written).toBe(true)
    expect(report).toMatchObject({ exitCode: 0, differences: [] })
  })
})

it('a pair at rest is proven at the first look, with a certificate and without waiting', async () => {
  const sqlitePath = await movedPair()
  const report = await look(sqlitePath, { recheck: 3000 })
  expect(report.certificate).not.toBeNull()
  expect(report.seconds).toBeLessThan(60)
})

it('a table without a key is looked at again as well', async () => {
  const sqlitePath = sourceFile(
    `CREATE TABLE log (line TEXT, n REAL); INSERT INTO log VALUES ('a', 1), ('a', 1), ('b', 2.5), ('c', 3)`,
  )
  expect((await migrate({ sqlitePath, url: database.url })).error).toBeNull()
  await query(
    database.url,
    `DELETE FROM log WHERE ctid IN (SELECT min(ctid) FROM log WHERE line = 'a'); UPDATE log SET n = 9 WHERE line = 'c'`,
  )
  const running = look(sqlitePath, { recheck: 1 })
  setTimeout(() => void query(database.url, `INSERT INTO log VALUES ('a', 1)`), 700)
  const report = await running
  expect(ofRows(report)).toEqual(['log rowid 4 changed n'])
  expect(report.tables[0]?.differing).toMatchObject({ missing: 0n, extra: 0n, changed: 1n })
})

it('an interruption ends the waiting', async () => {
  const sqlitePath = await movedPair()
  await query(database.url, `UPDATE t SET note = 'wrong' WHERE id = 9`)
  const signal = AbortSignal.timeout(1500)
  const report = await look(sqlitePath, { recheck: 600, signal })
  expect(report).toMatchObject({ exitCode: 130, error: { code: 'INTERRUPTED' } })
})
