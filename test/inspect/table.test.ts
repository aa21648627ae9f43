import { describe, expect, test } from 'vitest'
import { inspected, inspectedTable } from './inspected.ts'

const ALIASES: readonly (readonly [sql: string, alias: string | null])[] = [
  ['CREATE TABLE t (id INTEGER PRIMARY KEY)', 'id'],
  ['CREATE TABLE t (id "INTEGER" PRIMARY KEY)', 'id'],
  ['CREATE TABLE t (id integer, PRIMARY KEY (id))', 'id'],
  ['CREATE TABLE t (id INTEGER, PRIMARY KEY (ID DESC))', 'id'],
  ['CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, u UNIQUE)', 'id'],
  ['CREATE TABLE t (id INT PRIMARY KEY)', null],
  ['CREATE TABLE t (id BIGINT PRIMARY KEY)', null],
  ['CREATE TABLE t (id INTEGER PRIMARY KEY DESC)', null],
  ['CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID', null],
  ['CREATE TABLE t (id INTEGER, b INTEGER, PRIMARY KEY (id, b))', null],
  ['CREATE TABLE t (id INTEGER)', null],
]

describe('the rowid', () => {
  test.each(ALIASES)('of %s has the alias %s', async (sql, alias) => {
    expect((await inspectedTable(sql)).rowidAlias).toBe(alias)
  })

  test('is read by the first of its names that no column has', async () => {
    expect((await inspectedTable('CREATE TABLE t (a)')).rowidName).toBe('rowid')
    expect((await inspectedTable('CREATE TABLE t (RowId TEXT, _rowid_)')).rowidName).toBe('oid')
    expect((await inspectedTable('CREATE TABLE t (rowid, _rowid_, oid)')).rowidName).toBeNull()
    expect((await inspectedTable('CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID')).rowidName).toBeNull()
  })
})

describe('a table', () => {
  test('tells STRICT and WITHOUT ROWID', async () => {
    expect(await inspectedTable('CREATE TABLE t (a INT PRIMARY KEY) STRICT, WITHOUT ROWID')).toMatchObject({
      strict: true,
      withoutRowid: true,
    })
    expect(await inspectedTable('CREATE TABLE t (a)')).toMatchObject({ strict: false, withoutRowid: false })
  })

  test('has the position of its sequence, also after its rows are gone', async () => {
    const { tables } = await inspected(
      'CREATE TABLE T (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE u (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))',
      'INSERT INTO T VALUES (500); DELETE FROM T',
      'CREATE TABLE v (id INTEGER PRIMARY KEY)',
    )
    expect(tables.map(({ autoincrement, sequence }) => [autoincrement, sequence])).toEqual([
      [true, 500n],
      [true, null],
      [false, null],
    ])
  })

  test('has its CHECKs with names, those of columns first', async () => {
    const { checks } = await inspectedTable(
      "CREATE TABLE t (a CHECK (a IN ('x,)', 'y')), b CONSTRAINT pos CHECK (b > 0) /* c */, CONSTRAINT both CHECK (a <> b))",
    )
    expect(checks).toEqual([
      { name: null, expression: "a IN ('x,)', 'y')" },
      { name: 'pos', expression: 'b > 0' },
      { name: 'both', expression: 'a <> b' },
    ])
  })

  test('made from a query or renamed is a table like others', async () => {
    const { tables } = await inspected(
      'CREATE TABLE a (x INT); CREATE TABLE copy AS SELECT x, 1 AS "one two" FROM a',
      'ALTER TABLE a RENAME TO "new name"; ALTER TABLE "new name" RENAME COLUMN x TO y',
    )
    expect(tables.map(({ name, columns }) => [name, columns.map(column => column.name)])).toEqual([
      ['new name', ['y']],
      ['copy', ['x', 'one two']],
    ])
  })
})
