import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../src/sqlite/open-source.ts'
import { quickCheck } from '../../src/sqlite/quick-check.ts'
import { build, fill, makeWorkplace, snapshot } from './workplace.ts'

async function check(path: string, tables?: readonly string[]): Promise<void> {
  const file = await openSource(path)
  try {
    quickCheck(file.openReader(), file.path, tables)
  } finally {
    file.close()
  }
}

/** Overwrites the middle of page `page` (from 1) of a file with pages of 4096 bytes. */
function damage(path: string, page: number): void {
  const descriptor = openSync(path, 'r+')
  writeSync(descriptor, Buffer.alloc(2000, 0xee), 0, 2000, (page - 1) * 4096)
  closeSync(descriptor)
}

describe('quickCheck', () => {
  test('finds nothing in a sound file', async () => {
    await check(build(makeWorkplace().file('todo.db'), fill('t', 20)))
  })

  test('names the tables that still read when a page is damaged, and changes nothing', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('good', 5), fill('bad', 100))
    damage(path, readFileSync(path).length / 4096 - 3)
    const before = snapshot(path)
    await expect(check(path)).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
      message: expect.stringContaining('Tables that still read: good; damaged: bad'),
      hint: expect.stringContaining('.recover'),
    })
    expect(snapshot(path)).toEqual(before)
  })

  test('of some tables does not mind damage in the others', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('good', 5), fill('bad', 100))
    damage(path, readFileSync(path).length / 4096 - 3)
    await check(path, ['good'])
    await expect(check(path, ['good', 'bad'])).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' })
  })

  test('a schema that cannot be parsed is damage; the other tables are still found', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('good', 5), fill('bad', 5))
    redefine(path, 'bad', 'CREATE TABLE bad (id INTEGER PRIMARY KEY,, v TEXT)')
    await expect(check(path)).rejects.toMatchObject({
      code: 'SOURCE_CORRUPT',
      message: expect.stringMatching(/malformed database schema.*Tables that still read: good/s),
    })
  })

  test('rows that break NOT NULL, a CHECK or a type of their table are no damage', async () => {
    const path = build(
      makeWorkplace().file('todo.db'),
      'CREATE TABLE t (a, b, c)',
      "INSERT INTO t VALUES (NULL, -1, '1')",
    )
    redefine(path, 't', 'CREATE TABLE t (a NOT NULL, b CHECK (b > 0 AND unknown(b)), c INTEGER)')
    await check(path)
  })
})

function redefine(path: string, table: string, sql: string): void {
  const database = new Database(path)
  database.unsafeMode(true)
  database.pragma('writable_schema = ON')
  database.prepare('UPDATE sqlite_schema SET sql = ? WHERE name = ?').run(sql, table)
  database.close()
}
