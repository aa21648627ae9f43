import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { build, fill, makeWorkplace, snapshot } from '../sqlite/workplace.ts'
import { inspected, inspectFile } from './inspected.ts'

describe('a database', () => {
  test('tells its settings and its objects in the order they were made', async () => {
    const database = await inspected(
      `PRAGMA encoding = 'UTF-16le'; PRAGMA user_version = 7; PRAGMA application_id = -5;
       CREATE TABLE "b table" (x); CREATE TABLE a (x); CREATE VIEW v AS SELECT x FROM a;
       CREATE TRIGGER r AFTER INSERT ON a BEGIN SELECT 1; END`,
    )
    expect(database).toMatchObject({
      encoding: 'UTF-16le',
      journalMode: 'delete',
      userVersion: 7,
      applicationId: -5,
      views: [{ name: 'v', sql: 'CREATE VIEW v AS SELECT x FROM a' }],
      triggers: [{ name: 'r', table: 'a', sql: expect.stringContaining('AFTER INSERT') }],
      others: [],
      remarks: [],
    })
    expect(database.tables.map(({ name }) => name)).toEqual(['b table', 'a'])
    expect(database.sizeBytes).toBeGreaterThan(0n)
    expect(database.sqliteVersion).toMatch(/^3\.\d+/)
  })

  test('without an ordinary table holds no table', async () => {
    await expect(
      inspected('CREATE VIEW v AS SELECT 1', 'CREATE VIRTUAL TABLE f USING fts5(x)'),
    ).rejects.toMatchObject({
      code: 'SOURCE_EMPTY',
      message: expect.stringContaining('holds no table; views: 1'),
    })
  })

  test('without any object holds no table', async () => {
    await expect(inspected('PRAGMA user_version = 1')).rejects.toMatchObject({ code: 'SOURCE_EMPTY' })
  })

  test('keeps the tables of SQLite itself to itself', async () => {
    const { tables, others } = await inspected(
      'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, u UNIQUE)',
      'INSERT INTO t (u) VALUES (1)',
      'ANALYZE',
    )
    expect(tables.map(({ name, indexes }) => [name, indexes.length])).toEqual([['t', 0]])
    expect(others).toEqual([])
  })

  test('whose view is broken is inspected all the same', async () => {
    const { views, tables } = await inspected(
      'CREATE TABLE t (x)',
      'CREATE VIEW v AS SELECT gone FROM nowhere',
    )
    expect([views.length, tables.length]).toEqual([1, 1])
  })
})

describe('tables that are not ordinary', () => {
  test('are virtual tables and the shadow tables their module names', async () => {
    const { tables, others } = await inspected(
      'CREATE VIRTUAL TABLE note USING fts5(title)',
      'CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)',
      'CREATE TABLE note_plain (x); CREATE TABLE other_data (x)',
    )
    expect(tables.map(({ name }) => name)).toEqual(['note_plain', 'other_data'])
    expect(others.filter(({ kind }) => kind === 'virtual')).toEqual([
      { name: 'note', kind: 'virtual', of: 'fts5' },
      { name: 'box', kind: 'virtual', of: 'rtree' },
    ])
    expect(others.filter(({ of }) => of === 'note').map(({ name }) => name)).toEqual([
      'note_data',
      'note_idx',
      'note_content',
      'note_docsize',
      'note_config',
    ])
    expect(others.filter(({ of }) => of === 'box').length).toBe(3)
  })

  test('of a module that is absent are known by their names', async () => {
    const path = build(
      makeWorkplace().file('todo.db'),
      'CREATE TABLE vec_chunks (x); CREATE TABLE vector (x)',
    )
    addSchemaRow(path, 'vec', 'CREATE VIRTUAL TABLE vec USING vec0(embedding float[4])')
    const { tables, others } = await inspectFile(path)
    expect(tables.map(({ name }) => name)).toEqual(['vector'])
    expect(others).toEqual([
      { name: 'vec_chunks', kind: 'shadow', of: 'vec' },
      { name: 'vec', kind: 'virtual', of: 'vec0' },
    ])
  })
})

function addSchemaRow(path: string, name: string, sql: string): void {
  const database = new Database(path)
  database.unsafeMode(true)
  database.pragma('writable_schema = ON')
  database.prepare("INSERT INTO sqlite_schema VALUES ('table', ?, ?, 0, ?)").run(name, name, sql)
  database.close()
}

describe('the fingerprint', () => {
  test('is the same for two looks at an unchanged file, in either journal mode', async () => {
    for (const mode of ['DELETE', 'WAL']) {
      const path = build(makeWorkplace().file('todo.db'), `PRAGMA journal_mode = ${mode}`, fill('t', 3))
      const before = snapshot(path)
      const first = await inspectFile(path)
      expect(first.fingerprint).toMatch(/^[0-9a-f]{64}$/)
      expect((await inspectFile(path)).fingerprint).toBe(first.fingerprint)
      expect(snapshot(path)).toEqual(before)
    }
  })

  test('differs after a commit, in either journal mode', async () => {
    for (const mode of ['DELETE', 'WAL']) {
      const path = build(makeWorkplace().file('todo.db'), `PRAGMA journal_mode = ${mode}`, fill('t', 3))
      const before = await inspectFile(path)
      build(path, "UPDATE t SET v = 'new' WHERE id = 2")
      expect((await inspectFile(path)).fingerprint).not.toBe(before.fingerprint)
    }
  })

  test('differs after a commit that is only in the log', async () => {
    const path = build(makeWorkplace().file('todo.db'), 'PRAGMA journal_mode = WAL', fill('t', 3))
    const application = new Database(path)
    application.exec("UPDATE t SET v = 'a' WHERE id = 2")
    const first = await inspectFile(path)
    application.exec("UPDATE t SET v = 'b' WHERE id = 2")
    expect((await inspectFile(path)).fingerprint).not.toBe(first.fingerprint)
    application.close()
  })
})
