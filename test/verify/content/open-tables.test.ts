// Faults are found in tables of every kind of key, in files of either encoding and in targets that are no plain tables;
// what many rows differ in is counted, and two values are shown so that their difference is seen.
import { describe, expect, it } from 'vitest'
import type { TestDatabase } from '../../server/database.ts'
import { databasePerTest } from '../../server/database-per-test.ts'
import { type Opening, open, told } from './opening.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const opened = (opening: Omit<Opening, 'url' | 'table'>) =>
  open({ url: database.url, table: 't', ...opening })

const COMPOSITE = `(a INTEGER NOT NULL, b TEXT NOT NULL, v REAL, PRIMARY KEY (a, b))`
const COMPOSITE_ROWS = `INSERT INTO t VALUES (1, 'x', 0.5), (1, 'X', 1.5), (2, 'it''s', 2.5);`
const BREAK_COMPOSITE = `UPDATE t SET v = 9 WHERE b = 'X'; DELETE FROM t WHERE a = 2; INSERT INTO t VALUES (3, 'new', NULL)`
const COMPOSITE_FOUND = [
  `changed a=1, b='X' v: 1.5 → 9`,
  `extra a=3, b='new': (3, 'new', NULL)`,
  `missing a=2, b='it''s': (2, 'it''s', 2.5)`,
]

describe('keys', () => {
  it.each([
    ['two columns', `CREATE TABLE t ${COMPOSITE};`],
    ['two columns that the table is stored by', `CREATE TABLE t ${COMPOSITE} WITHOUT ROWID;`],
    ['a descending key', `CREATE TABLE t ${COMPOSITE.replace('(a, b)', '(a DESC, b)')} WITHOUT ROWID;`],
    [
      'columns without regard to case, in a key that has it',
      `CREATE TABLE t ${COMPOSITE.replace('b TEXT', 'b TEXT COLLATE NOCASE').replace('(a, b)', '(a, b COLLATE BINARY)')} WITHOUT ROWID;`,
    ],
  ])('of %s name rows', async (_, table) => {
    const found = await opened({ source: `${table} ${COMPOSITE_ROWS}`, breaking: BREAK_COMPOSITE })
    expect([...told(found)].sort()).toEqual(COMPOSITE_FOUND)
    expect(found).toMatchObject({ missing: 1n, extra: 1n, changed: 1n, counted: 1n, unexplained: false })
  })

  it('of a file in UTF-16 name rows', async () => {
    const found = await opened({
      source: `PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v TEXT);
        INSERT INTO t VALUES ('é', 'über'), ('ö', 'ß'), ('𝄞', 'x')`,
      breaking: `UPDATE t SET v = 'uber' WHERE k = 'é'; UPDATE t SET v = 'y' WHERE k = '𝄞'`,
    })
    expect([...told(found)].sort()).toEqual([
      `changed k='é' v: 'über' (U+00FC) → 'uber' (U+0075)`,
      `changed k='𝄞' v: 'x' → 'y'`,
    ])
  })
})

describe('a table without a key', () => {
  const source = `CREATE TABLE t (a TEXT, b INTEGER, c REAL);
    INSERT INTO t VALUES ('x', 1, 0.5), ('x', 1, 0.5), ('y', 2, NULL), ('z', 3, 1.5);`

  it.each([
    ['a changed value', `UPDATE t SET b = 7 WHERE a = 'z'`, ['changed rowid 4 b: 3 → 7'], [0n, 0n, 1n]],
    [
      'one of two equal rows missing',
      `DELETE FROM t WHERE ctid = '(0,1)'`,
      [`missing rowid 2: ('x', 1, 0.5)`],
      [1n, 0n, 0n],
    ],
    ['a row twice', `INSERT INTO t SELECT * FROM t WHERE a = 'y'`, [`extra –: ('y', 2, NULL)`], [0n, 1n, 0n]],
    [
      'rows that have less than half in common',
      `UPDATE t SET a = 'Z', b = 4 WHERE a = 'z'`,
      [`missing rowid 4: ('z', 3, 1.5)`, `extra –: ('Z', 4, 1.5)`],
      [1n, 1n, 0n],
    ],
  ])('shows %s', async (_, breaking, expected, [missing, extra, changed]) => {
    const found = await opened({ source, breaking })
    expect(told(found)).toEqual(expected)
    expect(found).toMatchObject({ missing, extra, changed })
  })

  it('nor a name for its rowid shows both rows in full', async () => {
    const found = await opened({
      source: `CREATE TABLE t (rowid TEXT, oid TEXT, _rowid_ TEXT);
        INSERT INTO t VALUES ('a', 'b', 'c'), ('d', 'e', 'f'), ('g', 'h', 'i');`,
      breaking: `DELETE FROM t WHERE oid = 'e'; UPDATE t SET _rowid_ = NULL WHERE oid = 'h'`,
    })
    expect(told(found)).toEqual([`changed – _rowid_: 'i' → NULL`, `missing –: ('d', 'e', 'f')`])
  })

  it('in UTF-16 shows a changed value', async () => {
    const found = await opened({
      source: `PRAGMA encoding = 'UTF-16be'; ${source}`,
      breaking: `UPDATE t SET b = 7 WHERE a = 'z'`,
    })
    expect(told(found)).toEqual(['changed rowid 4 b: 3 → 7'])
  })
})

describe('many rows', () => {
  const series = (rows: number, row: string): string =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) INSERT INTO t SELECT ${row} FROM n;`

  it.each([
    ['an integer key', 'id INTEGER PRIMARY KEY', (id: number) => `id=${id}`],
    ['a text key', 'id TEXT PRIMARY KEY NOT NULL', (id: number) => `id='${id}'`],
  ])('by %s hide no fault', async (_, key, named) => {
    const found = await opened({
      source: `CREATE TABLE t (${key}, v TEXT); ${series(20_000, `i, 'row ' || i`)}`,
      breaking: `UPDATE t SET v = 'row' WHERE v = 'row 12345'; DELETE FROM t WHERE v = 'row 20000'; INSERT INTO t VALUES (30000, 'row')`,
    })
    expect([...told(found)].sort()).toEqual([
      `changed ${named(12345)} v: 'row 12345' → 'row'`,
      `extra ${named(30000)}: (${named(30000).slice(3)}, 'row')`,
      `missing ${named(20000)}: (${named(20000).slice(3)}, 'row 20000')`,
    ])
  })

  it('that a type cannot hold are counted, with the largest error', async () => {
    const found = await opened({
      source: `CREATE TABLE t (id INTEGER PRIMARY KEY, v REAL, w NUMERIC); ${series(5000, 'i, i + 0.1, i / 1000.0')}`,
      breaking: 'ALTER TABLE t ALTER v TYPE real, ALTER w TYPE numeric(8,2)',
      limit: 3,
    })
    expect(found).toMatchObject({ missing: 0n, extra: 0n, changed: 5000n, counted: 5000n })
    expect(found?.columns).toEqual([
      { column: 'v', values: 5000n, largestError: '0.0000977', sameMeaning: 0n },
      { column: 'w', values: 4500n, largestError: '0.005', sameMeaning: 0n },
    ])
    expect(told(found)).toEqual([
      'changed id=1 v: 1.1 → 1.100000023841858',
      'changed id=1 w: 0.001 → 0.00',
      'changed id=2 v: 2.1 → 2.0999999046325684',
    ])
  })

  it('beyond the last key of the source are extra rows', async () => {
    const found = await opened({
      source: `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); ${series(10, `i, 'x'`)}`,
      breaking: `INSERT INTO t SELECT i, 'y' FROM generate_series(11, 10000) AS i`,
      limit: 1,
    })
    expect(found).toMatchObject({ missing: 0n, extra: 9990n, changed: 0n })
    expect(told(found)).toEqual([`extra id=11: (11, 'y')`])
  })
})

describe('JSON that is written otherwise', () => {
  const source = `CREATE TABLE t (id INTEGER PRIMARY KEY, doc TEXT);
    INSERT INTO t VALUES (1, '{"b": 1, "a": 1e2}'), (2, '[9007199254740993]'), (3, 'null');`
  const options = { casts: { 't.doc': 'json' } }

  it('means the same and is counted apart', async () => {
    const breaking = `UPDATE t SET doc = '{"a":100,"b":1}' WHERE id = 1; UPDATE t SET doc = '[9007199254740992]' WHERE id = 2`
    const found = await opened({ source, options, breaking })
    expect(found).toMatchObject({
      changed: 1n,
      columns: [{ column: 'doc', values: 1n, largestError: null, sameMeaning: 1n }],
    })
    expect(told(found)).toEqual([`changed id=2 doc: '[9007199254740993]' → '[9007199254740992]'`])
  })

  it('is no changed row', async () => {
    const found = await opened({ source, options, breaking: `UPDATE t SET doc = ' null' WHERE id = 3` })
    expect(found).toMatchObject({ changed: 0n, counted: 1n, rows: [], unexplained: false })
  })
})

describe('a target that is', () => {
  const source = `CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, v INTEGER); INSERT INTO t VALUES ('a', 1), ('b', 2), ('c', 3);`
  const expected = [`changed id='b' v: 2 → 5`, `extra id='d': ('d', 4)`, `missing id='c': ('c', 3)`]
  const faults = `UPDATE t SET v = 5 WHERE id = 'b'; DELETE FROM t WHERE id = 'c'; INSERT INTO t VALUES ('d', 4);`

  it.each([
    ['a view', `${faults} ALTER TABLE t RENAME TO u; CREATE VIEW t AS SELECT * FROM u`],
    [
      'a materialized view',
      `${faults} ALTER TABLE t RENAME TO u; CREATE MATERIALIZED VIEW t AS SELECT * FROM u`,
    ],
    [
      'in partitions',
      `${faults} ALTER TABLE t RENAME TO u; CREATE TABLE t (LIKE u) PARTITION BY LIST (id);
        CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a', 'b'); CREATE TABLE t2 PARTITION OF t DEFAULT; INSERT INTO t SELECT * FROM u`,
    ],
  ])('%s is opened', async (_, breaking) => {
    expect([...told(await opened({ source, breaking }))].sort()).toEqual(expected)
  })
})

describe('values', () => {
  const source = `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, data BLOB, at TIMESTAMP);
    INSERT INTO t VALUES (1, replace(hex(zeroblob(2500)), '00', 'ab') || 'end', zeroblob(3000), '2024-05-06 07:08:09');`

  it.each([
    [
      'from where they begin to differ',
      `SET v = overlay(v PLACING 'X' FROM 4000)`,
      `v: '…${'ba'.repeat(10)}${'ba'.repeat(40)}…' (5003 bytes, from character 3980) → '…${'ba'.repeat(10)}X${'ab'.repeat(39)}a…' (5003 bytes, from character 3980)`,
    ],
    [
      'at the byte that differs',
      `SET data = set_byte(data, 2000, 255)`,
      `data: x'…${'00'.repeat(40)}…' (3000 bytes, from byte 1981) → x'…${'00'.repeat(20)}ff${'00'.repeat(19)}…' (3000 bytes, from byte 1981)`,
    ],
    [
      'with control characters',
      `SET v = E'a\\tb\\x1b'`,
      String.raw`v: '${'ab'.repeat(50)}…' (5003 bytes) → 'a\tb\x1b'`,
    ],
    ['that are empty', `SET data = ''`, `data: x'${'00'.repeat(40)}…' (3000 bytes) → x''`],
  ])('are shown %s', async (_, change, expected) => {
    expect(told(await opened({ source, breaking: `UPDATE t ${change}` }))).toEqual([
      `changed id=1 ${expected}`,
    ])
  })

  it('of megabytes are shown by their beginning and a digest', async () => {
    const found = await opened({
      source: `CREATE TABLE t (id INTEGER PRIMARY KEY, data BLOB); INSERT INTO t VALUES (1, zeroblob(3000000));`,
      breaking: 'UPDATE t SET data = set_byte(data, 2999999, 1)',
    })
    const [text = ''] = told(found)
    expect(text).toMatch(
      /^changed id=1 data: x'0+…' \(3000000 bytes, SHA-256 [0-9a-f]{16}…\) → x'0+…' \(3000000 bytes, SHA-256 [0-9a-f]{16}…\)$/,
    )
    const digests = text.match(/SHA-256 \w+/g) ?? []
    expect(new Set(digests).size).toBe(2)
  })
})

describe('digests that differ are a difference', () => {
  const source = `CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, v INTEGER); INSERT INTO t VALUES ('a', 1);`

  it('where no row is found that differs', async () => {
    const found = await opened({ source, breaking: '', differing: { kind: 'buckets', buckets: [0] } })
    expect(found).toMatchObject({ missing: 0n, extra: 0n, changed: 0n, rows: [], unexplained: true })
  })

  it('where no column is found that differs', async () => {
    const found = await opened({
      source,
      breaking: 'UPDATE t SET v = 2',
      adjust: proof => ({ ...proof, columns: proof.columns.slice(0, 1) }),
    })
    expect(found).toMatchObject({ changed: 1n, columns: [], unexplained: false })
    expect(told(found)).toEqual([`changed id='a': ('a') → ('a')`])
  })
})
