// What `status` lists, for whom, and how it reads.
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { migrate, rollback, status } from '../../src/index.ts'
import { statusText } from '../../src/report/status-text.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { sourceFile } from './workplace.ts'

const path =
  sourceFile(`CREATE TABLE tasks (id INTEGER PRIMARY KEY); INSERT INTO tasks VALUES (10), (11), (12);
  CREATE TABLE users (id INTEGER PRIMARY KEY)`)

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const ask = (sql: string) => query(database.url, sql)
const look = (schema?: string) => status({ url: database.url, ...(schema !== undefined && { schema }) })

async function move(schema: string): Promise<void> {
  expect(
    (await migrate({ sqlitePath: path, url: database.url, schema, forceRecreate: true })).error,
  ).toBeNull()
}

it('a target without a journal has no runs, and that is no failure', async () => {
  const { report, runs } = await look()
  expect(report).toMatchObject({ verb: 'status', outcome: 'succeeded', exitCode: 0, error: null })
  expect(runs).toEqual([])
  expect(statusText(report, { runs, environments: new Map() })).toMatch(/^No run is recorded in postgresql:/)
  expect(await ask(`SELECT 1 FROM pg_namespace WHERE nspname LIKE 'sqlite2pg%'`)).toEqual([])
})

it('runs of all schemas are listed newest first, those of one schema on request', async () => {
  for (const schema of ['one', 'two', 'one']) await move(schema)
  const { runs } = await look()
  expect(runs.map(({ schema, canBeRolledBack }) => [schema, canBeRolledBack])).toEqual([
    ['one', true],
    ['two', true],
    ['one', false],
  ])
  expect((await look('two')).runs.map(({ schema }) => schema)).toEqual(['two'])
  expect((await look('three')).runs).toEqual([])
})

it('the table has time, schema, source, rows, proof and what can be rolled back', async () => {
  await move('one')
  await move('one')
  await ask(`INSERT INTO sqlite2pg_journal.live_schemas VALUES ('one', 'production')`)
  const { report, ...listed } = await look()
  const text = statusText(report, listed)
  const [head, newest, older, , undoing, environment] = text.split('\n')
  expect(head).toMatch(/^Time \(UTC\) +Schema +Verb +Rows +Proof +Outcome +Undo +Source$/)
  expect(newest).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +one +migrate +3 +\w.*succeeded +yes +\S+source\.db \(\d+\.\d kB, [0-9a-f]{8}\)$/,
  )
  expect(older).toMatch(/succeeded +\/\S+source\.db/)
  expect(undoing).toMatch(
    /^sqlite2pg rollback --schema one takes away 2 tables and puts back 2 tables, kept in schema sqlite2pg_replaced_\w+\. One step is kept, no more\.$/,
  )
  expect(environment).toBe('Schema one is declared as production.')
  expect(listed.environments.get('one')).toBe('production')
})

it('says why the last run cannot be rolled back any more', async () => {
  await move('one')
  await ask('ALTER TABLE one.tasks RENAME TO todo')
  const { report, ...listed } = await look()
  expect(statusText(report, listed)).toContain(
    ', and table tasks is not the one any more that the run published into schema one.',
  )
})

it('names the run that a rollback undid', async () => {
  await move('one')
  await rollback({ url: database.url, schema: 'one' })
  const { report, ...listed } = await look()
  const lines = statusText(report, listed).split('\n')
  expect(lines[1]).toMatch(/rollback .*undoing the run of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  expect(lines[2]).toMatch(/ rolled back /)
})

it('a run whose lock is held is running', async () => {
  await move('one')
  await ask(
    `INSERT INTO sqlite2pg_journal.runs (run_id, verb, live_schema, outcome, tool_version) VALUES ('now', 'migrate', 'one', 'running', '0')`,
  )
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  await holder.query(`SELECT pg_advisory_lock(${0x53_51_32_50}, hashtext('one'))`)
  expect((await look()).runs[0]).toMatchObject({ run: 'now', outcome: 'running' })
  await holder.end()
  await expect.poll(async () => (await look()).runs[0]?.outcome).toBe('interrupted')
})

it('a role that may only read sees the runs, one that may not is told what it lacks', async () => {
  await move('one')
  const role = `reader_${database.name}`
  await ask(`CREATE ROLE ${role} LOGIN PASSWORD 'p'`)
  onTestFinished(async () => {
    await ask(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })
  const url = new URL(database.url)
  url.username = role
  url.password = 'p'
  const { report } = await status({ url: url.href })
  expect(report).toMatchObject({ exitCode: 4, error: { code: 'TARGET_PRIVILEGE' } })
  expect(report.error?.message).toBe(`user "${role}" may not read the journal in schema sqlite2pg_journal`)
  await ask(/GRANT.*;/.exec(report.error?.hint ?? '')?.[0] ?? '')
  expect((await status({ url: url.href })).runs).toMatchObject([{ schema: 'one', canBeRolledBack: true }])
})
