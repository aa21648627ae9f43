// Rows that are set aside for what holds between them: constraints, keys, parents and children, in tables of every
// kind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { counts, moved } from './quarantined-run.ts'
import { BALANCED, balance, quarantined } from './set-aside.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

describe('rows that break a constraint', () => {
  it('go, and the constraint stays whole', async () => {
    const path = sourceFile(db => {
      db.exec(`CREATE TABLE t (code TEXT PRIMARY KEY, n INTEGER, m INTEGER CHECK (m > 0))`)
      db.pragma('ignore_check_constraints = ON')
      db.exec(`INSERT INTO t VALUES ('a', 1, 1), (NULL, 2, 2), (NULL, 3, -1), ('d', NULL, 0), ('e', 5, NULL)`)
      db.unsafeMode(true)
      db.pragma('writable_schema = ON')
      db.exec(`UPDATE sqlite_schema SET sql = replace(sql, 'n INTEGER', 'n INTEGER NOT NULL')`)
    })
    const { report, schema } = await moved(database.url, path)
    expect(counts(report)).toEqual({ t: [5, 2, 3] })
    expect(await balance(path, database.url, 't', schema)).toEqual(BALANCED)
    const rows = await quarantined(database.url, schema)
    expect(rows.map(({ key, kinds }) => [key, kinds])).toEqual([
      [{ code: 'd', rowid: 4 }, ['null', 'check']],
      [{ code: null, rowid: 2 }, ['null']],
      [{ code: null, rowid: 3 }, ['null', 'check']],
    ])
    const constraints = await query(
      database.url,
      `SELECT contype::text AS kind, convalidated AS valid FROM pg_constraint
       WHERE conrelid = '"${schema}".t'::regclass AND contype IN ('p', 'c') ORDER BY 1`,
    )
    expect(constraints).toEqual([
      { kind: 'c', valid: true },
      { kind: 'p', valid: true },
    ])
  })

  it('go if they would be equal in a unique key, all but the first', async () => {
    const path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, u UUID UNIQUE);
      INSERT INTO t VALUES
        (1, '0f8fad5b-d9cb-469f-a165-70867728950e'), (2, '0F8FAD5B-D9CB-469F-A165-70867728950E'),
        (3, '0f8fad5bd9cb469fa16570867728950e'), (4, '1f8fad5b-d9cb-469f-a165-70867728950e'), (5, NULL), (6, NULL)`)
    const { report, schema } = await moved(database.url, path, { badValues: 'quarantine' })
    expect(counts(report)).toEqual({ t: [6, 4, 2] })
    const rows = await quarantined(database.url, schema)
    expect(rows.map(({ key, kinds }) => [key['id'], kinds])).toEqual([
      [2, ['unique']],
      [3, ['unique']],
    ])
  })

  it('go if no page can hold them', async () => {
    const columns = Array.from({ length: 1200 }, (_, i) => `c${i} INTEGER`)
    const path = sourceFile(db => {
      db.exec(`CREATE TABLE wide (${columns.join(', ')})`)
      db.prepare(`INSERT INTO wide VALUES (${columns.map(() => '1').join(', ')})`).run()
      db.exec(`INSERT INTO wide (c0) VALUES (2)`)
    })
    const { report, schema } = await moved(database.url, path, { badValues: 'quarantine' })
    expect(counts(report)).toEqual({ wide: [2, 1, 1] })
    const [row] = await quarantined(database.url, schema)
    expect([row?.kinds, Object.keys(row?.values ?? {}).length]).toEqual([['too wide'], 1200])
  })
})

describe('children without a parent', () => {
  it('go with their own children, along a chain of tables and around a cycle, until nothing changes', async () => {
    const path = sourceFile(`PRAGMA foreign_keys = OFF;
      CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER);
      CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a);
      CREATE TABLE c (id INTEGER PRIMARY KEY, b_id INTEGER REFERENCES b);
      CREATE TABLE d (id INTEGER PRIMARY KEY, c_id INTEGER REFERENCES c, other INTEGER REFERENCES a);
      CREATE TABLE p (id INTEGER PRIMARY KEY, q_id INTEGER REFERENCES q, d_id INTEGER REFERENCES d);
      CREATE TABLE q (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p);
      INSERT INTO a VALUES (1, 1), (2, 'two');
      INSERT INTO b VALUES (10, 1), (11, 2), (12, NULL), (13, 99);
      INSERT INTO c VALUES (20, 10), (21, 11), (22, 12), (23, 13);
      INSERT INTO d VALUES (30, 20, 1), (31, 21, NULL), (32, 23, 77), (33, NULL, NULL);
      INSERT INTO p VALUES (40, 50, 30), (41, 51, 31), (42, 52, NULL), (43, 53, NULL), (44, NULL, 33);
      INSERT INTO q VALUES (50, 40), (51, 41), (52, 41), (53, 43)`)
    const { report, schema } = await moved(database.url, path)
    expect(counts(report)).toEqual({
      ...{ a: [2, 1, 1], b: [4, 2, 2], c: [4, 2, 2], d: [4, 2, 2] },
      ...{ p: [5, 3, 2], q: [4, 2, 2] },
    })
    for (const table of ['a', 'b', 'c', 'd', 'p', 'q'])
      expect(await balance(path, database.url, table, schema), table).toEqual(BALANCED)
    const rows = await quarantined(database.url, schema)
    expect(rows.map(({ key, reasons }) => [key['id'], reasons])).toEqual([
      [2, ['n: the value is no bigint']],
      [11, ['a_id: its parent in a (id) is set aside']],
      [13, ['a_id: no parent in a (id)']],
      [21, ['b_id: its parent in b (id) is set aside']],
      [23, ['b_id: its parent in b (id) is set aside']],
      [31, ['c_id: its parent in c (id) is set aside']],
      [32, ['other: no parent in a (id)', 'c_id: its parent in c (id) is set aside']],
      [41, ['q_id: its parent in q (id) is set aside', 'd_id: its parent in d (id) is set aside']],
      [42, ['q_id: its parent in q (id) is set aside']],
      [51, ['p_id: its parent in p (id) is set aside']],
      [52, ['p_id: its parent in p (id) is set aside']],
    ])
    expect(report.foreignKeys.every(({ state, orphans }) => state === 'valid' && orphans === 0n)).toBe(true)
  })

  it('go down a long line within one table', async () => {
    const path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, up INTEGER REFERENCES t);
      PRAGMA foreign_keys = OFF;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO t SELECT i, CASE i WHEN 2000 THEN -5 WHEN 1 THEN NULL WHEN 4000 THEN 4000 ELSE i - 1 END FROM n`)
    const { report } = await moved(database.url, path, { orphans: 'quarantine' })
    expect(counts(report)).toEqual({ t: [5000, 3000, 2000] })
  })

  it('are orphans of rows that are set aside where they are kept', async () => {
    const path = sourceFile(`CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER);
      CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a);
      INSERT INTO a VALUES (1, 1), (2, 'two'); INSERT INTO b VALUES (10, 1), (11, 2), (12, 2)`)
    const { report } = await moved(database.url, path, { badValues: 'quarantine' })
    expect(counts(report)).toEqual({ a: [2, 1, 1], b: [3, 3, 0] })
    expect(report.foreignKeys).toMatchObject([{ orphans: 2n, state: 'not valid' }])
  })

  it('stay if the key they refer to is held by a row that stays', async () => {
    const path = sourceFile(`PRAGMA foreign_keys = OFF;
      CREATE TABLE a (u UUID PRIMARY KEY);
      CREATE TABLE b (id INTEGER PRIMARY KEY, u UUID REFERENCES a);
      INSERT INTO a VALUES ('0f8fad5b-d9cb-469f-a165-70867728950e'), ('0F8FAD5B-D9CB-469F-A165-70867728950E');
      INSERT INTO b VALUES (1, '0f8fad5b-d9cb-469f-a165-70867728950e'), (2, '0F8FAD5B-D9CB-469F-A165-70867728950E'),
        (3, '1f8fad5b-d9cb-469f-a165-70867728950e')`)
    const { report } = await moved(database.url, path)
    expect(counts(report)).toEqual({ a: [2, 1, 1], b: [3, 2, 1] })
  })
})

describe('rows without a plain number', () => {
  it('go by their primary key in a table WITHOUT ROWID', async () => {
    const path =
      sourceFile(`CREATE TABLE t (a TEXT COLLATE NOCASE, key INTEGER, n INTEGER, PRIMARY KEY (a, key)) WITHOUT ROWID;
      INSERT INTO t VALUES ('x', 1, 1), ('X', 2, 'bad'), ('é', 3, 'bad'), ('é', 4, 4)`)
    const { report, schema } = await moved(database.url, path)
    expect(counts(report)).toEqual({ t: [4, 2, 2] })
    expect((await quarantined(database.url, schema)).map(({ key }) => key)).toEqual([
      { a: 'X', key: 2 },
      { a: 'é', key: 3 },
    ])
    expect(await balance(path, database.url, 't', schema)).toEqual(BALANCED)
  })

  it('go by the hidden rowid where there is no key, equal ones each', async () => {
    const path = sourceFile(`CREATE TABLE log (n INTEGER, rowid TEXT, oid TEXT);
      INSERT INTO log VALUES ('bad', 'r', 'o'), ('bad', 'r', 'o'), (1, 'r', 'o'), (1, 'r', 'o'), (2, NULL, NULL)`)
    const { report, schema } = await moved(database.url, path)
    expect(counts(report)).toEqual({ log: [5, 3, 2] })
    const rows = await quarantined(database.url, schema)
    expect(rows.map(({ key }) => key)).toEqual([{ _rowid_: 1 }, { _rowid_: 2 }])
    expect(await balance(path, database.url, 'log', schema)).toEqual(BALANCED)
  })

  it('go by all that is in them where columns hide the rowid', async () => {
    const path = sourceFile(`CREATE TABLE log (n INTEGER, rowid TEXT, oid BLOB, _rowid_ REAL);
      INSERT INTO log VALUES ('bad', 'r', x'00', 1.5), ('bad', 'r', x'00', 1.5), (1, 'bad', x'00', 1.5), ('1x', NULL, NULL, NULL);
      CREATE TABLE aliased (rowid INTEGER PRIMARY KEY, oid INTEGER, _rowid_ TEXT);
      INSERT INTO aliased VALUES (7, 'bad', 'x'), (8, 8, 'y')`)
    const { report, schema } = await moved(database.url, path)
    expect(counts(report)).toEqual({ log: [4, 1, 3], aliased: [2, 1, 1] })
    const rows = await quarantined(database.url, schema)
    expect(rows.map(({ key }) => key)).toEqual([{ rowid: 7 }, {}, {}, {}])
    for (const table of ['log', 'aliased'])
      expect(await balance(path, database.url, table, schema), table).toEqual(BALANCED)
  })
})
