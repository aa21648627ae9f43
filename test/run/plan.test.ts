// A dry run changes nothing, ends as the real run would, and its SQL form builds what a run builds.
import { spawnSync } from 'node:child_process'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fixtureNames } from '../../fixtures/build.ts'
import { migrate, plan } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { planSql } from '../../src/report/plan-sql.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { databaseState, structureOf } from './catalog.ts'
import { folderDigest } from './folder-digest.ts'
import { fixtureFile, fixtureWishes, sourceFile } from './workplace.ts'

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const hard = fixtureFile('hard')
const healthy = fixtureFile('d-integer-ids')
const doubles = sourceFile(
  `CREATE TABLE t (a TEXT, n INTEGER); INSERT INTO t VALUES ('same', 1), ('same', -2), ('other', NULL)`,
)

/** The dry run, then the real one: both end alike, and the dry one leaves no trace on either side. */
async function endBothWays(options: MigrateOptions): Promise<{ code: string | null; exitCode: number }> {
  const [file, before] = [folderDigest(options.sqlitePath), await databaseState(database.url)]
  const { report: dry } = await plan(options)
  expect(await databaseState(database.url)).toEqual(before)
  expect(folderDigest(options.sqlitePath)).toEqual(file)
  expect(dry.dryRun).toBe(true)
  const real = await migrate(options)
  expect(dry.exitCode).toBe(real.exitCode)
  expect(dry.error).toEqual(real.error)
  expect(dry.outcome).toBe(real.exitCode === 0 ? 'would succeed' : 'would fail')
  return { code: real.error?.code ?? null, exitCode: real.exitCode }
}

describe('a dry run changes nothing and ends as the real run does', () => {
  it.each([...fixtureNames()])('when all is fine: %s', async name => {
    const options = { sqlitePath: fixtureFile(name), url: database.url, tables: fixtureWishes(name) }
    expect(await endBothWays(options)).toEqual({ code: null, exitCode: 0 })
  })

  it('when a name is occupied', async () => {
    await query(database.url, 'CREATE TABLE tasks (a int)')
    const options = { sqlitePath: healthy, url: database.url }
    expect(await endBothWays(options)).toEqual({ code: 'TARGET_OCCUPIED', exitCode: 4 })
    expect(await endBothWays({ ...options, forceRecreate: true })).toEqual({ code: null, exitCode: 0 })
  })

  it('when orphans, warnings or bad values are not wanted', async () => {
    const options = { sqlitePath: hard, url: database.url }
    expect(await endBothWays({ ...options, orphans: 'fail' })).toEqual({
      code: 'DECISION_NEEDED',
      exitCode: 5,
    })
    expect(await endBothWays({ ...options, strict: true })).toEqual({ code: 'STRICT_WARNINGS', exitCode: 5 })
    expect(await endBothWays({ ...options, badValues: 'fail' })).toEqual({
      code: 'DECISION_NEEDED',
      exitCode: 5,
    })
  })

  it.each([
    ['a table', { nothing: { touch: ['a'] } }],
    ['a column', { tasks: { columns: { nothing: { type: 'text' } } } }],
    ['a column to touch', { tasks: { touch: ['nothing'] } }],
    ['a date to touch', { tasks: { touch: ['is_complete'] } }],
    ['a column of an index', { tasks: { indexes: [{ columns: ['nothing'] }] } }],
    ['a column of a unique key', { tasks: { unique: [{ columns: ['nothing'] }] } }],
    ['a parent table', { tasks: { foreignKeys: [{ columns: ['id'], references: { table: 'nothing' } }] } }],
    [
      'a column of a parent',
      { tasks: { foreignKeys: [{ columns: ['id'], references: { table: 'users', columns: ['nothing'] } }] } },
    ],
  ])('when the config names %s that is not there', async (_, tables) => {
    const options = { sqlitePath: healthy, url: database.url, tables }
    expect(await endBothWays(options)).toEqual({ code: 'BAD_CONFIG', exitCode: 2 })
  })

  it('when the config asks for a type that there is not', async () => {
    const tables = { tasks: { columns: { description: { type: 'nonsense' } } } }
    const ending = await endBothWays({ sqlitePath: healthy, url: database.url, tables })
    expect(ending.exitCode).toBe(2)
  })

  it('when a type that is asked for does not hold the values', async () => {
    const tables = { tasks: { columns: { description: { type: 'integer' } } } }
    const options = { sqlitePath: healthy, url: database.url, tables }
    expect(await endBothWays(options)).toEqual({ code: 'DECISION_NEEDED', exitCode: 5 })
  })

  it.each([
    ['a unique key', { t: { unique: [{ columns: ['a'] }] } }],
    ['a unique index', { t: { indexes: [{ columns: ['a'], unique: true }] } }],
  ])('when rows break %s that the config asks for', async (_, tables) => {
    const options = { sqlitePath: doubles, url: database.url, tables }
    expect(await endBothWays(options)).toEqual({ code: 'DECISION_NEEDED', exitCode: 5 })
  })

  it('when a role may not create tables', async () => {
    const role = `poor_${database.name}`
    await query(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'poor'`)
    onTestFinished(async () => {
      await query(database.url, `DROP ROLE ${role}`)
    })
    const url = new URL(database.url)
    url.username = role
    url.password = 'poor'
    const options = { sqlitePath: healthy, url: url.href }
    expect(await endBothWays(options)).toEqual({ code: 'TARGET_PRIVILEGE', exitCode: 4 })
  })

  it('when the source or the target is not there', async () => {
    const missing = sourceFile('CREATE TABLE t (a)').replace('source.db', 'missing.db')
    expect((await plan({ sqlitePath: missing, url: database.url })).report).toMatchObject({
      ...{ outcome: 'would fail', exitCode: 3, error: { code: 'SOURCE_MISSING' } },
    })
    const nowhere = new URL(database.url)
    nowhere.pathname = '/nowhere_at_all'
    expect((await plan({ sqlitePath: healthy, url: nowhere.href })).report).toMatchObject({
      ...{ outcome: 'would fail', exitCode: 4, error: { code: 'TARGET_NO_DATABASE' } },
    })
  })
})

describe('the SQL form of a plan', () => {
  it.each([...fixtureNames()])('builds the empty schema that a run publishes: %s', async name => {
    const options = { sqlitePath: fixtureFile(name), url: database.url, tables: fixtureWishes(name) }
    const planned = await plan(options)
    if (planned.plan === null) throw new Error(planned.report.error?.message)
    const script = planSql(planned.report, planned.statements)
    const empty = await withDatabase()
    onTestFinished(() => empty.drop())
    await runScript(empty.url, script)
    expect((await migrate(options)).error).toBeNull()
    expect(await structureOf(empty.url)).toEqual(await structureOf(database.url))
    expect(await positionsOf(empty.url)).toEqual(await positionsOf(database.url))
  })

  it('is one transaction: a script that fails leaves nothing', async () => {
    const planned = await plan({ sqlitePath: healthy, url: database.url })
    if (planned.plan === null) throw new Error(planned.report.error?.message)
    await query(database.url, 'CREATE TABLE tasks (a int)')
    const before = await databaseState(database.url)
    await expect(runScript(database.url, planSql(planned.report, planned.statements))).rejects.toThrow(
      /tasks/,
    )
    expect(await databaseState(database.url)).toEqual(before)
  })
})

/** By psql where there is one, else as one query without psql's own commands. */
async function runScript(url: string, script: string): Promise<void> {
  const { error, status, stderr } = spawnSync('psql', ['--no-psqlrc', '--quiet', '--file', '-', url], {
    input: script,
    encoding: 'utf8',
  })
  if (error !== undefined) await query(url, script.replace(/^\\.*$/gm, ''))
  else if (status !== 0) throw new Error(stderr)
}

async function positionsOf(url: string): Promise<unknown> {
  return query(
    url,
    `SELECT sequencename, last_value::text FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename COLLATE "C"`,
  )
}
