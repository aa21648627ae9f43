// Chunks by ranges of the key hold every row once, whatever the keys are, and in bounded numbers.
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { sqlite, trustSqlite } from '../../src/sql/text.ts'
import { type LineQuery, readLines } from '../../src/sqlite/chunks.ts'
import { isOrderedByKey, keySteps } from '../../src/sqlite/key-chunks.ts'
import { SourceReader } from '../../src/sqlite/reader.ts'
import { makeWorkplace } from './workplace.ts'

function open(fill: (database: Database.Database) => void): SourceReader {
  const path = makeWorkplace().file('source.db')
  const database = new Database(path)
  fill(database)
  database.close()
  const reader = new SourceReader(path, { path })
  reader.begin()
  return reader
}

const query = (
  key: readonly string[],
  rowsPerChunk: number,
  encoding: LineQuery['encoding'] = 'UTF-8',
): LineQuery => ({
  table: sqlite`t`,
  rowidName: null,
  key,
  line: trustSqlite(
    `${key.map(name => `typeof(${name}) || hex(CAST(${name} AS BLOB))`).join(" || ' ' || ")} || char(10)`,
  ),
  rowsPerChunk,
  encoding,
})

/** Lines in the order they were read, and the rows of each chunk. */
function read(
  reader: SourceReader,
  key: readonly string[],
  rowsPerChunk = 3,
  encoding: LineQuery['encoding'] = 'UTF-8',
) {
  const chunks = [...readLines(reader, query(key, rowsPerChunk, encoding))]
  const lines = chunks.flatMap(({ bytes }) => bytes.toString().split('\n').slice(0, -1))
  return { lines, rows: chunks.map(({ rows }) => rows) }
}

function allLines(reader: SourceReader, key: readonly string[]): readonly string[] {
  const { line, table } = query(key, 1)
  return reader.values<string>(sqlite`SELECT ${line} FROM ${table}`).map(text => text.slice(0, -1))
}

describe('a table without rowid is read by ranges of its key', () => {
  test.each<[what: string, sql: string, key: readonly string[], values: string]>([
    ['texts', 'a TEXT PRIMARY KEY', ['a'], `('b'), (''), ('a b'), ('ü'), ('z'), ('😀'), ('Z'), ('aa')`],
    [
      'texts that are no UTF-8, or hold a NUL',
      'a TEXT PRIMARY KEY',
      ['a'],
      `(CAST(x'ff' AS TEXT)), (CAST(x'fe41' AS TEXT)), (CAST(x'6100' AS TEXT)), (CAST(x'610062' AS TEXT)), (CAST(x'c3' AS TEXT)), ('a'), ('b')`,
    ],
    [
      'values of every class, without an affinity',
      'a PRIMARY KEY',
      ['a'],
      `(1), ('1'), (1.5), (x'31'), (-9223372036854775808), (9223372036854775807), (9e999), (-9e999), ('01'), (''), (x''), (1e300)`,
    ],
    [
      'numbers under a NUMERIC affinity',
      'a NUMERIC PRIMARY KEY',
      ['a'],
      `(10), (9), ('x10'), ('x9'), (9.5), (-1), ('9x'), (x'39')`,
    ],
    [
      'cases that are one under NOCASE',
      'a TEXT COLLATE NOCASE PRIMARY KEY',
      ['a'],
      `('b'), ('A'), ('c'), ('B1'), ('a1'), ('Z')`,
    ],
    [
      'several columns',
      'a INTEGER, b TEXT, c, PRIMARY KEY (a, b, c)',
      ['a', 'b', 'c'],
      `(1, 'a', 1), (1, 'a', 2), (1, 'b', x''), (1, 'b', ''), (2, '', 0), (0, 'z', 0), (1, 'a', 1.5), (2, 'a', 'a')`,
    ],
  ])('%s', (_, columns, key, values) => {
    const reader = open(database =>
      database.exec(`CREATE TABLE t (${columns}) WITHOUT ROWID; INSERT INTO t VALUES ${values}`),
    )
    const expected = allLines(reader, key)
    for (const rowsPerChunk of [1, 2, 3, 5, 100]) {
      const { lines, rows } = read(reader, key, rowsPerChunk)
      expect(lines).toEqual(expected)
      expect(Math.max(...rows)).toBeLessThanOrEqual(rowsPerChunk)
    }
    expect(isOrderedByKey(reader, { table: sqlite`t`, key })).toBe(true)
  })

  test('in a UTF-16 database too', () => {
    const reader = open(database =>
      database.exec(
        `PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('b'), ('ü'), ('😀'), (''), ('a'), ('￰')`,
      ),
    )
    expect(read(reader, ['a'], 2, 'UTF-16le').lines).toEqual(allLines(reader, ['a']))
  })

  test.each([
    ['a descending key', 'a INTEGER, b TEXT, PRIMARY KEY (a DESC, b)'],
    ['a key of another collation than its column', 'a TEXT, b TEXT, PRIMARY KEY (a COLLATE NOCASE, b)'],
  ])('%s is read in one pass', (_, columns) => {
    const reader = open(database =>
      database.exec(
        `CREATE TABLE t (${columns}) WITHOUT ROWID; INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')`,
      ),
    )
    expect(isOrderedByKey(reader, { table: sqlite`t`, key: ['a', 'b'] })).toBe(false)
    expect([...read(reader, ['a', 'b'], 2).lines].sort()).toEqual([...allLines(reader, ['a', 'b'])].sort())
  })

  test('steps within a range stay in it and end with its end', () => {
    const reader = open(database =>
      database.exec(
        `CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) INSERT INTO t SELECT i FROM n`,
      ),
    )
    const key = (value: bigint) => [{ isText: false, value }]
    const steps = [
      ...keySteps(reader, { table: sqlite`t`, key: ['a'] }, { after: key(4n), until: key(11n) }, 3),
    ]
    expect(steps).toEqual([
      { after: key(4n), until: key(7n) },
      { after: key(7n), until: key(10n) },
      { after: key(10n), until: key(11n) },
    ])
  })
})
