// A directory of its own for each test, with real SQLite files made by the driver or by the sqlite3 program,
// and what a test must find unchanged afterwards: the bytes of the file and its side files, and the listing.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'

export interface Workplace {
  /** Holds the source files. */
  readonly directory: string
  /** Where private copies go; empty again when all is well. */
  readonly temporaryDirectory: string
  file(name: string): string
}

export function makeWorkplace(): Workplace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sqlite2pg-test-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const [directory, temporaryDirectory] = [join(root, 'data'), join(root, 'tmp')]
  mkdirSync(directory)
  mkdirSync(temporaryDirectory)
  return { directory, temporaryDirectory, file: name => join(directory, name) }
}

/** Makes or changes a database by SQL, and closes it. */
export function build(path: string, ...statements: readonly string[]): string {
  const database = new Database(path)
  try {
    for (const statement of statements) database.exec(statement)
  } finally {
    database.close()
  }
  return path
}

/** `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)` with `rows` rows of 1,000 characters. */
export function fill(table: string, rows: number): string {
  return `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, v TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO ${table} SELECT i, printf('%.*c', 1000, 'x') FROM n`
}

export interface Snapshot {
  readonly listing: readonly string[]
  readonly hashes: Readonly<Record<string, string>>
}

/** The -shm is left out: it is shared memory, and every reader marks its place there. */
export function snapshot(path: string): Snapshot {
  const present = ['', '-wal', '-journal'].filter(suffix => existsSync(path + suffix))
  const hash = (suffix: string) =>
    createHash('sha256')
      .update(readFileSync(path + suffix))
      .digest('hex')
  return {
    listing: readdirSync(dirname(path)).sort(),
    hashes: Object.fromEntries(present.map(suffix => [basename(path) + suffix, hash(suffix)])),
  }
}

/** Runs the sqlite3 program of the machine, an older library than the driver's. */
export function sqlite3(path: string, input: string): string {
  const { status, stdout, stderr, error } = spawnSync('sqlite3', [path], { input, encoding: 'utf8' })
  if (error) throw error
  if (status !== 0) throw new Error(stderr)
  return stdout
}
