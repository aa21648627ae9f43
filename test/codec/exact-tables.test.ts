// Rows of every kind of table, moved whole and compared cell by cell.
import { describe, it } from 'vitest'
import { Moves } from './moved.ts'

const moves = await Moves.open()

describe('rows of every kind of table arrive', () => {
  it('WITHOUT ROWID tables, more rows than a chunk holds', async () => {
    await moves.exactly(
      `CREATE TABLE t (a TEXT, b INTEGER, c REAL, PRIMARY KEY (b, a)) WITHOUT ROWID;
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
       INSERT INTO t SELECT 'row ' || i, i % 7, i / 3.0 FROM n`,
    )
  })

  it('rowid tables with gaps, more rows than a chunk holds', async () => {
    await moves.exactly(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
       INSERT INTO t SELECT i * 1000003 - 5000000000, 'row ' || i FROM n`,
    )
  })

  it('columns called rowid, oid, _rowid_, id and line', async () => {
    await moves.exactly(
      `CREATE TABLE t (rowid TEXT, id INTEGER, line TEXT); INSERT INTO t VALUES ('x', 5, 'l'), ('x', 5, 'l'), (NULL, NULL, NULL);
       CREATE TABLE u (rowid TEXT, oid INTEGER, _rowid_ BLOB); INSERT INTO u VALUES ('x', 5, x'00'), ('x', 5, x'00')`,
    )
  })

  it('negative rowids, 0, and the largest and smallest there are', async () => {
    await moves.exactly(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
       INSERT INTO t VALUES (-9223372036854775808, 'least'), (-1, 'a'), (0, 'b'), (9223372036854775807, 'most');
       CREATE TABLE hidden (a TEXT); INSERT INTO hidden (rowid, a) VALUES (9223372036854775807, 'x'), (-5, 'y')`,
    )
  })

  it('1,200 columns', async () => {
    const names = Array.from({ length: 1200 }, (_, i) => `c${i}`)
    await moves.exactly(source => {
      source.exec(
        `CREATE TABLE t (${names.map((name, i) => `${name} ${i % 2 ? 'TEXT' : 'INTEGER'}`).join(', ')})`,
      )
      const insert = source.prepare(`INSERT INTO t VALUES (${names.map(() => '?').join(', ')})`)
      insert.run(names.map((_, i) => (i % 2 ? `t${i}` : i % 4 ? null : i)))
      insert.run(names.map(() => null))
    })
  })

  it('odd names of tables and columns, empty tables, a table of NULLs', async () => {
    await moves.exactly(
      `CREATE TABLE "a ""quoted"" %s $1; --" ("x""y" TEXT, "select" INTEGER, "Ünï" REAL, "a\nb" TEXT);
       INSERT INTO "a ""quoted"" %s $1; --" VALUES ('v', 1, 0.5, 'n');
       CREATE TABLE empty (a INTEGER, b TEXT); CREATE TABLE nulls (a DATETIME, b UUID, c JSON);
       INSERT INTO nulls DEFAULT VALUES; INSERT INTO nulls DEFAULT VALUES; CREATE TABLE t (a)`,
    )
  })

  it('generated columns are computed again, or carried as values', async () => {
    await moves.exactly(
      `CREATE TABLE t (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) STORED,
         c TEXT GENERATED ALWAYS AS (printf('%05d', a)) VIRTUAL);
       INSERT INTO t (a) VALUES (1), (-7), (NULL)`,
    )
  })

  it('STRICT tables with ANY', async () => {
    await moves.exactly(
      `CREATE TABLE t (i INT, n INTEGER, r REAL, x TEXT, b BLOB, a ANY) STRICT;
       INSERT INTO t VALUES (1, 2, 3.5, 'x', x'00ff', 'any'), (NULL, NULL, NULL, NULL, NULL, 5)`,
    )
  })
})
