// What the journal of a target says of each run, and that it gets in nobody's way.
import { renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrate, plan, rollback, status, verify } from '../../src/index.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { sourceFile } from './workplace.ts'

const path = sourceFile(`CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id));
  INSERT INTO users VALUES (1, 'ana'), (2, 'bo'); INSERT INTO tasks VALUES (10, 1), (11, 2), (12, 2);`)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string, params: readonly unknown[] = []) => query(database.url, sql, params)
const move = (options: Partial<MigrateOptions> = {}) =>
  migrate({ sqlitePath: path, url: database.url, ...options })
const journalState = async () => [
  await ask('SELECT * FROM sqlite2pg_journal.runs ORDER BY run_id'),
  await ask('SELECT * FROM sqlite2pg_journal.objects ORDER BY 1, 2, 3, 4'),
  await ask('SELECT * FROM sqlite2pg_journal.live_schemas'),
]

/** A role that may log in, and its URL. */
async function newRole(rights: string): Promise<{ role: string; url: string }> {
  const role = `plain_${database.name}`
  await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'p'; ${rights.replaceAll('ROLE', role)}`)
  onTestFinished(async () => {
    await ask(`DROP OWNED BY ${role} CASCADE; DROP ROLE ${role}`)
  })
  const url = new URL(database.url)
  url.username = role
  url.password = 'p'
  return { role, url: url.href }
}

it('a published run is on record with its source, its tables and their rows, what it replaced and its proof', async () => {
  await ask('CREATE TABLE tasks (old int)')
  const report = await move({ forceRecreate: true })
  const [run] = (await status({ url: database.url })).runs
  expect(run).toMatchObject({
    verb: 'migrate',
    schema: 'public',
    outcome: 'succeeded',
    toolVersion: report.tool.version,
    source: { path, bytes: report.source?.bytes, fingerprint: report.source?.fingerprint },
    proof: report.tables[0]?.proof,
    exitCode: 0,
    errorCode: null,
    createdSchema: false,
    undoes: null,
  })
  expect(run?.added.map(({ kind, name, rows }) => [kind, name, rows])).toEqual([
    ['table', 'tasks', 3n],
    ['table', 'users', 2n],
  ])
  expect(run?.replaced.map(({ name }) => name)).toEqual(['tasks'])
  expect(run?.replacedSchema).toMatch(/^sqlite2pg_replaced_/)
  expect(Date.parse(run?.finishedAt ?? '')).toBeGreaterThan(Date.parse(run?.startedAt ?? ''))
  expect(report.notices.map(({ code }) => code)).not.toContain('JOURNAL_NOT_WRITTEN')
})

it('a run that fails once it has begun is on record with its error, one that is refused before is not', async () => {
  await ask('CREATE TABLE tasks (old int)')
  expect(await move()).toMatchObject({ error: { code: 'TARGET_OCCUPIED' } })
  expect(await ask(`SELECT 1 FROM pg_namespace WHERE nspname LIKE 'sqlite2pg%'`)).toEqual([])
  await ask(`CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
      IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE schema_name LIKE 'sqlite2pg\\_run%') THEN RAISE 'not today'; END IF; END $$;
    CREATE EVENT TRIGGER refuse ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION refuse()`)
  const report = await move({ schema: 'other' })
  expect(report.exitCode).toBe(4)
  const { runs } = await status({ url: database.url })
  expect(runs).toMatchObject([
    {
      schema: 'other',
      outcome: 'failed',
      exitCode: 4,
      errorCode: report.error?.code,
      added: [],
      proof: null,
    },
  ])
})

it('an interrupted run is on record as interrupted', async () => {
  const stop = new AbortController()
  const report = await move({
    signal: stop.signal,
    onEvent: event => event.type === 'step started' && event.step === 'keys' && stop.abort(),
  })
  expect(report.exitCode).toBe(130)
  expect((await status({ url: database.url })).runs).toMatchObject([
    { outcome: 'interrupted', exitCode: 130 },
  ])
})

it('a run whose session is gone is interrupted, and the next run writes that down', async () => {
  await move()
  await ask(
    `INSERT INTO sqlite2pg_journal.runs (run_id, verb, live_schema, outcome, tool_version) VALUES ('dead', 'migrate', 'public', 'running', '0')`,
  )
  const [dead] = (await status({ url: database.url })).runs
  expect(dead).toMatchObject({ run: 'dead', outcome: 'interrupted', finishedAt: null })
  await move({ forceRecreate: true })
  expect(await ask(`SELECT outcome FROM sqlite2pg_journal.runs WHERE run_id = 'dead'`)).toEqual([
    { outcome: 'interrupted' },
  ])
})

it('a plan, a verify, a status and a refused rollback write nothing there', async () => {
  await move()
  await ask(`CREATE VIEW mine AS SELECT * FROM tasks`)
  const before = await journalState()
  await plan({ sqlitePath: path, url: database.url, schema: 'other' })
  await verify({ sqlitePath: path, url: database.url })
  await status({ url: database.url })
  expect((await rollback({ url: database.url })).report.error?.code).toBe('TARGET_DEPENDENTS')
  const [runs, ...rest] = await journalState()
  expect(rest).toEqual(before.slice(1))
  expect(runs?.filter(run => run['verb'] !== 'rollback')).toEqual(before[0])
})

it('no password of a path gets into it', async () => {
  const odd = join(
    dirname(sourceFile('CREATE TABLE t (a); INSERT INTO t VALUES (1)')),
    'x?password=hunter2.db',
  )
  renameSync(join(dirname(odd), 'source.db'), odd)
  expect((await move({ sqlitePath: odd })).error).toBeNull()
  const text = JSON.stringify(await journalState())
  expect(text).toContain('password=***')
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain(new URL(database.url).password || 'no password')
})

it('neither a run nor a comparison takes it for tables of a user', async () => {
  await move()
  const report = await verify({ sqlitePath: path, url: database.url })
  expect(report.error).toBeNull()
  expect(
    JSON.stringify(report.checks, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
  ).not.toContain('journal')
  expect(await move({ schema: 'sqlite2pg_journal' })).toMatchObject({
    exitCode: 2,
    error: { code: 'BAD_OPTION_VALUE' },
  })
})

it('two first runs at once make it once', async () => {
  const reports = await Promise.all(['a', 'b', 'c', 'd'].map(schema => move({ schema })))
  expect(reports.map(({ error }) => error)).toEqual([null, null, null, null])
  const { runs } = await status({ url: database.url })
  expect(runs.map(({ schema, outcome }) => `${schema} ${outcome}`).sort()).toEqual([
    'a succeeded',
    'b succeeded',
    'c succeeded',
    'd succeeded',
  ])
})

describe('a journal that cannot be written stops no run, and that is told:', () => {
  const notWritten = expect.arrayContaining([
    expect.objectContaining({ code: 'JOURNAL_NOT_WRITTEN', severity: 'info' }),
  ])

  it('it belongs to somebody else', async () => {
    await move({ schema: 'first' })
    const { url } = await newRole(`GRANT CREATE ON DATABASE ${database.name} TO ROLE`)
    const report = await move({ url, schema: 'second' })
    expect(report).toMatchObject({ error: null, notices: notWritten })
    expect((await status({ url: database.url })).runs.map(({ schema }) => schema)).toEqual(['first'])
    const refused = await rollback({ url, schema: 'second' })
    expect(refused.report.error?.code).toBe('TARGET_PRIVILEGE')
  })

  it('it was made by a role that could have set a trap', async () => {
    const { url } = await newRole(`GRANT CREATE ON DATABASE ${database.name} TO ROLE`)
    expect(await move({ url, schema: 'theirs' })).toMatchObject({ error: null })
    const trap = `CREATE FUNCTION sqlite2pg_journal.trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE public.caught (); RETURN NEW; END $$;
      CREATE TRIGGER trap BEFORE INSERT ON sqlite2pg_journal.runs FOR EACH ROW EXECUTE FUNCTION sqlite2pg_journal.trap()`
    await query(url, trap)
    expect(await move({ schema: 'ours' })).toMatchObject({ error: null, notices: notWritten })
    expect(await ask(`SELECT to_regclass('public.caught') AS caught`)).toEqual([{ caught: null }])
  })

  it('a schema of its name is something else', async () => {
    await ask('CREATE SCHEMA sqlite2pg_journal; CREATE TABLE sqlite2pg_journal.runs (mine int)')
    expect(await move()).toMatchObject({ error: null, notices: notWritten })
    expect((await status({ url: database.url })).runs).toEqual([])
  })

  it('it is dropped while the run is at work', async () => {
    let dropped: Promise<unknown> = Promise.resolve()
    const report = await move({
      onEvent: event => {
        if (event.type === 'step finished' && event.step === 'rows')
          dropped = ask('DROP SCHEMA sqlite2pg_journal CASCADE')
      },
    })
    await dropped
    expect(report).toMatchObject({ error: null, notices: notWritten })
    expect(await ask('SELECT count(*)::int AS n FROM tasks')).toEqual([{ n: 3 }])
  })
})
