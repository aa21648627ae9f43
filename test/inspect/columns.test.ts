import { describe, expect, test } from 'vitest'
import { inspectedTable } from './inspected.ts'

describe('columns', () => {
  test('keep declared type, NOT NULL, default and collation', async () => {
    const { columns } = await inspectedTable(
      'CREATE TABLE t (a INTEGER NOT NULL, b varchar(20) DEFAULT \'x\' COLLATE nocase, c, "d e" DECIMAL(10, 2))',
    )
    expect(
      columns.map(({ name, declaredType, notNull, defaultSql, collation }) => [
        name,
        declaredType,
        notNull,
        defaultSql,
        collation,
      ]),
    ).toEqual([
      ['a', 'INTEGER', true, null, 'BINARY'],
      ['b', 'varchar(20)', false, "'x'", 'NOCASE'],
      ['c', '', false, null, 'BINARY'],
      ['d e', 'DECIMAL(10, 2)', false, null, 'BINARY'],
    ])
  })

  test('that are generated are seen, with their expressions', async () => {
    const { columns } = await inspectedTable(
      "CREATE TABLE t (a, b TEXT GENERATED ALWAYS AS (a || ',)') VIRTUAL, c INT AS (a + 1) STORED)",
    )
    expect(columns.map(({ generated }) => generated)).toEqual([
      null,
      { expression: "a || ',)'", stored: false },
      { expression: 'a + 1', stored: true },
    ])
  })

  test('added by ALTER TABLE are columns like others', async () => {
    const { columns } = await inspectedTable(
      'CREATE TABLE t (a); ALTER TABLE t ADD COLUMN b INTEGER NOT NULL DEFAULT 7 COLLATE rtrim',
    )
    expect(columns[1]).toMatchObject({
      name: 'b',
      notNull: true,
      collation: 'RTRIM',
      defaultValue: { text: '7' },
    })
  })
})

const DEFAULTS: readonly (readonly [column: string, storageClass: string | null, text: string | null])[] = [
  ['INTEGER DEFAULT 0x1F', 'integer', '31'],
  ['INTEGER DEFAULT +5', 'integer', '5'],
  ["INTEGER DEFAULT '12'", 'integer', '12'],
  ['INTEGER DEFAULT "0"', 'integer', '0'],
  ['INTEGER DEFAULT (1+2*3)', 'integer', '7'],
  ['REAL DEFAULT 1', 'real', '1.0'],
  ['DEFAULT -0.0', 'real', '-0.0'],
  ['REAL DEFAULT -0.0', 'real', '0.0'],
  ['NUMERIC DEFAULT 1e3', 'integer', '1000'],
  ['TEXT DEFAULT 5', 'text', '5'],
  ['TEXT DEFAULT "api"', 'text', 'api'],
  ['TEXT DEFAULT ""', 'text', ''],
  ['TEXT DEFAULT []', 'text', ''],
  ["TEXT DEFAULT 'it''s'", 'text', "it's"],
  ["BLOB DEFAULT x'00ff'", 'blob', '00FF'],
  ['BOOLEAN DEFAULT TRUE', 'integer', '1'],
  ["INTEGER DEFAULT 'PreDB'", 'text', 'PreDB'],
  ['TEXT DEFAULT NULL', 'null', ''],
  ['TEXT', null, null],
  ['TEXT DEFAULT CURRENT_TIMESTAMP', null, null],
  ["TEXT DEFAULT (datetime('now'))", null, null],
  ['INTEGER DEFAULT (random())', null, null],
]

describe('a default', () => {
  test.each(DEFAULTS)('c %s is %s %s to SQLite', async (column, storageClass, text) => {
    const { columns } = await inspectedTable(`CREATE TABLE t (c ${column})`)
    expect(columns[0]?.defaultValue).toEqual(storageClass === null ? null : { storageClass, text })
  })

  test('of an ANY column in a STRICT table is not converted', async () => {
    const { columns } = await inspectedTable("CREATE TABLE t (c ANY DEFAULT '007') STRICT")
    expect(columns[0]?.defaultValue).toEqual({ storageClass: 'text', text: '007' })
  })
})
