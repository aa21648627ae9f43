// The quarantine table itself: what the plan shows of it, its name, what a second run and verify make of it, and
// that a run which does not come to its end leaves none.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, verify } from '../../src/index.ts'
import { planSql } from '../../src/report/plan-sql.ts'
import { planText } from '../../src/report/plan-text.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { counts, moved, SET_ASIDE } from './quarantined-run.ts'
import { quarantined } from './set-aside.ts'
import { sourceFile } from './workplace.ts'

const BAD = `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
  INSERT INTO t VALUES (1, 1), (2, 'two'), (3, 'three')`

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

describe('the quarantine table', () => {
  it('is not there where nothing is set aside', async () => {
    const path = sourceFile('CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)')
    const { report, dry, schema } = await moved(database.url, path)
    expect(report.quarantine).toBeNull()
    expect(dry.plan?.quarantine).toBeNull()
    expect(await tables(schema)).toEqual(['t'])
  })

  it('says what it is, and the plan and the report tell of it', async () => {
    const { report, dry, schema } = await moved(database.url, sourceFile(BAD))
    expect(report.quarantine).toEqual({ table: 'sqlite2pg_quarantine', rows: 2n })
    const [comment] = await query(
      database.url,
      `SELECT obj_description('"${schema}".sqlite2pg_quarantine'::regclass) AS text`,
    )
    expect(comment?.['text']).toMatch(/^Rows that sqlite2pg set aside/)
    if (dry.plan === null) throw new Error('no plan')
    expect(planSql(dry.report, dry.statements)).toContain(`CREATE TABLE "${schema}"."sqlite2pg_quarantine" (`)
    expect(planText(dry)).toContain(
      'Would be set aside in sqlite2pg_quarantine\n  t  2 of 3 rows\n    2 rows  n: the value is no bigint (2, 3)',
    )
    expect(report.notices).toContainEqual({
      code: 'QUARANTINED',
      severity: 'warning',
      object: 't',
      message: '2 of 3 rows go to sqlite2pg_quarantine: 2 × n: the value is no bigint (ids 2, 3)',
      hint: expect.stringContaining('--cast'),
    })
  })

  it('leaves its name to a table of the file', async () => {
    const path = sourceFile(`${BAD}; CREATE TABLE sqlite2pg_quarantine (x)`)
    const { schema } = await moved(database.url, path)
    expect(await tables(schema)).toEqual(['sqlite2pg_quarantine', 'sqlite2pg_quarantine_1', 't'])
    expect(await quarantined(database.url, schema, 'sqlite2pg_quarantine_1')).toHaveLength(2)
  })

  it('is filled though tables of the file are called like our temporary ones', async () => {
    const path = sourceFile(`${BAD}; CREATE TABLE sqlite2pg_aside_0 (n INTEGER);
      INSERT INTO sqlite2pg_aside_0 VALUES ('x'), (5)`)
    const { report } = await moved(database.url, path)
    expect(counts(report)).toEqual({ t: [3, 1, 2], sqlite2pg_aside_0: [2, 1, 1] })
  })

  it('is a taken name without --force-recreate, and is replaced with it', async () => {
    const { options, schema } = await moved(database.url, sourceFile(BAD))
    expect(await migrate(options)).toMatchObject({ exitCode: 4, error: { code: 'TARGET_OCCUPIED' } })
    await query(database.url, `GRANT SELECT ON "${schema}".sqlite2pg_quarantine TO PUBLIC`)
    expect(await migrate({ ...options, forceRecreate: true })).toMatchObject({ exitCode: 0 })
    expect(await quarantined(database.url, schema)).toHaveLength(2)
    const granted = await query(
      database.url,
      `SELECT 1 FROM information_schema.role_table_grants
       WHERE table_schema = $1 AND table_name = 'sqlite2pg_quarantine' AND grantee = 'PUBLIC'`,
      [schema],
    )
    expect(granted).toHaveLength(1)
  })

  it('keeps the rows of tables that a second run leaves alone', async () => {
    const other = "CREATE TABLE u (n INTEGER); INSERT INTO u VALUES (1), ('one')"
    const { options, schema } = await moved(database.url, sourceFile(`${BAD}; ${other}`))
    const before = await quarantined(database.url, schema)
    expect(before.map(({ table }) => table)).toEqual(['t', 't', 'u'])
    const again = await migrate({ ...options, include: ['u'], forceRecreate: true })
    expect(again).toMatchObject({ exitCode: 0, quarantine: { rows: 1n } })
    expect(await quarantined(database.url, schema)).toEqual(before)
    expect(await verify(options)).toMatchObject({ exitCode: 0 })
  })

  it('goes with the tables it belongs to when nothing is set aside any more', async () => {
    const { options, schema } = await moved(database.url, sourceFile(BAD))
    const sqlitePath = sourceFile(
      'CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES (1, 1)',
    )
    const report = await migrate({ ...options, sqlitePath, forceRecreate: true })
    expect(report).toMatchObject({ exitCode: 0, quarantine: null })
    expect(await tables(schema)).toEqual(['t'])
  })
})

describe('verify', () => {
  it('without the options of the run names them', async () => {
    const { options } = await moved(database.url, sourceFile(BAD))
    const report = await verify({ ...options, badValues: 'widen', orphans: 'keep' })
    expect(report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
    expect(report.error?.message).toContain('t: 2 rows missing; first: id=2 only in the source')
    expect(report.error?.hint).toContain('--bad-values=quarantine')
  })

  it.each([
    ['is missing', `DELETE FROM sqlite2pg_quarantine WHERE source_key LIKE '%2%'`, '1 row set aside'],
    [
      'is changed',
      `UPDATE sqlite2pg_quarantine SET row_values = '{}' WHERE source_key LIKE '%2%'`,
      'otherwise',
    ],
    [
      'is one too many',
      'INSERT INTO sqlite2pg_quarantine SELECT * FROM sqlite2pg_quarantine LIMIT 1',
      '3 rows',
    ],
    ['has no table', 'DROP TABLE sqlite2pg_quarantine', 'sqlite2pg_quarantine: table'],
  ])('sees that a row in quarantine %s', async (_, change, said) => {
    const { options, schema } = await moved(database.url, sourceFile(BAD))
    await query(database.url, change.replaceAll('sqlite2pg_quarantine', `"${schema}".sqlite2pg_quarantine`))
    const report = await verify(options)
    expect(report.exitCode).toBe(6)
    expect(report.error?.message).toContain(said)
  })
})

describe('a run that sets rows aside', () => {
  it('stops with --strict before anything is changed', async () => {
    const options = { sqlitePath: sourceFile(BAD), url: database.url, schema: 'strict_one', ...SET_ASIDE }
    const report = await migrate({ ...options, strict: true })
    expect(report).toMatchObject({ exitCode: 5, error: { code: 'STRICT_WARNINGS' } })
    expect(await leftovers('strict_one')).toEqual([])
  })

  it('leaves nothing where it is interrupted', async () => {
    const controller = new AbortController()
    const report = await migrate({
      ...{ sqlitePath: sourceFile(BAD), url: database.url, schema: 'stopped_one', ...SET_ASIDE },
      signal: controller.signal,
      onEvent: event => {
        if (event.type === 'step started' && event.step === 'verify') controller.abort()
      },
    })
    expect(report.exitCode).toBe(130)
    expect(await leftovers('stopped_one')).toEqual([])
  })
})

async function tables(schema: string): Promise<readonly unknown[]> {
  const rows = await query(
    database.url,
    'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY tablename COLLATE "C"',
    [schema],
  )
  return rows.map(({ name }) => name)
}

function leftovers(schema: string): Promise<readonly unknown[]> {
  return query(
    database.url,
    `SELECT nspname FROM pg_namespace WHERE nspname = $1 OR nspname LIKE 'sqlite2pg\\_run\\_%'`,
    [schema],
  )
}
