// Tables that SQLite reads only with a collation of the application: from a private copy, without a trace.

import { readdirSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { makeWorkplace, snapshot } from './workplace.ts'

/** The collation is written into the schema afterwards: only the application could make it otherwise. */
function buildWithCollation(path: string, ...statements: readonly string[]): void {
  const database = new Database(path)
  database.unsafeMode(true)
  for (const statement of statements) database.exec(statement)
  database.exec(
    `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'unicase')`,
  )
  database.close()
}

test('a table without rowid that is ordered by it is read whole, and its schema as it is written', async () => {
  const { file, temporaryDirectory } = makeWorkplace()
  const path = file('cards.db')
  buildWithCollation(
    path,
    'CREATE TABLE tags (tag TEXT NOT NULL COLLATE NOCASE PRIMARY KEY, note TEXT) WITHOUT ROWID',
    `INSERT INTO tags VALUES ('b', 'COLLATE unicase'), ('A', NULL), ('c', NULL)`,
  )
  const before = snapshot(path)
  const source = await openSource(path, { temporaryDirectory })
  const reader = source.openReader()
  reader.begin()
  expect(reader.values(sqlite`SELECT tag FROM tags NOT INDEXED`)).toEqual(['A', 'b', 'c'])
  expect(reader.value(sqlite`SELECT note FROM tags WHERE note IS NOT NULL`)).toBe('COLLATE unicase')
  expect(source.schemaReader(reader).value<string>(sqlite`SELECT sql FROM sqlite_schema`)).toContain(
    'COLLATE unicase PRIMARY KEY',
  )
  expect(source.remarks.map(({ code }) => code)).toEqual(['PRIVATE_COPY'])
  source.close()
  expect(snapshot(path)).toEqual(before)
  expect(readdirSync(temporaryDirectory)).toEqual([])
})

test('tables with a rowid under it are read in place', async () => {
  const { file, temporaryDirectory } = makeWorkplace()
  const path = file('decks.db')
  buildWithCollation(
    path,
    'CREATE TABLE decks (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE)',
    `INSERT INTO decks VALUES (1, 'x')`,
  )
  const source = await openSource(path, { temporaryDirectory })
  const reader = source.openReader()
  expect(source.remarks).toEqual([])
  expect(source.schemaReader(reader)).toBe(reader)
  source.close()
})
