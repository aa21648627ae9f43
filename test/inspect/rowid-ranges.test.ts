// Ranges must hold every row once, and never more rows than can be read at once.
import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { rowidRanges } from '../../src/inspect/rowid-ranges.ts'
import { sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { sourceFile } from '../run/workplace.ts'

async function rowidsByRange(rowids: readonly bigint[], mostRows: number): Promise<readonly bigint[][]> {
  const file = await openSource(sourceFile(source => fill(source, rowids)))
  try {
    const reader = file.openReader()
    reader.begin()
    const table = { table: sqlite`t`, rowid: sqlite`rowid` }
    return [...rowidRanges(reader, table, mostRows)].map(({ within, bounds }) =>
      reader.values<bigint>(sqlite`SELECT rowid FROM t WHERE ${within} ORDER BY rowid`, bounds),
    )
  } finally {
    file.close()
  }
}

function fill(source: Database.Database, rowids: readonly bigint[]): void {
  source.exec('CREATE TABLE t (c)')
  const insert = source.prepare('INSERT INTO t (rowid) VALUES (?)')
  source.transaction(() => {
    for (const rowid of rowids) insert.run(rowid)
  })()
}

const upTo = (count: number, at: (i: bigint) => bigint): bigint[] =>
  Array.from({ length: count }, (_, i) => at(BigInt(i)))

const [LOWEST, HIGHEST] = [-(2n ** 63n), 2n ** 63n - 1n]

describe('ranges of rowids hold every row once and no more rows than asked for', () => {
  it.each([
    ['no row', []],
    ['one row', [7n]],
    ['as many rows as a range holds', upTo(10, i => i)],
    ['close rowids', upTo(1000, i => i + 1n)],
    ['close rowids up to the highest', upTo(1000, i => HIGHEST - 999n + i)],
    ['close rowids from the lowest', upTo(1000, i => LOWEST + i)],
    ['sparse rowids', upTo(500, i => i * i * i * 1_000_003n)],
    ['close rowids, then both ends', [LOWEST, ...upTo(300, i => i), HIGHEST]],
    ['heaps with gaps between', upTo(900, i => (i / 45n) * 2n ** 50n + i)],
  ])('with %s', async (_, rowids) => {
    const ranges = await rowidsByRange(rowids, 10)
    expect(ranges.flat()).toEqual(rowids)
    expect(Math.max(...ranges.map(range => range.length))).toBeLessThanOrEqual(10)
  })

  it('takes few ranges of close rowids', async () => {
    expect(
      await rowidsByRange(
        upTo(1000, i => i),
        10,
      ),
    ).toHaveLength(100)
  })
})
