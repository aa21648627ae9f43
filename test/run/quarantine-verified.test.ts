// What verify finds in a quarantine table that was changed: each row by its table and key.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verify } from '../../src/index.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { moved } from './quarantined-run.ts'
import { sourceFile } from './workplace.ts'

const TABLES = `CREATE TABLE "my t" (id INTEGER PRIMARY KEY, n INTEGER, s TEXT);
  INSERT INTO "my t" VALUES (1, 1, 'a'), (2, 'two', 'b''"'), (3, 'three', 'é😀');
  CREATE TABLE u (n INTEGER); INSERT INTO u VALUES (1), ('one')`

const ROW = `SELECT * FROM q WHERE source_key LIKE '%"id":2%'`

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

describe('verify finds in quarantine', () => {
  it.each([
    {
      what: 'a row that is missing',
      change: `DELETE FROM q WHERE source_key LIKE '%"id":2%'`,
      difference: { table: 'my t', key: '{"id":2}', kind: 'missing', source: 'quarantine row {"id":2}' },
    },
    {
      what: 'a row that is there twice',
      change: `INSERT INTO q ${ROW}`,
      difference: { table: 'my t', key: '{"id":2}', kind: 'extra', target: 'quarantine row {"id":2}' },
    },
    {
      what: 'a foreign row of a table that has rows there',
      change: `INSERT INTO q VALUES ('my t', '{"id":99}', '[]', '{}')`,
      difference: { table: 'my t', key: '{"id":99}', kind: 'extra' },
    },
    {
      what: 'a changed text',
      change: `UPDATE q SET row_values = replace(row_values::text, '"two"', '"too"')::json`,
      difference: {
        table: 'my t',
        key: '{"id":2}',
        kind: 'changed',
        source: 'quarantine row {"id":2}: n {"class":"text","value":"two"}',
        target: 'quarantine row {"id":2}: n {"class":"text","value":"too"}',
      },
    },
    {
      what: 'a changed reason',
      change: `UPDATE q SET reasons = replace(reasons::text, 'bigint', 'number')::json WHERE source_table = 'u'`,
      difference: { table: 'u', key: '{"rowid":2}', kind: 'changed' },
    },
    {
      what: 'a changed key',
      change: `UPDATE q SET source_key = '{"rowid":7}' WHERE source_table = 'u'`,
      difference: { table: 'u', key: '{"rowid":7}', kind: 'extra' },
    },
    {
      what: 'values that are written otherwise',
      change: `UPDATE q SET row_values = row_values::jsonb::json WHERE source_key LIKE '%"id":3%'`,
      difference: { table: 'my t', key: '{"id":3}', kind: 'changed' },
    },
    {
      what: 'values that are no values of a row',
      change: `UPDATE q SET row_values = 'null' WHERE source_key LIKE '%"id":3%'`,
      difference: { table: 'my t', key: '{"id":3}', kind: 'changed' },
    },
  ])('$what', async ({ change, difference }) => {
    const { options, schema } = await moved(database.url, sourceFile(TABLES))
    await query(database.url, change.replaceAll(/\bq\b/g, `"${schema}".sqlite2pg_quarantine`))
    const report = await verify(options)
    expect(report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
    expect(report.differences).toContainEqual(expect.objectContaining(difference))
    expect(report.error?.message).toContain(difference.table)
    expect(report.error?.message).toContain(difference.key)
  })

  it('a row of a table that neither side has', async () => {
    const { options, schema } = await moved(database.url, sourceFile(TABLES))
    await query(
      database.url,
      `INSERT INTO "${schema}".sqlite2pg_quarantine VALUES ('ghosts', '{"id":1}', '[]', '{}')`,
    )
    const report = await verify(options)
    expect(report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
    expect(report.error?.message).toContain('sqlite2pg_quarantine')
    expect(report.error?.message).toContain('1 row of ghosts')
    expect(report.error?.message).toContain('{"id":1}')
  })

  it('rows of a table of which the source sets none aside', async () => {
    const { options, schema } = await moved(
      database.url,
      sourceFile('CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)'),
    )
    await query(
      database.url,
      `CREATE TABLE "${schema}".sqlite2pg_quarantine (source_table text, source_key text, reasons json, row_values json);
       INSERT INTO "${schema}".sqlite2pg_quarantine VALUES ('t', '{"rowid":1}', '[]', '{}')`,
    )
    const report = await verify(options)
    expect(report).toMatchObject({ exitCode: 6, error: { code: 'DIFFERENT' } })
    expect(report.differences).toContainEqual(
      expect.objectContaining({ table: 't', key: '{"rowid":1}', kind: 'extra' }),
    )
  })

  it('nothing where an earlier table of it may not be read', async () => {
    const path = sourceFile('CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)')
    const { options, schema } = await moved(database.url, path)
    const role = `reader_${database.name}`
    await query(
      database.url,
      `CREATE TABLE "${schema}".sqlite2pg_quarantine (source_table text, source_key text, reasons json, row_values json);
       CREATE ROLE ${role} LOGIN PASSWORD 'only t';
       GRANT USAGE ON SCHEMA "${schema}" TO ${role}; GRANT SELECT ON "${schema}".t TO ${role}`,
    )
    const url = new URL(database.url)
    url.username = role
    url.password = 'only t'
    try {
      const report = await verify({ ...options, url: url.href })
      expect({ exitCode: report.exitCode, error: report.error }).toEqual({ exitCode: 0, error: null })
    } finally {
      await query(database.url, `DROP OWNED BY ${role}; DROP ROLE ${role}`)
    }
  })

  it('up to a hundred of many rows, those that are alike left out', async () => {
    const path = sourceFile(`CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
      WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 20000) INSERT INTO t SELECT x, 'bad' FROM i;
      INSERT INTO t VALUES (30000, 1)`)
    const { options, schema } = await moved(database.url, path)
    const table = `"${schema}".sqlite2pg_quarantine`
    await query(database.url, `DELETE FROM ${table} WHERE source_key IN ('{"id":17}', '{"id":19999}')`)
    const few = await verify(options)
    expect(keysOf(few)).toEqual([null, '{"id":17}', '{"id":19999}'])
    await query(database.url, `DELETE FROM ${table}`)
    const many = await verify(options)
    expect(many.exitCode).toBe(6)
    expect(many.differences.length).toBeLessThanOrEqual(100)
    expect(many.differences.length).toBeGreaterThan(10)
  })

  it('nothing where rows have no name and are alike', async () => {
    const path = sourceFile(`CREATE TABLE log (n INTEGER, rowid TEXT, oid TEXT, _rowid_ TEXT);
      INSERT INTO log VALUES ('bad', 'r', 'o', ''), ('bad', 'r', 'o', ''), (1, 'r', 'o', '')`)
    const { options, schema } = await moved(database.url, path)
    await query(
      database.url,
      `DELETE FROM "${schema}".sqlite2pg_quarantine WHERE ctid = (SELECT min(ctid) FROM "${schema}".sqlite2pg_quarantine)`,
    )
    expect(keysOf(await verify(options))).toEqual([null, '{}'])
  })
})

function keysOf({ differences }: Awaited<ReturnType<typeof verify>>): readonly (string | null)[] {
  return differences.map(({ key }) => key).sort()
}
