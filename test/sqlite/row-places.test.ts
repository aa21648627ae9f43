// Every row that is looked for is named once, in order, by what is true for it alone.
import { describe, expect, it } from 'vitest'
import type { SqliteSql } from '../../src/sql/text.ts'
import { sqlite, trustSqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { type RowSearch, rowPlaces } from '../../src/sqlite/row-places.ts'
import type { RowRange } from '../../src/sqlite/row-range.ts'
import { sourceFile } from '../run/workplace.ts'

const NUMBERS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)'

/** Each of the places must name one row; gives what `shown` is there. */
async function named(
  sql: string,
  search: Omit<RowSearch, 'table'>,
  shown: SqliteSql,
  range?: RowRange,
): Promise<readonly unknown[]> {
  const file = await openSource(sourceFile(sql))
  try {
    const reader = file.openReader()
    reader.begin()
    return [...rowPlaces(reader, { ...search, table: sqlite`t` }, range)].map(place => {
      const found = reader.values(sqlite`SELECT ${shown} FROM t NOT INDEXED WHERE ${place.sql}`, place.params)
      expect(found.length).toBe(1)
      return found[0]
    })
  } finally {
    file.close()
  }
}

const even = Array.from({ length: 1250 }, (_, i) => BigInt(2 * i + 2))

describe('a row that is looked for', () => {
  it('is named by its rowid, within a range and at the ends of what a rowid can be', async () => {
    const sql = `CREATE TABLE t (a); ${NUMBERS} INSERT INTO t (rowid, a) SELECT i, i FROM n;
      INSERT INTO t (rowid, a) VALUES (-9223372036854775808, 0), (9223372036854775807, 10000)`
    const search = { rowidName: 'rowid', key: [], condition: sqlite`a % 2 = 0` }
    expect(await named(sql, search, sqlite`a`)).toEqual([0n, ...even, 10000n])
    const range = { kind: 'rowids', from: 3n, to: 8n } as const
    expect(await named(sql, search, sqlite`a`, range)).toEqual([4n, 6n, 8n])
  })

  it('is named by the key of a table without rowid, of any storage class', async () => {
    const sql = `CREATE TABLE t (a TEXT, b, PRIMARY KEY (a, b)) WITHOUT ROWID; ${NUMBERS} INSERT INTO t SELECT printf('%05d', i), i FROM n;
      INSERT INTO t VALUES ('x', 2.0), ('x', x'32'), ('x', '2'), (CAST(x'ff' AS TEXT), 4)`
    const search = {
      rowidName: null,
      key: ['a', 'b'],
      condition: sqlite`CAST(CAST(b AS TEXT) AS INTEGER) % 2 = 0`,
    }
    const found = await named(sql, search, trustSqlite("typeof(b) || ' ' || hex(a)"))
    expect(found.length).toBe(even.length + 4)
    expect(found.slice(-4)).toEqual(['real 78', 'text 78', 'blob 78', 'integer FF'])
    const range = {
      kind: 'keys',
      after: [
        { isText: true, value: Buffer.from('00003') },
        { isText: false, value: 3n },
      ],
      until: [
        { isText: true, value: Buffer.from('00008') },
        { isText: false, value: 8n },
      ],
    } as const
    expect(await named(sql, search, sqlite`b`, range)).toEqual([4n, 6n, 8n])
  })

  it('is named by its position where no name of the rowid is free, and by a key that is ordered otherwise', async () => {
    const hidden = `CREATE TABLE t (rowid, _rowid_, oid); ${NUMBERS} INSERT INTO t SELECT 1, 1, i % 4 FROM n WHERE i < 9`
    const condition = sqlite`oid % 2 = 0`
    expect(await named(hidden, { rowidName: null, key: [], condition }, sqlite`oid`)).toEqual([
      2n,
      0n,
      2n,
      0n,
    ])
    const descending = `CREATE TABLE t (a, b, PRIMARY KEY (a, b DESC)) WITHOUT ROWID; ${NUMBERS} INSERT INTO t SELECT 1, i FROM n WHERE i < 9`
    const search = { rowidName: null, key: ['a', 'b'], condition: sqlite`b % 2 = 0` }
    expect(await named(descending, search, sqlite`b`)).toEqual([8n, 6n, 4n, 2n])
  })
})
