// The parts of a table hold every row once and are of about the same size.
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { PlannedTable } from '../../src/model/plan.ts'
import { sqlite, trustSqlite } from '../../src/sql/text.ts'
import { readLines } from '../../src/sqlite/chunks.ts'
import { SourceReader } from '../../src/sqlite/reader.ts'
import { splitTable } from '../../src/sqlite/split-table.ts'
import { makeWorkplace } from '../sqlite/workplace.ts'

const COUNT_TO = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <'

function parts(
  sql: string,
  rowidName: string | null,
  key: readonly string[] = [],
): readonly (readonly string[])[] {
  const path = makeWorkplace().file('source.db')
  const database = new Database(path)
  database.exec(sql)
  const sourceRows = BigInt(database.prepare('SELECT count(*) FROM t').pluck().get() as number)
  database.close()
  const reader = new SourceReader(path, { path })
  const reading = {
    rowidName,
    key,
    rowsPerChunk: 7,
    wide: null,
    estimatedBytes: sourceRows * 10n,
    kept: null,
  }
  const table = { source: 't', sourceRows, reading } as unknown as PlannedTable
  const line = trustSqlite(`${rowidName ?? key.join(` || ',' || `)} || char(10)`)
  return splitTable(reader, table, 100n).map(range =>
    [...readLines(reader, { ...reading, table: sqlite`t`, line, encoding: 'UTF-8' }, range)].flatMap(
      ({ bytes }) => bytes.toString().split('\n').slice(0, -1),
    ),
  )
}

describe('a big table is cut into parts that hold every row once', () => {
  test('by arithmetic where the rowids are dense', () => {
    const found = parts(
      `CREATE TABLE t (id INTEGER PRIMARY KEY); ${COUNT_TO} 100) INSERT INTO t SELECT i FROM n`,
      'id',
    )
    expect(found.flat()).toEqual(Array.from({ length: 100 }, (_, i) => String(i + 1)))
    expect(found.length).toBeGreaterThanOrEqual(9)
    expect(Math.max(...found.map(part => part.length))).toBeLessThanOrEqual(13)
  })

  test('by walking where a few rowids lie far out, at both ends of what an integer holds', () => {
    const found = parts(
      `CREATE TABLE t (id INTEGER PRIMARY KEY); ${COUNT_TO} 97) INSERT INTO t SELECT i FROM n;
       INSERT INTO t VALUES (-9223372036854775808), (9223372036854775807), (0)`,
      'id',
    )
    expect(found.flat()).toEqual([
      '-9223372036854775808',
      ...Array.from({ length: 98 }, (_, i) => String(i)),
      '9223372036854775807',
    ])
    expect(Math.max(...found.map(part => part.length))).toBeLessThanOrEqual(13)
  })

  test('by keys where there is no rowid', () => {
    const found = parts(
      `CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID; ${COUNT_TO} 100) INSERT INTO t SELECT i % 3, i FROM n`,
      null,
      ['a', 'b'],
    )
    expect(new Set(found.flat()).size).toBe(100)
    expect(found.flat()).toHaveLength(100)
    expect(found.length).toBeGreaterThanOrEqual(9)
  })

  test('a small one, an empty one, and one with a key that ranges cannot follow stay whole', () => {
    expect(parts('CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2)', 'id')).toEqual([
      ['1', '2'],
    ])
    expect(parts('CREATE TABLE t (id INTEGER PRIMARY KEY)', 'id')).toEqual([[]])
    const descending = parts(
      `CREATE TABLE t (a INTEGER, b TEXT, PRIMARY KEY (a DESC, b)) WITHOUT ROWID; ${COUNT_TO} 100) INSERT INTO t SELECT i, 'x' FROM n`,
      null,
      ['a', 'b'],
    )
    expect(descending.map(part => part.length)).toEqual([100])
  })
})
