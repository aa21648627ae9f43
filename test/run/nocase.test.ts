// Keys under COLLATE NOCASE keep their rule, and what refers to them finds a key.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, type RunReport, verify } from '../../src/index.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase
let report: RunReport
const sqlitePath = join(mkdtempSync(join(tmpdir(), 'sqlite2pg-nocase-')), 'todo.db')

beforeAll(async () => {
  database = await withDatabase()
  const source = new Database(sqlitePath)
  source.exec(`
    CREATE TABLE users (email TEXT PRIMARY KEY COLLATE NOCASE, nick TEXT UNIQUE COLLATE NOCASE, code TEXT, tag TEXT COLLATE NOCASE UNIQUE);
    CREATE UNIQUE INDEX users_code ON users (code COLLATE NOCASE);
    INSERT INTO users VALUES ('Ann@x', 'Ann', 'A1', 'x'), ('bob@x', 'Bob', 'B1', 'y');
    CREATE TABLE tasks (id INTEGER PRIMARY KEY, owner TEXT REFERENCES users, nick TEXT REFERENCES users (nick));
    INSERT INTO tasks VALUES (1, 'Ann@x', 'Ann'), (2, 'ann@x', 'Bob');`)
  source.close()
  report = await migrate({ sqlitePath, url: database.url })
})
afterAll(() => database.drop())

describe('a key under NOCASE', () => {
  it('moves, with what refers to it', async () => {
    expect(report.error).toBeNull()
    expect((await verify({ sqlitePath, url: database.url })).error).toBeNull()
  })

  it.each([
    ['primary key', `INSERT INTO users VALUES ('ANN@X', 'c', 'c', 'c')`],
    ['UNIQUE that a foreign key refers to', `INSERT INTO users VALUES ('c@x', 'ANN', 'c', 'c')`],
    ['unique index', `INSERT INTO users VALUES ('c@x', 'c', 'a1', 'c')`],
    ['UNIQUE that nothing refers to', `INSERT INTO users VALUES ('c@x', 'c', 'c', 'X')`],
  ])('still refuses another spelling: %s', async (_, sql) => {
    await expect(query(database.url, sql)).rejects.toThrow(/duplicate key/)
  })

  it('makes a child that is equal only by case an orphan, which is said', () => {
    expect(report.foreignKeys).toMatchObject([
      { columns: ['owner'], orphans: 1n, state: 'not valid' },
      { columns: ['nick'], orphans: 0n, state: 'valid' },
    ])
  })

  it('is not made a plain key where nothing needs one', async () => {
    const keys = await query<{ definition: string }>(
      database.url,
      `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype IN ('p', 'u') ORDER BY 1`,
    )
    expect(keys.map(({ definition }) => definition)).toEqual(['PRIMARY KEY (email)', 'UNIQUE (nick)'])
  })
})
