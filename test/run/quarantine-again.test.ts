// What a second run makes of the quarantine table of the first: rows of tables that are moved anew leave it, rows of
// others stay.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, plan, verify } from '../../src/index.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { moved, SET_ASIDE } from './quarantined-run.ts'
import { quarantined } from './set-aside.ts'
import { sourceFile } from './workplace.ts'

const TABLES = `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
  INSERT INTO t VALUES (1, 1), (2, 'two'), (3, 'three');
  CREATE TABLE u (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO u VALUES (1, 1), (2, 'one');
  CREATE TABLE v (n INTEGER); INSERT INTO v VALUES (1);`

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

describe('a second run that sets nothing aside', () => {
  it('takes the rows of its tables out of quarantine and leaves those of others there', async () => {
    const { options, schema } = await moved(database.url, sourceFile(TABLES))
    await query(database.url, `GRANT SELECT ON "${schema}".sqlite2pg_quarantine TO PUBLIC`)
    const again = { ...options, include: ['u'], badValues: 'widen', forceRecreate: true } as const
    expect((await plan(again)).report).toMatchObject({ exitCode: 0, quarantine: null })
    const report = await migrate(again)
    expect(report).toMatchObject({ exitCode: 0, quarantine: null })
    expect(report.notices.find(({ code }) => code === 'REPLACED')?.object).toBe('u, sqlite2pg_quarantine')
    expect(await heldTables(schema)).toEqual(['t', 't'])
    expect(await verify({ ...options, include: ['t'] })).toMatchObject({ exitCode: 0 })
    expect(await verify({ ...options, include: ['u'], badValues: 'widen' })).toMatchObject({ exitCode: 0 })
    const [granted] = await query(
      database.url,
      `SELECT has_table_privilege('public', '"${schema}".sqlite2pg_quarantine', 'SELECT') AS granted,
        obj_description('"${schema}".sqlite2pg_quarantine'::regclass) LIKE 'Rows that sqlite2pg set aside%' AS told`,
    )
    expect(granted).toEqual({ granted: true, told: true })
  })

  it('keeps the earlier table among what was replaced', async () => {
    const { options } = await moved(database.url, sourceFile(TABLES))
    await migrate({ ...options, include: ['u'], badValues: 'widen', forceRecreate: true })
    const [kept] = await query<{ name: string }>(
      database.url,
      `SELECT c.relnamespace::regnamespace::text AS name FROM pg_class c
       WHERE relname = 'sqlite2pg_quarantine' AND c.relnamespace::regnamespace::text LIKE 'sqlite2pg_replaced_%'
       ORDER BY c.oid DESC`,
    )
    const rows = await quarantined(database.url, kept?.name)
    expect(rows.map(({ table }) => table)).toEqual(['t', 't', 'u'])
  })

  it('does not touch a table that holds rows of others only', async () => {
    const { options, schema } = await moved(database.url, sourceFile(TABLES))
    const before = await oidOf(schema)
    expect(await migrate({ ...options, include: ['v'], forceRecreate: true })).toMatchObject({ exitCode: 0 })
    expect(await oidOf(schema)).toEqual(before)
    expect(await verify(options)).toMatchObject({ exitCode: 0 })
  })

  it('asks for --force-recreate though only rows in quarantine stand in its way', async () => {
    const { options, schema } = await moved(database.url, sourceFile(TABLES))
    await query(database.url, `DROP TABLE "${schema}".u`)
    const report = await migrate({ ...options, include: ['u'], badValues: 'widen' })
    expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_OCCUPIED' } })
    expect(report.error?.message).toContain('table sqlite2pg_quarantine')
  })
})

describe('a second file in the same schema', () => {
  it('keeps the rows of the first in quarantine, and each is verified', async () => {
    const { options, schema } = await moved(database.url, sourceFile(TABLES))
    const sqlitePath = sourceFile("CREATE TABLE other (n INTEGER); INSERT INTO other VALUES (1), ('x')")
    const second = { ...options, sqlitePath }
    expect(await migrate({ ...second, forceRecreate: true })).toMatchObject({ exitCode: 0 })
    expect(await heldTables(schema)).toEqual(['other', 't', 't', 'u'])
    for (const each of [options, second]) {
      const report = await verify(each)
      expect({ exitCode: report.exitCode, error: report.error }).toEqual({ exitCode: 0, error: null })
    }
  })
})

describe('a narrowed run', () => {
  it('leaves a table of the file that is called like the quarantine table in its place', async () => {
    const path = sourceFile(`${TABLES} CREATE TABLE sqlite2pg_quarantine (x INTEGER);
      INSERT INTO sqlite2pg_quarantine VALUES (5)`)
    const { options, schema } = await moved(database.url, path)
    const report = await migrate({ ...options, ...SET_ASIDE, include: ['u'], forceRecreate: true })
    expect(report).toMatchObject({ exitCode: 0, quarantine: { table: 'sqlite2pg_quarantine_1', rows: 1n } })
    expect(await query(database.url, `SELECT x FROM "${schema}".sqlite2pg_quarantine`)).toEqual([{ x: '5' }])
    expect(await heldTables(schema, 'sqlite2pg_quarantine_1')).toEqual(['t', 't', 'u'])
    expect(await verify(options)).toMatchObject({ exitCode: 0 })
  })
})

async function heldTables(schema: string, table?: string): Promise<readonly string[]> {
  return (await quarantined(database.url, schema, table)).map(row => row.table)
}

function oidOf(schema: string): Promise<readonly unknown[]> {
  return query(database.url, `SELECT '"${schema}".sqlite2pg_quarantine'::regclass::oid::text AS oid`)
}
