// A quick look compares a part of big tables, says which and how much, and never claims more than it saw.
import { beforeAll, describe, expect, it } from 'vitest'
import { migrate, type RunReport, type VerifyOptions, verify } from '../../src/index.ts'
import { runIn } from '../cli/command-line.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { sourceFile } from './workplace.ts'

const ROWS = 20_000
const sqlitePath = sourceFile(`
  CREATE TABLE big (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
  CREATE TABLE sparse (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
  CREATE TABLE named (name TEXT PRIMARY KEY, note TEXT) WITHOUT ROWID;
  CREATE TABLE small (id INTEGER PRIMARY KEY, note TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS}) INSERT INTO big SELECT i, 'note ' || i FROM n;
  INSERT INTO sparse SELECT iif(id <= 15000, id, id * 1000000000), note FROM big;
  INSERT INTO named SELECT 'n' || id, note FROM big;
  INSERT INTO small SELECT id, note FROM big WHERE id <= 50;`)

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
  expect((await migrate({ sqlitePath, url: database.url })).error).toBeNull()
  return () => database.drop()
})

const look = (options: Partial<VerifyOptions> = {}) => verify({ sqlitePath, url: database.url, ...options })
const contentsOf = ({ checks }: RunReport, table: string) =>
  checks.find(({ kind, object }) => kind === 'contents' && object === table)

describe('a sample', () => {
  it.each([
    ['by one reader', { jobs: 1 }],
    ['by several', { jobs: 2, partBytes: 50_000 }],
  ])('of a healthy copy, taken %s, says how much it saw and proves nothing more', async (_, options) => {
    const report = await look({ ...options, sample: { rows: 2000, seed: 7 } })
    expect(report).toMatchObject({ exitCode: 0, error: null, certificate: null })
    const proofs = Object.fromEntries(report.tables.map(({ target, proof }) => [target, proof]))
    expect(proofs).toEqual({
      big: 'counts only',
      sparse: 'counts only',
      named: 'counts only',
      small: 'identical',
    })
    for (const { target, comparedRows, sourceRows, targetRows } of report.tables) {
      expect([sourceRows, targetRows]).toEqual(target === 'small' ? [50n, 50n] : [20_000n, 20_000n])
      if (target === 'small') expect(comparedRows).toBeNull()
      else expect(Number(comparedRows)).toBeGreaterThan(1000)
      if (target !== 'small') expect(Number(comparedRows)).toBeLessThan(4000)
    }
    expect(contentsOf(report, 'big')).toMatchObject({
      status: 'same',
      expected: '2,000 of 20,000 rows identical',
      remark: 'sampled: 4 of 40 ranges of the key',
    })
    expect(contentsOf(report, 'named')?.remark).toMatch(/^sampled: 2 of 16 shares of the keys$/)
    expect(report.notices.find(({ code }) => code === 'SAMPLED')).toMatchObject({
      object: '--sample=2000:7',
    })
  })

  it('with the same seed takes the same rows, with another one others', async () => {
    await query(database.url, `UPDATE big SET note = note || '!'; UPDATE named SET note = note || '!'`)
    const differing = async (seed: number) => {
      const report = await look({ sample: { rows: 1000, seed }, limit: 10_000 })
      expect(report.exitCode).toBe(6)
      return report.differences.map(({ table, key }) => `${table} ${key}`).sort()
    }
    const [once, again, other] = [await differing(1), await differing(1), await differing(2)]
    expect(once.length).toBeGreaterThan(1500)
    expect(once.length).toBeLessThan(4000)
    expect(again).toEqual(once)
    expect(other).not.toEqual(once)
    await query(
      database.url,
      `UPDATE big SET note = rtrim(note, '!'); UPDATE named SET note = rtrim(note, '!')`,
    )
  })

  it('finds a fault that lies in it, and says what it did not look at', async () => {
    await query(database.url, `UPDATE big SET note = 'x' WHERE id % 400 = 0`)
    const { exitCode, stdout, stderr } = await runIn([
      'verify',
      sqlitePath,
      database.url,
      '--sample=10%:3',
      '--quiet',
      '--tables',
      'big',
    ])
    expect(exitCode).toBe(6)
    expect(stdout).toMatch(
      /contents: 5 rows changed; sampled: in 2,000 of 20,000 rows, 4 of 40 ranges of\s+the key/,
    )
    expect(stdout).toMatch(/5 of 2,000 values differ/)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      '5 rows differ (5 changed: 5 values). Source and target are not the same. Only a sample was compared; --sample=10%:3 compares the same rows again.',
    )
    expect(stderr).toMatch(
      /differ: big: 5 rows changed \(note 5\); first: id=\d+ note 'note \d+' in the source, 'x' in the target\n/,
    )
    await query(database.url, `UPDATE big SET note = 'note ' || id WHERE note = 'x'`)
  })

  it('passes by a fault outside of it, and closes with what was not looked at', async () => {
    const path = ['verify', sqlitePath, database.url, '--sample=1000:5', '--tables', 'big']
    const { exitCode, stdout } = await runIn(path)
    expect(exitCode).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /✓ No difference in what was compared\. Proven in part: 1 table, 20,000 rows: 1,000 of 20,000 rows identical, 19,000 not compared; row counts agree; \d+ checks .* passed\. Only a sample was compared; --sample=1000:5 compares the same rows again\./,
    )
  })

  it('counts every row, also those it did not look at', async () => {
    await query(database.url, 'DELETE FROM big WHERE id = 19999; DELETE FROM sparse WHERE id = 3')
    const report = await look({ sample: { rows: 600, seed: 5 } })
    expect(report.exitCode).toBe(6)
    const rows = report.checks.filter(({ kind, status }) => kind === 'rows' && status === 'different')
    expect(rows.map(({ object, found }) => [object, found])).toEqual([
      ['big', '19999'],
      ['sparse', '19999'],
    ])
  })

  it('of everything is the whole proof', async () => {
    const report = await look({ sample: { percent: 100 }, include: ['named', 'small'] })
    expect(report.tables.map(({ proof }) => proof)).toEqual(['identical', 'identical'])
    expect(report.certificate).not.toBeNull()
  })

  it('beside a proof of counts is refused', async () => {
    const report = await look({ sample: true, proof: 'counts' })
    expect(report.error).toMatchObject({ code: 'BAD_OPTION_VALUE' })
    const { exitCode, stderr } = await runIn(['verify', '--sample', '--proof=counts'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--sample: it compares contents, and --proof=counts does not')
  })
})
