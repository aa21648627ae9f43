// Rows that the target forbids beside each other: partial unique indexes, those on expressions and exclusion constraints are
// asked of the server before the first row is sent, and a dry run tells what the real run would.
import { afterAll, describe, expect, it } from 'vitest'
import { load } from '../../../src/index.ts'
import { query, withDatabase } from '../../server/database.ts'
import { loaded, noticesOf, pairOf, rowsOf } from './loading.ts'

const database = await withDatabase()
afterAll(() => database.drop())

interface Rule {
  readonly title: string
  readonly source: string
  readonly target: string
  readonly says: string
  /** Ids that stay with --bad-values=quarantine. */
  readonly stay: readonly number[]
}

const RULES: readonly Rule[] = [
  {
    title: 'a partial unique index',
    source: `CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER, gone INTEGER); INSERT INTO a VALUES (1, 5, 0), (2, 5, 1), (3, 5, 0), (4, NULL, 0), (5, NULL, 0)`,
    target:
      'CREATE TABLE a (id integer PRIMARY KEY, n integer, gone boolean); CREATE UNIQUE INDEX one ON a (n) WHERE NOT gone',
    says: "DUPLICATE_ROWS a: unique index one of the target refuses 1 row beside another: USING btree (n) WHERE (NOT gone) (gone = 'false', n = '5' (rowid 3))",
    stay: [1, 2, 4, 5],
  },
  {
    title: 'a unique index on an expression',
    source: `CREATE TABLE a (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO a VALUES (1, 'Ä@x'), (2, 'ä@X'), (3, 'b'), (4, 'B'), (5, 'b ')`,
    target:
      'CREATE TABLE a (id integer PRIMARY KEY, email text); CREATE UNIQUE INDEX one ON a (lower(email COLLATE "C"))',
    says: `DUPLICATE_ROWS a: unique index one of the target refuses 1 row beside another: USING btree (lower((email COLLATE "C"))) (email = 'B' (rowid 4))`,
    stay: [1, 2, 3, 5],
  },
  {
    title: 'an exclusion constraint',
    source: `CREATE TABLE a (id INTEGER PRIMARY KEY, room TEXT); INSERT INTO a VALUES (1, '[1,5)'), (2, '[4,9)'), (3, '[5,9)'), (4, NULL)`,
    target:
      'CREATE TABLE a (id integer PRIMARY KEY, room int4range, EXCLUDE USING gist (room WITH &&) DEFERRABLE INITIALLY DEFERRED)',
    says: `DUPLICATE_ROWS a: exclusion constraint a_room_excl of the target refuses 1 row beside another: EXCLUDE USING gist (room WITH &&) (room = '[4,9)' (rowid 2))`,
    stay: [1, 3, 4],
  },
  {
    title: 'a partial index over values of which some do not fit anyway',
    source: `CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER, day TEXT); INSERT INTO a VALUES (1, 5, 'never'), (2, 5, '2024-01-01')`,
    target:
      'CREATE TABLE a (id integer PRIMARY KEY, n integer, day date); CREATE UNIQUE INDEX one ON a (n) WHERE n > 0',
    says: 'VALUES_MISFIT a.day: the target has date',
    stay: [2],
  },
]

describe('rows that the target forbids beside each other', () => {
  it.each(RULES)(
    '$title: told by a dry run and by the run, nothing is written; set aside if wanted',
    async rule => {
      const pair = await pairOf(database.url, rule.source, rule.target)
      for (const dryRun of [true, false]) {
        const report = await load({ ...pair, dryRun })
        expect(report.exitCode).toBe(5)
        expect(noticesOf(report)).toContainEqual(expect.stringContaining(rule.says))
      }
      expect(await rowsOf(pair, 'a')).toEqual([])
      const report = await loaded(pair, { badValues: 'quarantine' })
      expect(report.tables.map(({ proof }) => proof)).toEqual(['identical'])
      expect((await rowsOf(pair, 'a', 'id')).map(row => (row as { id: number }).id)).toEqual(rule.stay)
    },
  )

  it('of a table without rowid are counted and stop the run, since nobody can say which they are', async () => {
    const pair = await pairOf(
      database.url,
      `CREATE TABLE a (id TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID; INSERT INTO a VALUES ('x', 1), ('y', 1)`,
      'CREATE TABLE a (id text PRIMARY KEY, n integer); CREATE UNIQUE INDEX one ON a (n) WHERE n > 0',
    )
    const report = await load({ ...pair, badValues: 'quarantine' })
    expect(report.exitCode).toBe(5)
    expect(noticesOf(report)).toContain(
      "DUPLICATE_ROWS a: unique index one of the target refuses 1 row beside another: USING btree (n) WHERE (n > 0) (n = '1')",
    )
  })

  it('where there are none, nothing of the question stays', async () => {
    const pair = await pairOf(
      database.url,
      `CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO a VALUES (1, 1), (2, 2), (3, NULL)`,
      'CREATE TABLE a (id integer PRIMARY KEY, n integer); CREATE UNIQUE INDEX one ON a ((n * 2)) WHERE n > 0',
    )
    await loaded(pair)
    expect(
      await query(pair.url, `SELECT relname FROM pg_class WHERE relname LIKE 'sqlite2pg\\_tried%'`),
    ).toEqual([])
  })
})
