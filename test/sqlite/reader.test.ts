import { describe, expect, test } from 'vitest'
import { sqlite, trustSqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import type { SourceReader } from '../../src/sqlite/reader.ts'
import { build, makeWorkplace } from './workplace.ts'

async function reading(signal: AbortSignal | undefined, work: (reader: SourceReader) => void): Promise<void> {
  const path = build(makeWorkplace().file('todo.db'), 'CREATE TABLE t (id INTEGER PRIMARY KEY, big INTEGER)')
  build(path, 'INSERT INTO t VALUES (1, 9007199254740993), (2, NULL), (3, 5)')
  const file = await openSource(path, { signal })
  try {
    work(file.openReader())
  } finally {
    file.close()
  }
}

describe('a reader', () => {
  test('gives integers beyond 2^53 exactly', () =>
    reading(undefined, reader => {
      expect(reader.value(sqlite`SELECT big FROM t WHERE id = ?`, [1n])).toBe(9007199254740993n)
      expect(reader.all(sqlite`SELECT id, big FROM t WHERE id = 3`)).toEqual([{ id: 3n, big: 5n }])
      expect(reader.get(sqlite`SELECT id FROM t WHERE id = 9`)).toBeUndefined()
      expect(reader.values(sqlite`SELECT id FROM t`)).toEqual([1n, 2n, 3n])
    }))

  test('keeps columns of one name apart as arrays', () =>
    reading(undefined, reader => {
      expect(reader.raw(sqlite`SELECT id, big AS id FROM t WHERE id > 1`)).toEqual([
        [2n, null],
        [3n, 5n],
      ])
      expect([...reader.iterateRaw(sqlite`SELECT id, id + 1 FROM t LIMIT 1`)]).toEqual([[1n, 2n]])
    }))

  test('cannot write', () =>
    reading(undefined, reader => {
      expect(() => reader.all(sqlite`DELETE FROM t RETURNING id`)).toThrow(/cannot be read|readonly/)
    }))

  test('stops between rows once interrupted, and may be left in the middle', () => {
    const controller = new AbortController()
    return reading(controller.signal, reader => {
      for (const _row of reader.iterate(sqlite`SELECT * FROM t`)) break
      expect(() => {
        for (const _row of reader.iterate(sqlite`SELECT * FROM t`)) controller.abort()
      }).toThrow(expect.objectContaining({ code: 'INTERRUPTED' }))
      expect(() => reader.all(sqlite`SELECT 1`)).toThrow(expect.objectContaining({ code: 'INTERRUPTED' }))
    })
  })

  test('leaves a fault in our own SQL what it is', () =>
    reading(undefined, reader => {
      expect(() => reader.all(trustSqlite('SELECT missing FROM t'))).toThrow(/no such column/)
    }))
})
