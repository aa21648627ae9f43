import { describe, expect, test } from 'vitest'
import { inspectedTable } from './inspected.ts'

describe('a primary key', () => {
  test('keeps the order of its columns, its name and collations', async () => {
    const { primaryKey } = await inspectedTable(
      'CREATE TABLE t (a TEXT COLLATE NOCASE, b INT, CONSTRAINT pk_t PRIMARY KEY (B, a) ON CONFLICT REPLACE)',
    )
    expect(primaryKey).toEqual({
      name: 'pk_t',
      columns: ['b', 'a'],
      collations: ['BINARY', 'NOCASE'],
    })
  })

  test('on a column is found with its name', async () => {
    const { primaryKey } = await inspectedTable(
      'CREATE TABLE t (id INTEGER CONSTRAINT "the key" PRIMARY KEY ON CONFLICT ABORT)',
    )
    expect(primaryKey).toEqual({ name: 'the key', columns: ['id'], collations: ['BINARY'] })
  })

  test('of a table WITHOUT ROWID is found', async () => {
    const { primaryKey, columns } = await inspectedTable(
      'CREATE TABLE t (v, b, a, PRIMARY KEY (a, b)) WITHOUT ROWID',
    )
    expect(primaryKey?.columns).toEqual(['a', 'b'])
    expect(columns.map(({ notNull }) => notNull)).toEqual([false, true, true])
  })

  test('that is not declared is null', async () => {
    expect((await inspectedTable('CREATE TABLE t (a UNIQUE)')).primaryKey).toBeNull()
  })
})

describe('UNIQUE constraints', () => {
  test('come in the order of declaration with names and collations', async () => {
    const { uniques } = await inspectedTable(
      `CREATE TABLE t (a UNIQUE, b TEXT COLLATE NOCASE CONSTRAINT uq_b UNIQUE ON CONFLICT IGNORE, c,
        UNIQUE (c, A), CONSTRAINT uq_cb UNIQUE (c COLLATE RTRIM, b))`,
    )
    expect(uniques).toEqual([
      { name: null, columns: ['a'], collations: ['BINARY'] },
      { name: 'uq_b', columns: ['b'], collations: ['NOCASE'] },
      { name: null, columns: ['c', 'a'], collations: ['BINARY', 'BINARY'] },
      { name: 'uq_cb', columns: ['c', 'b'], collations: ['RTRIM', 'NOCASE'] },
    ])
  })

  test('without a name that say the same twice come once', async () => {
    const { uniques } = await inspectedTable(
      'CREATE TABLE t (a UNIQUE, UNIQUE (a), UNIQUE (a COLLATE NOCASE))',
    )
    expect(uniques.map(({ collations }) => collations)).toEqual([['BINARY'], ['NOCASE']])
  })

  test('without a name that repeat the primary key or a named one are left out', async () => {
    const { uniques } = await inspectedTable(
      'CREATE TABLE t (id INTEGER PRIMARY KEY UNIQUE, a UNIQUE, CONSTRAINT uq UNIQUE (a), CONSTRAINT uq_id UNIQUE (id))',
    )
    expect(uniques.map(({ name }) => name)).toEqual(['uq', 'uq_id'])
  })

  test('are not the unique indexes of CREATE INDEX', async () => {
    const { uniques, indexes } = await inspectedTable('CREATE TABLE t (a); CREATE UNIQUE INDEX i ON t (a)')
    expect(uniques).toEqual([])
    expect(indexes).toMatchObject([{ name: 'i', unique: true }])
  })
})
