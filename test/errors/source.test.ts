// Every source that cannot be used, given to the built program: exit code 3, and the file as it was.
// What the errors' page promises of each: docs/errors.md.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { makeFolder } from '../package/program.ts'
import { startOtherProgram } from '../sqlite/other-program.ts'
import { type OwnedDatabase, withOwnedDatabase } from './owned-database.ts'
import { expectRefusal, type WantedRefusal } from './refusal.ts'

let database: OwnedDatabase
beforeAll(async () => {
  database = await withOwnedDatabase()
})
afterAll(() => database?.drop())

function refuses(folder: string, path: string, wanted: Omit<WantedRefusal, 'exit'>, verb = 'migrate') {
  return expectRefusal(
    folder,
    [verb, '-s', path, '-p', database.url],
    { exit: 3, ...wanted },
    { untouched: database.adminUrl },
  )
}

/** Bytes that mean nothing, the same every time. */
function noise(sizeBytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(sizeBytes / 32) }, (_, i) =>
    createHash('sha256').update(String(i)).digest(),
  )
  return Buffer.concat(blocks).subarray(0, sizeBytes)
}

/** A database of about 200 kB with one table and one index. */
function makeDatabase(path: string): void {
  const file = new Database(path)
  file.exec(`CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT);
    CREATE INDEX by_title ON tasks (title);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
    INSERT INTO tasks SELECT i, printf('%.200c', 'x') || i FROM n`)
  file.close()
}

const DUMP = `PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE tasks (id INTEGER PRIMARY KEY);
COMMIT;
`

interface NoDatabase extends Omit<WantedRefusal, 'exit'> {
  readonly title: string
  readonly content: string | Uint8Array
}

// biome-ignore format: one line a row reads as a table
const NO_DATABASES: readonly NoDatabase[] = [
  { title: 'an empty file', content: '', code: 'SOURCE_EMPTY', says: /^a\.db is empty \(0 bytes\): it holds no table$/, hints: /Start the application once/ },
  { title: 'a text file', content: 'Dear diary,\ntoday was fine.\n', code: 'SOURCE_NOT_SQLITE', says: /^a\.db is not a SQLite 3 database.*: it is a text file$/, hints: /Check the path/ },
  { title: 'a dump of SQLite', content: DUMP, code: 'SOURCE_IS_SQL_TEXT', says: /^a\.db is SQL text, a dump/, hints: /sqlite3 new\.db < a\.db .*--sqlite-path=new\.db/ },
  { title: 'a dump of PostgreSQL as SQL', content: '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n', code: 'SOURCE_NOT_SQLITE', says: /it is a PostgreSQL dump/, hints: /psql/ },
  { title: 'a gzip file', content: Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0), code: 'SOURCE_NOT_SQLITE', says: /it is a gzip file$/, hints: /gunzip/ },
  { title: 'an encrypted file of whole pages', content: noise(5 * 4096), code: 'SOURCE_NOT_SQLITE', says: /^a\.db is not a SQLite 3 database, or encrypted$/, hints: /sqlcipher_export/ },
  { title: 'an encrypted file of an odd size', content: noise(10_001), code: 'SOURCE_NOT_SQLITE', says: /^a\.db is not a SQLite 3 database, or encrypted$/, hints: /sqlcipher_export/ },
  { title: 'a file that ends in its header', content: 'SQLite format 3\0', code: 'SOURCE_CORRUPT', says: /ends after 16 bytes/, hints: /Copy the file again/ },
]

describe.concurrent('a file that is no database', () => {
  test.each(NO_DATABASES)('$title', async ({ content, ...wanted }) => {
    await refuses(makeFolder({ 'a.db': content }), 'a.db', wanted)
  })

  test.each(['plan', 'verify', 'doctor'])('ends %s in the same way', async verb => {
    const wanted = { code: 'SOURCE_NOT_SQLITE', says: /text file/, hints: /Check the path/ } as const
    await refuses(makeFolder({ 'a.db': 'text' }), 'a.db', wanted, verb)
  })
})

describe.concurrent('a path that leads to no file', () => {
  test('a missing file is not created, and its neighbours are named', async () => {
    await refuses(makeFolder({ 'app.sqlite3': '' }), 'todo.db', {
      code: 'SOURCE_MISSING',
      says: /^todo\.db does not exist$/,
      hints: /--sqlite-path.*there is: app\.sqlite3/,
    })
  })

  test('without a path the usual name is looked for', async () => {
    const wanted = {
      exit: 3,
      code: 'SOURCE_MISSING',
      says: /^\.\/todo\.db does not exist$/,
      hints: /--sqlite-path/,
    } as const
    await expectRefusal(makeFolder(), ['-p', database.url], wanted, { untouched: database.adminUrl })
  })

  test('a directory', async () => {
    const folder = makeFolder()
    mkdirSync(join(folder, 'data'))
    makeDatabase(join(folder, 'data', 'app.db'))
    await refuses(folder, 'data', {
      code: 'SOURCE_NOT_A_FILE',
      says: /^data is a directory, not a SQLite file$/,
      hints: /In data there is: app\.db/,
    })
  })

  test('a pipe, which is not waited for', async () => {
    const folder = makeFolder()
    execFileSync('mkfifo', [join(folder, 'a.db')])
    await refuses(folder, 'a.db', {
      code: 'SOURCE_NOT_A_FILE',
      says: /^a\.db is a pipe, a socket or a device, not a SQLite file$/,
      hints: /--sqlite-path/,
    })
  })

  test('a link that leads nowhere', async () => {
    const folder = makeFolder()
    symlinkSync('gone.db', join(folder, 'a.db'))
    await refuses(folder, 'a.db', {
      code: 'SOURCE_MISSING',
      says: /^a\.db is a link to gone\.db, which does not exist$/,
      hints: /--sqlite-path/,
    })
  })
})

describe.concurrent('a database that cannot be read', () => {
  test('a truncated file', async () => {
    const folder = makeFolder()
    makeDatabase(join(folder, 'a.db'))
    truncateSync(join(folder, 'a.db'), 100_000)
    await refuses(folder, 'a.db', {
      code: 'SOURCE_CORRUPT',
      says: /^a\.db is corrupt: truncated: its header says 59 pages .*and the file has 100000 bytes.*: tasks$/,
      hints: /Copy the file again .*sqlite3 a\.db \.recover/,
    })
  })

  test('a damaged page', async () => {
    const folder = makeFolder()
    makeDatabase(join(folder, 'a.db'))
    const bytes = readFileSync(join(folder, 'a.db'))
    writeFileSync(join(folder, 'a.db'), bytes.fill(0xff, 5 * 4096, 6 * 4096))
    await refuses(folder, 'a.db', {
      code: 'SOURCE_CORRUPT',
      says: /^a\.db is corrupt: .*: tasks$/,
      hints: /Copy the file again .*sqlite3 a\.db \.recover/,
    })
  })

  test('a database without tables', async () => {
    const folder = makeFolder()
    const file = new Database(join(folder, 'a.db'))
    file.exec('CREATE TABLE t (id); DROP TABLE t; CREATE VIEW v AS SELECT 1')
    file.close()
    await refuses(folder, 'a.db', {
      code: 'SOURCE_EMPTY',
      says: /^a\.db holds no table; views: 1/,
      hints: /Start the application once.*--sqlite-path/,
    })
  })

  test.skipIf(process.geteuid?.() === 0)(
    'a file without permission (root may read anything)',
    async ({ onTestFinished }) => {
      const folder = makeFolder()
      makeDatabase(join(folder, 'a.db'))
      chmodSync(join(folder, 'a.db'), 0)
      onTestFinished(() => rmSync(join(folder, 'a.db')))
      await refuses(folder, 'a.db', {
        code: 'SOURCE_NOT_READABLE',
        says: /^a\.db cannot be read: permission denied$/,
        hints: /user who may read/,
      })
    },
  )
})

test('a file that another program holds locked', async () => {
  const folder = makeFolder()
  makeDatabase(join(folder, 'a.db'))
  await startOtherProgram(join(folder, 'a.db'), "database.exec('BEGIN EXCLUSIVE'); ready()")
  await refuses(folder, 'a.db', {
    code: 'SOURCE_LOCKED',
    says: /^a\.db is locked by another program \(waited 5 s\)$/,
    hints: /end its transaction.*lsof a\.db/,
  })
})
