// Masks on a real server: what the target gets, that it is proven, and that no value which is masked is anywhere in what a
// run writes or says.
import type Database from 'better-sqlite3'
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate, plan, refresh } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import type { RunReport } from '../../src/model/report.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { everythingIn } from './everything-in.ts'
import { CANARY, expectNoLeak, KEY, MASK, SCHEMA, said } from './masked-run.ts'
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

describe('masked columns', () => {
  it('go over masked, NULL where NULL was, the rest as it is', async () => {
    const { report } = await said(migrate, options())
    expect(report.error).toBeNull()
    const rows = await ask('SELECT * , born::text AS born, photo IS NULL AS photoless FROM users ORDER BY id')
    const hex = (digits: number) => expect.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`))
    expect(rows[0]).toMatchObject({
      name: 'Jane Doe',
      email: expect.stringMatching(/^[0-9a-f]{24}@example\.invalid$/),
      mail: expect.stringMatching(/^[0-9a-f]{24}@mail\.example$/),
      password_hash: hex(20),
      phone: null,
      token: hex(32),
      born: '1970-01-01',
      guid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      plan: 'free',
    })
    expect(rows[1]).toMatchObject({ guid: null, photoless: true, born: '1970-01-01', plan: 'paid' })
    expect(rows[1]?.['mail']).toMatch(/^[0-9a-f]{24}@example\.invalid$/)
    expect(rows[2]?.['password_hash']).toBe(rows[0]?.['password_hash'])
    expect(new Set(rows.map(({ email }) => email)).size).toBe(3)
  })

  it('keep the types that their declarations ask for', async () => {
    await migrate(options())
    const types = await ask(
      `SELECT column_name || ' ' || udt_name || coalesce(character_maximum_length::text, '') AS type FROM information_schema.columns WHERE table_name = 'users' ORDER BY ordinal_position`,
    )
    expect(types.map(({ type }) => type)).toEqual([
      'id int8',
      'name text',
      'email varchar60',
      'mail text',
      'password_hash varchar20',
      'phone text',
      'token text',
      'born date',
      'photo bytea',
      'guid uuid',
      'plan text',
    ])
  })

  it('appear nowhere: not in the target, not in the reports, not in what is told on the way', async () => {
    for (const run of [migrate, refresh]) {
      const { report, text } = await said(run, options())
      expect(report.error).toBeNull()
      expectNoLeak(text)
    }
    await ask('ANALYZE')
    expectNoLeak(await everythingIn(database.url))
  })

  it('are proven like others, and the certificate says that they are masked', async () => {
    const { report } = await said(migrate, options())
    expect(report.tables.map(({ proof }) => proof)).toEqual(['identical', 'identical'])
    const columns = report.certificate?.tables.find(({ target }) => target === 'users')?.columns ?? []
    expect(columns.map(({ source, mask }) => `${source} ${mask ?? '-'}`)).toEqual([
      'id -',
      'name fixed',
      'email email',
      'mail keep-domain',
      'password_hash hash',
      'phone null',
      'token hash',
      'born fixed',
      'photo hash',
      'guid hash',
      'plan -',
    ])
    expect(report.tables[0]?.columns.find(({ source }) => source === 'token')?.mask).toBe('hash')
    expect(report.views).toMatchObject([{ name: 'people', state: 'created', proof: 'identical' }])
  })

  it('are the same from run to run with one key, and others with another', async () => {
    const token = async () => (await ask('SELECT token FROM users WHERE id = 1'))[0]?.['token']
    await migrate(options())
    const first = await token()
    await migrate(options({ forceRecreate: true }))
    expect(await token()).toBe(first)
    await migrate(options({ forceRecreate: true, maskKey: 'another key of this test' }))
    expect(await token()).not.toBe(first)
  })

  it('are equal in two tables where the values were', async () => {
    await migrate(options({ mask: { '*mail': 'hash' } }))
    const joined = await ask('SELECT u.id FROM users u JOIN invoices i ON i.user_mail = u.email')
    expect(joined).toEqual([{ id: '1' }])
  })
})

describe('a mask beside a cast', () => {
  it('is read by the cast, and a type of the server is not asked about the values of the file', async () => {
    path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, phone INTEGER, day TEXT, nick TEXT);
      INSERT INTO t VALUES (1, 555000111, 'canary', 'canary'), (2, NULL, NULL, NULL)`)
    await ask('CREATE DOMAIN public.nick AS text; CREATE TYPE public.mood AS ENUM ($$calm$$)')
    const { report, text } = await said(
      migrate,
      options({
        mask: { 't.phone': 'hash', 't.day': { fixed: 0 }, 't.nick': { fixed: 'calm' } },
        casts: { 't.phone': 'varchar(16)', 't.day': 'epoch_s', 't.nick': 'mood' },
      }),
    )
    expect(report.error).toBeNull()
    expectNoLeak(text)
    expect(await ask(`SELECT phone, day = 'epoch' AS day, nick FROM t ORDER BY id`)).toEqual([
      { phone: expect.stringMatching(/^[0-9a-f]{16}$/), day: true, nick: 'calm' },
      { phone: null, day: true, nick: 'calm' },
    ])
  })
})

describe('several readers', () => {
  it('mask with one key', async () => {
    path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, secret TEXT, mail TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
        INSERT INTO t SELECT i, 'canary ' || (i % 50), 'canary' || i || '@a.example' FROM n`)
    const { maskKey: _, ...keyless } = options({
      mask: { 't.secret': 'hash', 't.mail': 'email' },
      jobs: 3,
      partBytes: 500,
    })
    const report = await migrate(keyless)
    expect(report).toMatchObject({ error: null, tables: [{ copiedRows: 400n, proof: 'identical' }] })
    expect(
      await ask('SELECT count(DISTINCT secret) AS secrets, count(DISTINCT mail) AS mails FROM t'),
    ).toEqual([{ secrets: '50', mails: '400' }])
    expectNoLeak(await everythingIn(database.url))
  })
})

describe('a refresh', () => {
  const skipped = ({ notices }: RunReport) => notices.some(({ code }) => code === 'SKIPPED_UNCHANGED')

  it('is skipped with the same masks and key, and does the work when one of them is another', async () => {
    await refresh(options())
    expect(skipped(await refresh(options()))).toBe(true)
    const anew = await refresh(options({ mask: { ...MASK, 'users.plan': 'hash' } }))
    expect(skipped(anew)).toBe(false)
    expect(anew.notices.find(({ code }) => code === 'REPLACED')?.message).toContain(
      'with values that the masks hide now unless they were masked before',
    )
    expect(
      skipped(await refresh(options({ mask: { ...MASK, 'users.plan': 'hash' }, maskKey: `${KEY}!` }))),
    ).toBe(false)
  })
})

describe('rows that are set aside', () => {
  it('are masked in the quarantine table too', async () => {
    path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, secret TEXT, day DATE);
      INSERT INTO t VALUES (1, 'canary', 'no day'), (2, 'canary', '2024-01-01');`)
    const { report, text } = await said(
      migrate,
      options({ mask: { 't.secret': 'hash' }, badValues: 'quarantine' }),
    )
    expect(report).toMatchObject({ error: null, tables: [{ quarantinedRows: 1n, proof: 'identical' }] })
    expectNoLeak(text)
    const held = await everythingIn(database.url)
    expectNoLeak(held)
    expect(held).toContain('no day')
  })
})

describe('hostile values', () => {
  const LONG = 'canary'.repeat(200_000)
  const VALUES = [
    'canary\0nul',
    '👩‍🚀 canary',
    Buffer.from('canary blob'),
    LONG,
    '',
    'canary\n\t\\.',
    12.5,
    7,
    null,
  ]
  const fill = (encoding: string) => (file: Database.Database) => {
    file.pragma(`encoding = '${encoding}'`)
    file.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c VARCHAR(30), d TEXT)')
    const insert = file.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?)')
    for (const [i, value] of VALUES.entries()) insert.run(i, value, value, value, value)
    file.exec(
      `INSERT INTO t VALUES (100, CAST(x'63616e617279ff' AS TEXT), CAST(x'63616e617279ff40' AS TEXT), 'canary@canary', 'canary <canary@a.example>')`,
    )
  }
  const mask = { 't.a': 'hash', 't.b': 'email', 't.c': 'email', 't.d': 'keep-domain' } as const

  it.each(['UTF-8', 'UTF-16le'])('in %s are masked like any others', async encoding => {
    path = sourceFile(fill(encoding))
    const { report, text } = await said(migrate, options({ mask }))
    expect(report).toMatchObject({ error: null, tables: [{ copiedRows: 10n, proof: 'identical' }] })
    expectNoLeak(text)
    expectNoLeak(await everythingIn(database.url))
    const rows = await ask('SELECT * FROM t ORDER BY id')
    for (const { a, b, c, d } of rows.filter(({ id }) => id !== '8')) {
      expect(a).toMatch(/^[0-9a-f]{32}$/)
      for (const address of [b, d]) expect(address).toMatch(/^[0-9a-f]{24}@example\.invalid$/)
      expect(c).toMatch(/^[0-9a-f]{14}@example\.invalid$/)
    }
    expect(rows[8]).toEqual({ id: '8', a: null, b: null, c: null, d: null })
    expect(new Set(rows.map(row => row['a'])).size).toBe(10)
  })
})

it('without a key one is made for the run, which the plan says', async () => {
  const { maskKey: _, ...keyless } = options()
  const { report } = await plan(keyless)
  expect(report.notices.map(({ code }) => code)).toContain('MASK_KEY_MADE')
  expect((await migrate(keyless)).error).toBeNull()
  const resumed = await migrate({ ...keyless, resume: true })
  expect(resumed.error?.message).toMatch(/that key was made for it alone/)
})

it(`the word ${CANARY} is found where nothing is masked, so that its absence means something`, async () => {
  const { report } = await said(migrate, options({ mask: {} }))
  expect(report.error).toBeNull()
  expect(await everythingIn(database.url)).toContain(CANARY)
})
