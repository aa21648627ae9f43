// Tables of every shape, and rows that were moved otherwise than they came: each has a certificate that holds, and that
// does not hold any more when one value is another.
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { MigrateOptions } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { certified, held, SAME } from './certified.ts'
import { newPath, sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

interface Shape {
  readonly sql: string
  readonly options?: Partial<MigrateOptions>
  readonly fault: string
  readonly found: RegExp
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'a table without a key, with a row twice': {
    sql: "CREATE TABLE t (a TEXT, b INTEGER); INSERT INTO t VALUES ('x', 1), ('x', 1), (NULL, NULL), ('', 2)",
    fault: "DELETE FROM t WHERE ctid = (SELECT max(ctid) FROM t WHERE a = 'x')",
    found: /^t: contents 4 rows → 3 rows all rows: at least 1 row missing$/,
  },
  'a text key in many buckets': {
    sql: `CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v INTEGER);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) INSERT INTO t SELECT 'key ' || i, i FROM n`,
    fault: "UPDATE t SET v = -v WHERE k = 'key 77'",
    found: /^t: contents \d+ rows → \d+ rows bucket [0-9a-f]: the rows are not the same$/,
  },
  'a composite key without rowid': {
    sql: `CREATE TABLE t (a INTEGER NOT NULL, b TEXT NOT NULL, c REAL, PRIMARY KEY (a, b)) WITHOUT ROWID;
      INSERT INTO t VALUES (1, 'x', 0.1), (1, 'y', -0.0), (2, 'x', 1e300)`,
    fault: 'UPDATE t SET c = 0.10000000000000002 WHERE c = 0.1',
    found: /^t: contents 3 rows → 3 rows all rows: the rows are not the same$/,
  },
  'names of every kind': {
    sql: `CREATE TABLE "T ""1""; DROP" ("Ключ" INTEGER PRIMARY KEY, "a.b" TEXT, "select" BLOB);
      INSERT INTO "T ""1""; DROP" VALUES (-5, 'ü', x'00ff'), (5, '🎈', NULL)`,
    fault: `UPDATE "T ""1""; DROP" SET "a.b" = 'u' WHERE "Ключ" = -5`,
    found: /^T "1"; DROP: contents 2 rows → 2 rows every Ключ: the rows are not the same$/,
  },
  'an empty table': {
    sql: 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)',
    fault: "INSERT INTO t (a) VALUES ('x')",
    found: /^t: contents 0 rows → 1 row every id: at least 1 row too many$/,
  },
  'values of many types': {
    sql: `CREATE TABLE t (id INTEGER PRIMARY KEY, b BOOLEAN, n DECIMAL(10, 3), d DATE, m DATETIME, j JSON, u UUID, x REAL, z TEXT);
      INSERT INTO t VALUES (1, 1, 1.5, '2024-01-02', '2024-01-02 03:04:05.678', '{"a": [1.50]}', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 0.1, NULL),
        (2, 0, -0.125, '1970-01-01', '1969-12-31 23:59:59', 'null', '00000000-0000-0000-0000-000000000000', -1e-300, zeroblob(0))`,
    fault: `UPDATE t SET m = m + interval '1 microsecond' WHERE id = 2`,
    found: /^t: contents 2 rows → 2 rows every id: the rows are not the same$/,
  },
  'long values': {
    sql: `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b BLOB);
      INSERT INTO t VALUES (1, replace(hex(zeroblob(50000)), '00', 'å'), zeroblob(100000)), (2, 'short', x'01')`,
    fault: 'UPDATE t SET b = set_byte(b, 99999, 1) WHERE id = 1',
    found: /^t: contents/,
  },
  'values that were read by casts': {
    sql: `CREATE TABLE t (id INTEGER PRIMARY KEY, made INTEGER, due INTEGER, note TEXT);
      INSERT INTO t VALUES (1, 1714979289123, 1714979289, ''), (2, 0, NULL, 'x')`,
    options: { casts: { 't.made': 'epoch_ms', 't.due': 'epoch_s', 't.note': 'text:empty_null' } },
    fault: `UPDATE t SET made = made + interval '1 millisecond' WHERE id = 2`,
    found: /^t: contents/,
  },
  'rows in quarantine': {
    sql: `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES (1, 1), (2, 'two'), (3, 3)`,
    options: { badValues: 'quarantine' },
    fault: 'DELETE FROM sqlite2pg_quarantine',
    found: /^sqlite2pg_quarantine: quarantine 1 row → 0 rows$/,
  },
  'orphans that were kept': {
    sql: `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id));
      INSERT INTO p VALUES (1), (2); INSERT INTO t VALUES (1, 1), (2, 7), (3, 8), (4, 2)`,
    fault: 'ALTER TABLE p DISABLE TRIGGER ALL; DELETE FROM p WHERE id = 2',
    found: /^t\.p_id → p\.id: orphans 2 → 3$/,
  },
}

it.each(Object.entries(SHAPES))('%s', async (_shape, { sql, options, fault, found }) => {
  const { path } = await certified(database.url, sourceFile(`PRAGMA foreign_keys = OFF; ${sql}`), options)
  expect(await held(database.url, path)).toMatchObject(SAME)
  await query(database.url, fault)
  const { exitCode, differing } = await held(database.url, path)
  expect({ exitCode, differing }).toEqual({
    exitCode: 6,
    differing: expect.arrayContaining([expect.stringMatching(found)]),
  })
})

it.each(['UTF-16le', 'UTF-16be'])('a database in %s', async encoding => {
  const path = newPath()
  const source = new Database(path)
  source.pragma(`encoding = '${encoding}'`)
  source.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, j JSON); CREATE TABLE k (a TEXT PRIMARY KEY NOT NULL, b TEXT);
    INSERT INTO t VALUES (1, 'å🎈', '{"ä": 1}'), (2, '', NULL); INSERT INTO k VALUES ('é', 'x'), ('ü', NULL)`)
  source.close()
  const made = await certified(database.url, path)
  expect(made.certificate.tables.map(table => table.encoding)).toEqual([encoding, encoding])
  expect(await held(database.url, made.path)).toMatchObject(SAME)
  await query(database.url, "UPDATE k SET b = 'X' WHERE a = 'é'; UPDATE t SET a = 'å' WHERE id = 1")
  const { differing } = await held(database.url, made.path)
  expect(differing).toEqual([expect.stringMatching(/^t: contents/), expect.stringMatching(/^k: contents/)])
})

it('what was accepted stands in the certificate, with the option that accepted it', async () => {
  const path = sourceFile(`PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY);
    CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, p_id INTEGER REFERENCES p (id)); CREATE TABLE other (id INTEGER);
    INSERT INTO t VALUES (1, 'one', NULL), (2, 2, 7), (3, 3, NULL)`)
  const options = { badValues: 'quarantine', exclude: ['other'], casts: { 't.n': 'integer' } } as const
  const { certificate } = await certified(database.url, path, options)
  expect(certificate.accepted.options).toMatchObject({
    ...options,
    orphans: 'keep',
    strict: false,
    include: [],
  })
  expect(certificate.accepted.warnings.map(({ code }) => code)).toContain('ORPHANS')
  expect(certificate.quarantine).toEqual({ table: 'sqlite2pg_quarantine', rows: 1n })
  const table = certificate.tables.find(({ target }) => target === 't')
  expect(table).toMatchObject({
    rows: 2n,
    rowsSetAside: 1n,
    foreignKeys: [{ state: 'not valid', orphans: 1n }],
  })
})

it('several connections ask for the digests of many rows in one moment', async () => {
  const path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 160000) INSERT INTO t SELECT i, i % 7 FROM n`)
  const made = await certified(database.url, path)
  expect(await held(database.url, made.path, { jobs: 3 })).toMatchObject(SAME)
  await query(database.url, 'UPDATE t SET a = 9 WHERE id IN (100, 150000)')
  const { differing } = await held(database.url, made.path, { jobs: 3 })
  expect(differing).toHaveLength(2)
  const left = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'sqlite2pg'`
  await expect.poll(() => query(database.url, left), { timeout: 5000 }).toEqual([{ n: 0 }])
})
