// Masked copies held against the file: with the key, without it, and where somebody has changed them.
import { beforeEach, describe, expect, it } from 'vitest'
import { migrate, repair, verify } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { reportToJson } from '../../src/report/json.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
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

describe('verify', () => {
  it('finds a masked copy identical with the masks and the key', async () => {
    await migrate(options())
    const { report, text } = await said(verify, options())
    expect(report).toMatchObject({ exitCode: 0, error: null })
    expect(report.tables.map(({ proof }) => proof)).toEqual(['identical', 'identical'])
    expectNoLeak(text)
  })

  it('tells of a value that is not the masked one, without the value of the file', async () => {
    await migrate(options())
    await ask(`UPDATE users SET token = 'forged', phone = '1', name = 'John' WHERE id = 1`)
    const { report, text } = await said(verify, options())
    expect(report.exitCode).toBe(6)
    expect(report.differences.map(({ column }) => column).sort()).toEqual(['name', null, 'phone', 'token'])
    expectNoLeak(text)
    const counted = await said(verify, options({ proof: 'counts' }))
    expectNoLeak(counted.text)
  })

  it('leaves out what only the key could tell, and says so', async () => {
    await migrate(options())
    const { maskKey: _, ...keyless } = options()
    const report = await verify(keyless)
    expect(report).toMatchObject({ exitCode: 0, error: null, certificate: null })
    const left = report.checks.filter(({ remark }) => remark.includes('a key that this run does not know'))
    expect(left.map(({ object }) => object).sort()).toEqual([
      'invoices.user_mail',
      'people',
      'users.email',
      'users.guid',
      'users.mail',
      'users.password_hash',
      'users.photo',
      'users.token',
    ])
    await ask(`UPDATE users SET phone = '1' WHERE id = 1`)
    expect((await verify(keyless)).exitCode).toBe(6)
    expectNoLeak(reportToJson(report))
  })
})

describe('repair', () => {
  it('writes masked values, and without the key none', async () => {
    await migrate(options())
    const before = await ask('SELECT * FROM users ORDER BY id')
    await ask(`UPDATE users SET token = 'forged', phone = '1' WHERE id = 1; DELETE FROM users WHERE id = 3`)
    const { maskKey: _, ...keyless } = options()
    expect((await repair({ ...keyless, apply: true, yes: true })).report.error).toMatchObject({
      code: 'BAD_OPTION_VALUE',
      message: expect.stringMatching(/was masked with a key/),
    })
    const script: string[] = []
    await repair({ ...options(), onScript: text => void script.push(text) })
    expectNoLeak(script.join(''))
    const { report } = await repair({ ...options(), apply: true, yes: true })
    expect(report.error).toBeNull()
    expect(await ask('SELECT * FROM users ORDER BY id')).toEqual(before)
  })
})

describe('a table without a key', () => {
  it('is compared by masked rows, and shows no others', async () => {
    path = sourceFile(
      `CREATE TABLE bare (secret TEXT, n INTEGER); INSERT INTO bare VALUES ('canary 1', 1), ('canary 2', 2);`,
    )
    const bare = options({ mask: { 'bare.secret': 'hash' } })
    expect((await migrate(bare)).tables).toMatchObject([{ proof: 'identical' }])
    await ask('UPDATE bare SET n = 7 WHERE n = 1')
    const { report, text } = await said(verify, bare)
    expect(report.exitCode).toBe(6)
    expectNoLeak(text)
  })
})

describe('a copy by another hand, whose types are not the planned ones', () => {
  it('is compared by masked values too', async () => {
    path = sourceFile(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, secret TEXT, other BLOB); INSERT INTO t VALUES (1, 'canary', x'63616e617279'), (2, 'canary 2', NULL);`,
    )
    const masked = options({ mask: { 't.secret': 'hash', 't.other': 'hash' } })
    await migrate(masked)
    await ask(
      `ALTER TABLE t ALTER secret TYPE bytea USING convert_to(secret, 'UTF8'), ALTER other TYPE text USING encode(other, 'hex')`,
    )
    for (const proof of ['full', 'counts'] as const) {
      const { text } = await said(verify, { ...masked, proof })
      expectNoLeak(text)
    }
  })
})
