// Defaults that ask the clock or chance, held against both servers: the value PostgreSQL makes is spelled as
// SQLite's is, and tells the same time.
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DefaultTarget, translateDefault } from '../../src/sql/translate/default.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

/** Digits as 9 and hexadecimal letters as they fall: how a value is spelled, not what it says. */
const spelling = (value: string): string => value.replace(/[0-9a-f]/g, '9').replace(/[0-9A-F]/g, '9')

async function onPostgres(defaultSql: string, target: DefaultTarget): Promise<string> {
  const translated = translateDefault(defaultSql, target)
  if (translated.kind !== 'value') throw new Error(`not carried: ${defaultSql}`)
  const sql = `DROP TABLE IF EXISTS t; CREATE TABLE t (n integer, x ${target.type} DEFAULT ${translated.sql}); INSERT INTO t VALUES (1)`
  await query(database.url, sql)
  const [row] = await query<{ x: string }>(database.url, 'SELECT x::text FROM t')
  return row?.x ?? ''
}

function onSqlite(defaultSql: string, declared: string): string {
  const source = new Database(':memory:')
  source.exec(`CREATE TABLE t (n, x ${declared} DEFAULT (${defaultSql})); INSERT INTO t (n) VALUES (1)`)
  const value = source.prepare('SELECT CAST(x AS TEXT) FROM t').pluck().get()
  source.close()
  return String(value)
}

const text = { family: 'text', type: 'text' } as const
const timestamp = { family: 'timestamp', type: 'timestamp' } as const

describe('a default of the clock', () => {
  it.each<[string, string, DefaultTarget]>([
    ['CURRENT_TIMESTAMP', 'TEXT', text],
    ["datetime('now')", 'TEXT', text],
    ["date('now')", 'TEXT', text],
    ['CURRENT_TIME', 'TEXT', text],
    ["date('now','+7 days')", 'TEXT', text],
    ["strftime('%Y-%m-%dT%H:%M:%fZ','now')", 'TEXT', text],
    ["strftime('%Y/%j', 'now')", 'TEXT', text],
    ["strftime('%s','now')", 'TEXT', text],
    ["strftime('%I:%M %p %P %u %G %V 100%%', 'now')", 'TEXT', text],
    ["datetime('now') || 'Z'", 'TEXT', text],
    ["date('now') || ' ' || time('now')", 'TEXT', text],
    ["datetime('now', 'start of day')", 'TEXT', text],
    ["date('now', 'start of month', '+3 days')", 'TEXT', text],
    ["datetime('now', 'start of year', '-1.5 hours')", 'TEXT', text],
    ["datetime('now', '+05:30', '-1 day')", 'TEXT', text],
    ["strftime('%s','now') || substr(strftime('%f','now'),4)", 'TEXT', text],
    ["strftime('%Y%m%d', 'now')", 'INTEGER', { family: 'integer', type: 'bigint' }],
    ["strftime('%m%d', 'now')", 'INTEGER', { family: 'integer', type: 'bigint' }],
    ["CAST(unixepoch('subsec') * 1000 AS INTEGER)", 'INTEGER', { family: 'integer', type: 'bigint' }],
    [
      "cast((julianday('now') - 2440587.5)*86400000 as integer)",
      'INTEGER',
      { family: 'integer', type: 'bigint' },
    ],
    ['CURRENT_TIMESTAMP', 'DATETIME', timestamp],
    ["datetime('now', '-30 minutes')", 'DATETIME', timestamp],
    ['CURRENT_DATE', 'DATE', { family: 'date', type: 'date' }],
    ['unixepoch()', 'INTEGER', { family: 'integer', type: 'bigint' }],
    ["strftime('%s','now') * 1000", 'INTEGER', { family: 'integer', type: 'bigint' }],
  ])('%s of %s is spelled alike and tells the same time', async (defaultSql, declared, target) => {
    const [here, there] = [onSqlite(defaultSql, declared), await onPostgres(defaultSql, target)]
    expect(spelling(there)).toBe(spelling(here))
    const moments = [here, there].map(value =>
      /^\d+$/.test(value) ? Number(value) / (value.length > 11 ? 1000 : 1) : Date.parse(value) / 1000,
    )
    if (!moments.some(Number.isNaN)) expect(Math.abs((moments[0] ?? 0) - (moments[1] ?? 0))).toBeLessThan(10)
  })
})

describe('a default of chance', () => {
  it.each<[string, string, DefaultTarget]>([
    ['lower(hex(randomblob(16)))', 'TEXT', text],
    ['hex(randomblob(4))', 'TEXT', text],
  ])('%s is spelled alike and differs each time', async (defaultSql, declared, target) => {
    const [first, second] = [await onPostgres(defaultSql, target), await onPostgres(defaultSql, target)]
    expect(spelling(first)).toBe(spelling(onSqlite(defaultSql, declared)))
    expect(first).not.toBe(second)
  })

  it('random() gives 64-bit integers', async () => {
    const values = await Promise.all(
      Array.from({ length: 1 }, () => onPostgres('random()', { family: 'integer', type: 'bigint' })),
    )
    expect(values.every(value => BigInt.asIntN(64, BigInt(value)) === BigInt(value))).toBe(true)
  })
})
