// Files that cannot be used, each judged before SQLite opens it.
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Sqlite2pgError } from '../../src/model/errors.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { build, fill, makeWorkplace, snapshot, sqlite3 } from './workplace.ts'

/** What opening fails with; the directory must be as it was. */
async function failure(
  path: string,
): Promise<Pick<Sqlite2pgError, 'code' | 'message' | 'hint' | 'exitCode'>> {
  const before = snapshot(path)
  const error: Sqlite2pgError = await openSource(path).then(
    () => Promise.reject(new Error('it opened')),
    error => error,
  )
  expect(snapshot(path)).toEqual(before)
  expect(error.exitCode).toBe(3)
  return error
}

describe('a path', () => {
  test('that does not exist is missing, stays so, and the hint lists the databases beside it', async () => {
    const { file } = makeWorkplace()
    build(file('app.sqlite'), fill('t', 1))
    writeFileSync(file('notes.txt'), 'x')
    const { code, message, hint } = await failure(file('tod.db'))
    expect(code).toBe('SOURCE_MISSING')
    expect(message).toBe(`${file('tod.db')} does not exist`)
    expect(hint).toContain('--sqlite-path')
    expect(hint).toContain('app.sqlite')
    expect(hint).not.toContain('notes.txt')
  })

  test('below a directory that does not exist is missing', async () => {
    const { file } = makeWorkplace()
    await expect(openSource(file('no/todo.db'))).rejects.toMatchObject({
      code: 'SOURCE_MISSING',
      hint: expect.stringContaining('does not exist or cannot be read'),
    })
  })

  test('of a directory is not a file, and the hint lists the databases in it', async () => {
    const { directory, file } = makeWorkplace()
    build(file('app.db'), fill('t', 1))
    await expect(openSource(directory)).rejects.toMatchObject({
      code: 'SOURCE_NOT_A_FILE',
      message: `${directory} is a directory, not a SQLite file`,
      hint: expect.stringContaining('app.db'),
    })
  })

  test.skipIf(process.getuid?.() === 0)('of a file without read permission is not readable', async () => {
    const { file } = makeWorkplace()
    writeFileSync(file('todo.db'), readFileSync(build(file('a.db'), fill('t', 1))), { mode: 0 })
    await expect(openSource(file('todo.db'))).rejects.toMatchObject({ code: 'SOURCE_NOT_READABLE' })
  })
})

const FOREIGN: readonly (readonly [what: string, content: string | Buffer, fact: string, hint: string])[] = [
  ['a CSV file', 'id,title\n1,x\n', 'it is a text file', '.import --csv'],
  [
    'random bytes',
    Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 197 + 13) % 256)),
    'or encrypted',
    'SQLCipher',
  ],
  ['a zip archive', 'PK\x03\x04\0\0\0\0', 'a zip archive', 'Unpack'],
  ['a gzip file', Buffer.from([0x1f, 0x8b, 8, 0]), 'a gzip file', 'gunzip'],
  [
    'a SQLite 2 database',
    '** This file contains an SQLite 2.1 database **\0',
    'a SQLite 2 database',
    '.dump',
  ],
  ['a PostgreSQL dump', 'PGDMP\x01\x0e', 'a PostgreSQL dump', 'pg_restore'],
  [
    'a Git LFS pointer',
    'version https://git-lfs.github.com/spec/v1\noid sha256:0\n',
    'Git LFS',
    'git lfs pull',
  ],
]

describe('a file that is no SQLite 3 database', () => {
  test.each(FOREIGN)('such as %s is named for what it is', async (_what, content, fact, hint) => {
    const { file } = makeWorkplace()
    writeFileSync(file('todo.db'), content)
    const error = await failure(file('todo.db'))
    expect(error.code).toBe('SOURCE_NOT_SQLITE')
    expect(error.message).toContain('is not a SQLite 3 database, or encrypted')
    expect(`${error.message} ${error.hint}`).toContain(fact)
    expect(error.hint).toContain(hint)
  })

  test('such as a log is told from its database', async () => {
    const { file } = makeWorkplace()
    writeFileSync(file('todo.db-wal'), Buffer.from('377f0682002de218', 'hex'))
    const { code, hint } = await failure(file('todo.db-wal'))
    expect(code).toBe('SOURCE_NOT_SQLITE')
    expect(hint).toContain('without -wal')
  })

  test('because it has no byte at all holds no table', async () => {
    const { file } = makeWorkplace()
    writeFileSync(file('todo.db'), '')
    const { code, message } = await failure(file('todo.db'))
    expect(code).toBe('SOURCE_EMPTY')
    expect(message).toContain('holds no table')
  })
})

const SQL_TEXTS: readonly string[] = [
  'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n',
  'BEGIN TRANSACTION;\nCREATE TABLE t(x);\n',
  '\ufeff\n-- made by a tool\n\nCREATE TABLE IF NOT EXISTS "t" (x);',
  '/* dump */ INSERT INTO t VALUES (1);',
  '-- only a comment',
]

describe('SQL text', () => {
  test.each(SQL_TEXTS)('%j is told from a database, with the command that builds one', async text => {
    const { file } = makeWorkplace()
    writeFileSync(file('my todo.db'), text)
    const { code, hint } = await failure(file('my todo.db'))
    expect(code).toBe('SOURCE_IS_SQL_TEXT')
    expect(hint).toContain(`sqlite3 new.db < '${file('my todo.db')}'`)
  })

  test('a real dump of the sqlite3 program is recognised', async () => {
    const { file } = makeWorkplace()
    writeFileSync(file('todo.db'), sqlite3(build(file('a.db'), fill('t', 3)), '.dump\n'))
    expect((await failure(file('todo.db'))).code).toBe('SOURCE_IS_SQL_TEXT')
  })
})

describe('a truncated file', () => {
  test('is corrupt: both sizes and the tables that still read are named', async () => {
    const { file } = makeWorkplace()
    const path = build(file('todo.db'), fill('small', 1), fill('large', 100))
    const whole = readFileSync(path).length
    truncateSync(path, whole - 40_000)
    const { code, message, hint } = await failure(path)
    expect(code).toBe('SOURCE_CORRUPT')
    expect(message).toContain(`${whole} bytes, and the file has ${whole - 40_000} bytes`)
    expect(message).toContain('Tables that still read: small; damaged: large')
    expect(hint).toContain('.recover')
  })

  test('in WAL mode is judged without creating side files', async () => {
    const { file } = makeWorkplace()
    const path = build(file('todo.db'), 'PRAGMA journal_mode = WAL', fill('t', 100))
    truncateSync(path, 20_480)
    expect((await failure(path)).message).toContain('truncated')
  })

  test.each([20, 60])('of %i bytes has no whole header', async size => {
    const { file } = makeWorkplace()
    const path = build(file('todo.db'), fill('t', 1))
    truncateSync(path, size)
    const { code, message } = await failure(path)
    expect(code).toBe('SOURCE_CORRUPT')
    expect(message).toContain(
      `${basename(path)} is corrupt: it begins as a SQLite 3 database but ends after ${size} bytes`,
    )
  })
})
