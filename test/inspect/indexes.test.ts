import { describe, expect, test } from 'vitest'
import { inspected, inspectedTable } from './inspected.ts'

const TABLE = 'CREATE TABLE t (id INTEGER PRIMARY KEY, "a b" TEXT, c TEXT COLLATE NOCASE, d);'

describe('an index', () => {
  test('has columns with direction and collation, in the order indexes were made', async () => {
    const { indexes } = await inspectedTable(
      `${TABLE} CREATE INDEX z ON t ("a b" DESC, c, c COLLATE RTRIM); CREATE INDEX a ON t (id)`,
    )
    expect(indexes).toMatchObject([
      {
        name: 'z',
        unique: false,
        where: null,
        columns: [
          { column: 'a b', expression: null, collation: 'BINARY', descending: true },
          { column: 'c', expression: null, collation: 'NOCASE', descending: false },
          { column: 'c', expression: null, collation: 'RTRIM', descending: false },
        ],
      },
      { name: 'a', columns: [{ column: 'id', expression: null }] },
    ])
  })

  test('has expressions as their text', async () => {
    const { indexes } = await inspectedTable(
      `${TABLE} CREATE INDEX i ON t (lower(c) DESC, d, substr("a b", 1, 3))`,
    )
    expect(indexes[0]?.columns).toEqual([
      { column: null, expression: 'lower(c)', collation: 'BINARY', descending: true },
      { column: 'd', expression: null, collation: 'BINARY', descending: false },
      { column: null, expression: 'substr("a b", 1, 3)', collation: 'BINARY', descending: false },
    ])
  })

  test('that is partial keeps its condition', async () => {
    const { indexes } = await inspectedTable(
      `${TABLE} CREATE UNIQUE INDEX i ON t (d) WHERE c <> 'WHERE' AND d > 0`,
    )
    expect(indexes[0]).toMatchObject({ unique: true, where: "c <> 'WHERE' AND d > 0" })
  })

  test('belongs to its table only', async () => {
    const { tables } = await inspected('CREATE TABLE a (x); CREATE TABLE b (x); CREATE INDEX i ON B (x)')
    expect(tables.map(({ indexes }) => indexes.map(({ name }) => name))).toEqual([[], ['i']])
  })
})
