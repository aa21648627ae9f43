// Copies that pgloader makes, told to lose nothing: doubles as double precision and date-times as timestamp. Left out are
// schemas that it does not carry whole, which are real differences: NOT NULL, a rowid key without AUTOINCREMENT, CHECK.
// https://pgloader.readthedocs.io/en/latest/ref/sqlite.html
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export interface LoadedPair {
  readonly title: string
  readonly source: string
}

const run = promisify(execFile)

export async function hasPgloader(): Promise<boolean> {
  return run('pgloader', ['--version']).then(
    () => true,
    () => false,
  )
}

const CASTS = ['real', 'double', 'float']
  .map(type => `type ${type} to "double precision" drop typemod using float-to-string`)
  .concat(
    ['datetime', 'timestamp'].map(
      type => `type ${type} to timestamp drop typemod using sqlite-timestamp-to-timestamp`,
    ),
  )

/** What pgloader refuses, its exit code does not tell: verify will. */
export async function load(sqlitePath: string, url: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-pgloader-'))
  const file = join(folder, 'pair.load')
  writeFileSync(
    file,
    `LOAD DATABASE FROM sqlite://${sqlitePath} INTO ${url}
      WITH create tables, create indexes, reset sequences, foreign keys CAST ${CASTS.join(', ')};`,
  )
  await run('pgloader', ['--root-dir', folder, '--quiet', file])
}

export const LOADED_PAIRS: readonly LoadedPair[] = [
  {
    title: 'integers',
    source: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, big BIGINT, small SMALLINT, mid INTEGER);
      INSERT INTO t VALUES (1, 9223372036854775807, 32767, -1), (2, -9223372036854775808, -32768, 2147483648), (9, NULL, 0, NULL);`,
  },
  {
    title: 'texts',
    source: `CREATE TABLE t (k TEXT PRIMARY KEY, v TEXT, w VARCHAR(40));
      INSERT INTO t VALUES ('a', 'tab' || char(9) || 'line' || char(10) || 'back\\slash' || char(13), ''), ('é', 'caf' || char(233), '👨‍👩‍👧'), ('b', NULL, '\\N'), ('c', ' ', 'NULL'), ('', '{1,2}', '"quoted"');`,
  },
  {
    title: 'doubles',
    source: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, r REAL, d DOUBLE, f FLOAT);
      INSERT INTO t VALUES (1, 0.1, 3.141592653589793, 1e300), (2, -2.5, 1e-7, 5e-324), (3, 0, 123456789.125, NULL), (4, 1e15, 1e16, 1.7976931348623157e308);`,
  },
  {
    title: 'decimals',
    source: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, price NUMERIC(10,2)); INSERT INTO t VALUES (1, 12.25), (2, 0.1), (3, -5), (4, NULL), (5, 99999999.99);`,
  },
  {
    title: 'date-times',
    source: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, at DATETIME, seen TIMESTAMP);
      INSERT INTO t VALUES (1, '2024-05-06 07:08:09.123456', '2024-05-06 07:08:09'), (2, '1969-12-31 23:59:59', NULL), (3, NULL, '9999-12-31 23:59:59.000001');`,
  },
  {
    title: 'dates',
    source: `CREATE TABLE t (k TEXT PRIMARY KEY, day DATE); INSERT INTO t VALUES ('a', '2024-02-29'), ('b', '0001-01-01'), ('c', NULL);`,
  },
  {
    title: 'blobs',
    source: `CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB); INSERT INTO t VALUES (1, x'00ff10'), (2, x''), (3, NULL), (4, zeroblob(10000));`,
  },
  {
    title: 'booleans',
    source: `CREATE TABLE t (k TEXT PRIMARY KEY, done BOOLEAN, ok BOOL); INSERT INTO t VALUES ('a', 0, 1), ('b', 1, NULL), ('c', NULL, 0);`,
  },
  {
    title: 'indexes and foreign keys',
    source: `CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT); CREATE UNIQUE INDEX ux_email ON users (email);
      CREATE TABLE tasks (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE, title TEXT);
      CREATE INDEX ix_tasks_user ON tasks (user_id, title);
      INSERT INTO users VALUES (1, 'a@x'), (7, 'b@x'); INSERT INTO tasks VALUES (1, 1, 'x'), (2, 7, NULL), (3, NULL, 'y');`,
  },
  {
    title: 'names that are made lower-case, and rows without a key',
    source: `CREATE TABLE "OrderDetails" ("OrderID" INTEGER PRIMARY KEY AUTOINCREMENT, "Unit Price" REAL); INSERT INTO "OrderDetails" VALUES (1, 2.5), (2, NULL);
      CREATE TABLE "Log" ("Line" TEXT, n INTEGER); INSERT INTO "Log" VALUES ('a', 1), ('a', 1), (NULL, NULL), ('b', 2);`,
  },
  {
    title: 'a key of two columns, JSON and uuids',
    source: `CREATE TABLE t (a INTEGER, b TEXT, doc JSON, ref UUID, PRIMARY KEY (a, b));
      INSERT INTO t VALUES (1, 'x', '{"b": 1.50, "a": [1e2]}', '9ee973a5-edc8-400b-bed4-8b1cac447801'), (1, 'y', NULL, NULL), (2, 'x', 'null', '08a979d7-d23a-4399-a3eb-da1b2b6cc7c9');`,
  },
]
