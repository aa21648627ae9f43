// NULLs that the target takes in no plain column's way: refused by a domain, alone in a part of a MATCH FULL key, or twice in
// a unique key with NULLS NOT DISTINCT. A dry run tells them, and their rows are set aside if wanted.
import { afterAll, describe, expect, it } from 'vitest'
import { load } from '../../../src/index.ts'
import { query, withDatabase } from '../../server/database.ts'
import { loaded, noticesOf, type Pair, pairOf, rowsOf } from './loading.ts'

const database = await withDatabase()
afterAll(() => database.drop())

const [server] = (await query(
  database.url,
  `SELECT current_setting('server_version_num')::int AS version`,
)) as readonly { readonly version: number }[]

describe('NULLs that the target refuses', () => {
  it.each([
    ['CREATE DOMAIN word AS text NOT NULL', 'by NOT NULL of a domain'],
    ['CREATE DOMAIN word AS text CHECK (value IS NOT NULL)', 'by a CHECK of a domain'],
  ])('%s: told as NULL, and set aside', async domain => {
    const pair = await pairOf(
      database.url,
      `CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO a VALUES (1, NULL), (2, 'x'), (3, '\\N')`,
      `${domain}; CREATE TABLE a (id integer PRIMARY KEY, n word)`,
    )
    await expectRefused(
      pair,
      `VALUES_MISFIT a.n: the target has ${pair.schema}.word: 1 row is refused by the server, such as NULL`,
    )
    await loaded(pair, { badValues: 'quarantine' })
    expect(await rowsOf(pair, 'a')).toEqual([
      { id: 2, n: 'x' },
      { id: 3, n: '\\N' },
    ])
  })

  it('in a part of a MATCH FULL key are orphans: kept with the key NOT VALID, or set aside', async () => {
    const pair = await pairOf(
      database.url,
      `CREATE TABLE p (a INTEGER, b INTEGER, PRIMARY KEY (a, b)); INSERT INTO p VALUES (1, 2);
       CREATE TABLE c (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);
       INSERT INTO c VALUES (1, 1, NULL), (2, NULL, NULL), (3, 1, 2), (4, NULL, 2), (5, 7, 7)`,
      `CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
       CREATE TABLE c (id integer PRIMARY KEY, a integer, b integer, FOREIGN KEY (a, b) REFERENCES p MATCH FULL)`,
    )
    const stopped = await load({ ...pair, orphans: 'fail' })
    expect(noticesOf(stopped)).toContain('ORPHANS_FAIL c(a, b) → p(a, b): 3 orphan rows (ids 1, 4, 5)')
    const report = await loaded(pair)
    expect(report.foreignKeys).toMatchObject([{ orphans: 3n, state: 'not valid' }])
    await query(pair.url, `DELETE FROM ${pair.schema}.c; DELETE FROM ${pair.schema}.p`)
    await loaded(pair, { orphans: 'quarantine' })
    expect(await rowsOf(pair, 'c', 'id')).toEqual([{ id: 2 }, { id: 3 }])
  })

  it.skipIf((server?.version ?? 0) < 150000)(
    'twice in a unique key with NULLS NOT DISTINCT are duplicates',
    async () => {
      const pair = await pairOf(
        database.url,
        `CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO a VALUES (1, NULL), (2, NULL), (3, 4)`,
        'CREATE TABLE a (id integer PRIMARY KEY, n integer UNIQUE NULLS NOT DISTINCT)',
      )
      await expectRefused(
        pair,
        'DUPLICATE_ROWS a: unique index a_n_key of the target refuses 1 row beside another: USING btree (n) NULLS NOT DISTINCT (n = NULL (rowid 2))',
      )
      await loaded(pair, { badValues: 'quarantine' })
      expect(await rowsOf(pair, 'a', 'id')).toEqual([{ id: 1 }, { id: 3 }])
    },
  )
})

async function expectRefused(pair: Pair, notice: string): Promise<void> {
  for (const dryRun of [true, false]) {
    const report = await load({ ...pair, dryRun })
    expect(report.exitCode).toBe(5)
    expect(noticesOf(report)).toContain(notice)
  }
}
