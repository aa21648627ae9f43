// Rows that are set aside for their values: which go and why, what stays, and that their values are whole.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { counts, moved, SET_ASIDE } from './quarantined-run.ts'
import { BALANCED, balance, quarantined } from './set-aside.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

describe('values that the declared type does not take', () => {
  const TABLE = `CREATE TABLE t (
    id INTEGER PRIMARY KEY, n INTEGER, small SMALLINT, day DATE, at DATETIME, flag BOOLEAN, price DECIMAL(5,2),
    name VARCHAR(3), doc JSON, u UUID, txt TEXT, raw BLOB, x REAL);
    INSERT INTO t (id) VALUES (1);
    INSERT INTO t (id, n, small, day, at, flag, price, name, doc, u, txt, raw, x) VALUES
      (2, 7, 8, '2024-05-06', '2024-05-06 07:08:09', 1, 12.5, 'abc', '{"a":1}', '0F8FAD5B-D9CB-469F-A165-70867728950E', 'x', x'00ff', 1.5),
      (3, 'seven', 40000, '2024-02-30', 'soon', 2, 1234.5, 'abcd', '{a', 'no', x'ff', 'text', 'much');
    INSERT INTO t (id, n) VALUES (4, 1.5), (5, ''), (6, 9223372036854775807);
    INSERT INTO t (id, txt) VALUES (7, 'nul' || char(0)), (8, CAST(x'c328' AS TEXT)), (9, char(9) || '\\' || char(10) || '"');
    INSERT INTO t (id, at) VALUES (10, '2024-05-06T07:08'), (11, '0000-00-00 00:00:00');
    INSERT INTO t (id, x) VALUES (12, 9e999), (13, -1e-300);
    INSERT INTO t (id, n, raw) VALUES (14, 'a' || char(9) || char(10) || '"\\', x'0001');`

  it('go with their rows, and the columns keep their types', async () => {
    const path = sourceFile(TABLE)
    const { report, schema } = await moved(database.url, path)
    expect(counts(report)).toEqual({ t: [14, 7, 7] })
    const types = Object.fromEntries(
      report.tables[0]?.columns.map(({ source, type }) => [source, type]) ?? [],
    )
    expect(types).toMatchObject({
      ...{ n: 'bigint', small: 'smallint', day: 'date', at: 'timestamp', flag: 'boolean' },
      ...{ price: 'numeric(5,2)', name: 'varchar(3)', doc: 'json', u: 'uuid', txt: 'text', raw: 'bytea' },
      x: 'double precision',
    })
    expect(await balance(path, database.url, 't', schema)).toEqual(BALANCED)
    const rows = await quarantined(database.url, schema)
    expect(rows.map(({ key }) => key['id'])).toEqual([3, 4, 5, 7, 8, 11, 14])
    expect(rows[0]?.reasons).toEqual([
      'n: the value is no bigint',
      'small: the value is no smallint',
      'day: the value is no date',
      'at: the value is no timestamp',
      'flag: the value is no boolean',
      'price: the value is no numeric(5,2)',
      'name: the value is no varchar(3)',
      'doc: the value is no json',
      'u: the value is no uuid',
      'txt: the value is no text',
      'raw: the value is no bytea',
      'x: the value is no double precision',
    ])
  })

  it('go where a cast asks for the type', async () => {
    const path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, a, b TEXT);
      INSERT INTO t VALUES (1, 5, '1'), (2, 'x', '2'), (3, 70000, 'three'), (4, NULL, NULL)`)
    const casts = { 't.a': 'smallint' }
    const { report, schema } = await moved(database.url, path, { badValues: 'quarantine', casts })
    expect(counts(report)).toEqual({ t: [4, 2, 2] })
    expect(await balance(path, database.url, 't', schema)).toEqual(BALANCED)
  })

  it('stay where they are only another reading of what is declared', async () => {
    const path =
      sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, made DATETIME, day DATE, any, zoned DATETIME);
      INSERT INTO t VALUES (1, 1700000000000, '2024-05-06 00:00:00', 1, '2024-05-06T07:08:09Z'),
        (2, 1700000001000, '2024-05-07 00:00:00', 'two', '2024-05-06T07:08:09Z'), (3, NULL, NULL, NULL, 'never')`)
    const { report } = await moved(database.url, path)
    expect(counts(report)).toEqual({ t: [3, 2, 1] })
    const types = report.tables[0]?.columns.map(({ type }) => type)
    expect(types).toEqual(['bigint', 'timestamptz', 'timestamp', 'text', 'timestamptz'])
  })
})

describe('values of a row that is set aside', () => {
  it('are those of the file, whatever they are', async () => {
    const path = sourceFile(`CREATE TABLE "it's \\ ""odd""" ("a	b" INTEGER, "c ""d" TEXT, e, f REAL);
      INSERT INTO "it's \\ ""odd""" VALUES
        ('bad', 'tab' || char(9) || 'line' || char(10, 13) || 'back\\slash "quoted" ' || char(8232, 128512, 127, 65279), x'', 0.1),
        ('bad', CAST(x'ff00fe' AS TEXT), x'0aff', 1e300), ('bad', 'nul' || char(0) || 'l', 9223372036854775807, -5e-324),
        ('bad', '', -9223372036854775808, 9e999), ('bad', NULL, '', 3.0), ('bad', NULL, 12345678901234567890, -0.0)`)
    const { report, schema } = await moved(database.url, path)
    expect(report.tables[0]?.quarantinedRows).toBe(6n)
    expect(await balance(path, database.url, `it's \\ "odd"`, schema)).toEqual(BALANCED)
  })

  it('are whole in a UTF-16 database', async () => {
    const path = sourceFile(db => {
      db.pragma("encoding = 'UTF-16le'")
      db.exec(`CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID;
        INSERT INTO t VALUES ('é😀', 'bad'), ('f', 1)`)
    })
    const { report, schema } = await moved(database.url, path)
    expect(counts(report)).toEqual({ t: [2, 1, 1] })
    expect(await quarantined(database.url, schema)).toMatchObject([
      {
        key: { id: 'é😀' },
        values: { id: { class: 'text', value: 'é😀' }, n: { class: 'text', value: 'bad' } },
      },
    ])
  })

  it('are streamed, however many rows go', async () => {
    const path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, pad TEXT);
      WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 30000)
      INSERT INTO t SELECT x, iif(x % 3 = 0, 'bad', x), 'padding' || x FROM i`)
    const { report } = await moved(database.url, path, SET_ASIDE)
    expect(counts(report)).toEqual({ t: [30_000, 20_000, 10_000] })
  })
})
