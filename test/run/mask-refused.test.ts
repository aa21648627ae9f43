// What cannot be masked, or reads what is masked: told before anything is done, and without a value of the file.
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { load, migrate, plan } from '../../src/index.ts'
import type { MaskWish } from '../../src/model/mask.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { everythingIn } from './everything-in.ts'
import { expectNoLeak, KEY, MASK, SCHEMA, said } from './masked-run.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase
let path: string
databasePerTest(fresh => {
  database = fresh
})
beforeEach(() => {
  path = sourceFile(SCHEMA)
})

const ask = (sql: string) => query<Record<string, unknown>>(database.url, sql)
const options = (more: Partial<MigrateOptions> = {}): MigrateOptions => ({
  ...{ sqlitePath: path, url: database.url, mask: MASK, maskKey: KEY },
  ...more,
})

describe('what a mask cannot do is told before anything is done', () => {
  it.each<[string, string, Record<string, MaskWish>, string, RegExp]>([
    [
      'a column that is not there',
      '',
      { 'users.emial': 'hash' },
      'BAD_CONFIG',
      /users\.emial.*Did you mean users\.email/s,
    ],
    [
      'a glob that nothing matches',
      '',
      { '*.secret*': 'hash' },
      'BAD_CONFIG',
      /no column of the file matches/,
    ],
    ['two masks of one column', '', { '*.email': 'hash', 'users.*': 'null' }, 'BAD_CONFIG', /in two ways/],
    ['a primary key', '', { 'users.id': 'hash' }, 'DECISION_NEEDED', /users\.id: .*primary key/],
    [
      'an end of a foreign key',
      'CREATE TABLE a (e TEXT REFERENCES users (email))',
      { 'users.email': 'hash' },
      'DECISION_NEEDED',
      /foreign key/,
    ],
    [
      'NULL in NOT NULL',
      '',
      { 'users.name': 'null' },
      'DECISION_NEEDED',
      /users\.name: .*NOT NULL.*"notNull": false/s,
    ],
    [
      'one value in a unique column',
      '',
      { 'users.email': { fixed: 'a' } },
      'DECISION_NEEDED',
      /users\.email: .*unique/,
    ],
    [
      'a hash where a number is',
      '',
      { 'invoices.cents': 'hash' },
      'DECISION_NEEDED',
      /invoices\.cents.*makes text/,
    ],
    [
      'a word where a number is',
      '',
      { 'invoices.cents': { fixed: 'many' } },
      'DECISION_NEEDED',
      /invoices\.cents/,
    ],
    [
      'an address in a short column',
      '',
      { 'users.password_hash': 'email' },
      'DECISION_NEEDED',
      /at least 28 characters/,
    ],
    [
      'a generated column that reads a masked one',
      `CREATE TABLE g (id INTEGER PRIMARY KEY, e TEXT, low TEXT AS (lower(e)) STORED, twice TEXT AS (low || low)); INSERT INTO g (e) VALUES ('Canary')`,
      { 'g.e': 'hash' },
      'DECISION_NEEDED',
      /g\.low: is computed from e.*g\.twice: is computed from e/s,
    ],
  ])('%s', async (_, more, mask, code, says) => {
    const file = new Database(path)
    file.exec(more)
    file.close()
    const planned = await plan(options({ mask }))
    const { report, text } = await said(migrate, options({ mask }))
    for (const { error } of [planned.report, report]) {
      expect(error?.code).toBe(code)
      expect(`${error?.message} ${error?.hint}`).toMatch(says)
    }
    expectNoLeak(text.replace(/canary default/g, ''))
    expect(await ask(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).toEqual([])
  })

  it('a load, which masks nothing', async () => {
    await migrate(options())
    const report = await load(options())
    expect(report).toMatchObject({ exitCode: 2, error: { code: 'BAD_OPTION_VALUE' } })
    expect(report.error?.message).toMatch(/load sends every value as it is/)
  })

  it('a key that could be guessed', async () => {
    const report = await migrate(options({ maskKey: 'short' }))
    expect(report.error).toMatchObject({
      code: 'BAD_OPTION_VALUE',
      message: expect.stringMatching(/too short/),
    })
  })
})

describe('what reads a masked column', () => {
  it('is told where it cannot go over, and says nothing of the values', async () => {
    path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, e TEXT CHECK (e LIKE '%@%'), n TEXT UNIQUE,
        low TEXT AS (lower(e)) STORED, CHECK (length(n) < 20));
      CREATE INDEX t_low ON t (lower(e)); CREATE UNIQUE INDEX t_part ON t (n) WHERE e <> 'x';
      CREATE VIEW v AS SELECT id, e, length(e) AS size FROM t; CREATE VIEW w AS SELECT DISTINCT e FROM t WHERE e IS NOT NULL;
      INSERT INTO t (e, n) VALUES ('canary@1', 'canary 1'), ('canary@2', 'canary 2'), (NULL, NULL);`)
    const mask = { 't.e': 'email', 't.n': 'hash', 't.low': 'hash' } as const
    const { report, text } = await said(migrate, options({ mask }))
    expect(report).toMatchObject({ error: null, tables: [{ proof: 'identical' }] })
    expect(
      report.notices
        .filter(({ severity }) => severity === 'warning')
        .map(({ code, object }) => `${code} ${object}`)
        .sort(),
    ).toEqual([
      'CHECK_LEFT_OUT t',
      'CHECK_LEFT_OUT t',
      'GENERATED_AS_PLAIN t.low',
      'INDEX_LEFT_OUT t_low',
      'UNIQUE_INDEX_LEFT_OUT t_part',
      'VIEW_LEFT_OUT v',
      'VIEW_LEFT_OUT w',
    ])
    expectNoLeak(text)
    expectNoLeak(await everythingIn(database.url))
  })

  it('is unique as before, since hashes of different values are different', async () => {
    await migrate(options())
    await expect(
      ask('INSERT INTO users (id, name, email) SELECT 9, name, email FROM users LIMIT 1'),
    ).rejects.toThrow(/users_email_key/)
  })
})

describe('what the declaration or the configuration makes room for', () => {
  it('is masked: NULL where "notNull" is false, a number where a text looks like one', async () => {
    const { report } = await said(
      migrate,
      options({
        mask: { 'users.name': 'null', 'invoices.cents': { fixed: '7' }, 'users.mail': { fixed: 5 } },
        tables: { users: { columns: { name: { notNull: false } } } },
      }),
    )
    expect(report.error).toBeNull()
    expect(await ask('SELECT DISTINCT name, mail FROM users')).toEqual([{ name: null, mail: '5' }])
    expect(await ask('SELECT DISTINCT cents, pg_typeof(cents) AS type FROM invoices')).toEqual([
      { cents: '7', type: 'bigint' },
    ])
  })
})
