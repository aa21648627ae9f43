// What a server is and whether a run can work there, asked of real servers, databases, roles and poolers.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Sqlite2pgError } from '../../src/model/errors.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import {
  inspectServer,
  obstacles,
  requireUsable,
  type ServerFacts,
  type ServerNeeds,
} from '../../src/postgres/preflight.ts'
import { serverProduct } from '../../src/postgres/server-product.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { postgres } from '../../src/sql/text.ts'
import { query, type TestDatabase, type TestDatabaseOptions, withDatabase } from '../server/database.ts'
import { startOtherServer } from '../server/other-server.ts'
import { hasOpenssl, startSecuredServer } from './secured-server.ts'
import { startSmallPooler } from './small-pooler.ts'

const WRITING: ServerNeeds = { writes: true, createSchemas: true, createInSchema: true }

let database: TestDatabase
let role: string
beforeAll(async () => {
  database = await withDatabase()
  role = `poor_${database.name}`
  await query(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'p'`)
})
afterAll(async () => {
  await query(database.url, `DROP ROLE ${role}`)
  await database.drop()
})

async function factsOf(url: string, schema = 'public'): Promise<ServerFacts> {
  const connection = await TargetConnection.connect(parseTarget({ url }))
  onTestFinished(() => connection.close())
  return inspectServer(connection, schema)
}

async function another(options: TestDatabaseOptions): Promise<TestDatabase> {
  const made = await withDatabase(options)
  onTestFinished(() => made.drop())
  return made
}

function asPoorRole(url: string): string {
  const changed = new URL(url)
  changed.username = role
  changed.password = 'p'
  return changed.href
}

function firstObstacle(facts: ServerFacts, needs: ServerNeeds = WRITING): Sqlite2pgError | undefined {
  return obstacles(facts, needs)[0]
}

test('a fresh database of a superuser is usable, and its facts are told', async () => {
  const facts = await factsOf(database.url)
  expect(facts).toMatchObject({
    product: 'PostgreSQL',
    currentUser: 'postgres',
    superuser: true,
    database: database.name,
    encoding: 'UTF8',
    standby: false,
    readOnly: false,
    pooler: 'none',
    tls: null,
    schemaExists: true,
    canCreateInSchema: true,
    canCreateSchemas: true,
  })
  expect(facts.maxLocks).toBeGreaterThan(1000n)
  expect(facts.databaseSizeBytes).toBeGreaterThan(1_000_000n)
  expect(facts.sharedBuffersBytes).toBeGreaterThan(1_000_000n)
  expect(facts.freeDiskBytes).toBeGreaterThan(0n)
  expect(() => requireUsable(facts, WRITING)).not.toThrow()
})

describe('encoding', () => {
  test.each(['SQL_ASCII', 'LATIN1'])(
    'a database in %s is TARGET_ENCODING, with the createdb line',
    async encoding => {
      const made = await another({
        encoding,
      })
      const facts = await factsOf(made.url)
      expect(facts.encoding).toBe(encoding)
      expect(firstObstacle(facts)).toMatchObject({
        code: 'TARGET_ENCODING',
        hint: expect.stringContaining('createdb --encoding=UTF8 --template=template0'),
      })
    },
  )
})

describe('privileges', () => {
  test('a role without CREATE on public is TARGET_PRIVILEGE, and the GRANT of the hint mends it', async () => {
    await query(database.url, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC')
    const url = asPoorRole(database.url)
    const needs = { writes: true, createInSchema: true }
    const error = firstObstacle(await factsOf(url), needs)
    expect(error?.code).toBe('TARGET_PRIVILEGE')
    const grant = /GRANT .*?;/.exec(error?.hint ?? '')?.[0] ?? ''
    expect(grant).toBe(`GRANT USAGE, CREATE ON SCHEMA "public" TO "${role}";`)
    await query(database.url, grant)
    expect(firstObstacle(await factsOf(url), needs)).toBeUndefined()
    await query(database.url, `REVOKE ALL ON SCHEMA public FROM ${role}`)
  })

  test('a role that may not create schemas is TARGET_PRIVILEGE, and the GRANT of the hint mends it', async () => {
    const url = asPoorRole(database.url)
    const error = firstObstacle(await factsOf(url, 'new schema'))
    expect(error).toMatchObject({
      code: 'TARGET_PRIVILEGE',
      message: expect.stringContaining('may not create schemas'),
    })
    const grant = /GRANT .*?;/.exec(error?.hint ?? '')?.[0] ?? ''
    await query(database.url, grant)
    expect(firstObstacle(await factsOf(url, 'new schema'))).toBeUndefined()
    await query(database.url, `REVOKE ALL ON DATABASE ${database.name} FROM ${role}`)
  })

  test('a role that may only read is enough for a run that only reads', async () => {
    expect(obstacles(await factsOf(asPoorRole(database.url)), { writes: false })).toEqual([])
  })

  test('a statement without privilege is TARGET_PRIVILEGE with a GRANT', async () => {
    await query(database.url, 'CREATE TABLE public.closed (a int)')
    const connection = await TargetConnection.connect(parseTarget({ url: asPoorRole(database.url) }))
    onTestFinished(() => connection.close())
    await expect(connection.rows(postgres`SELECT * FROM public.closed`)).rejects.toMatchObject({
      code: 'TARGET_PRIVILEGE',
      hint: `As its owner: GRANT ALL ON TABLE "closed" TO "${role}";`,
    })
    await expect(connection.execute(postgres`CREATE SCHEMA mine`)).rejects.toMatchObject({
      code: 'TARGET_PRIVILEGE',
      hint: `As its owner: GRANT CREATE ON DATABASE "${database.name}" TO "${role}";`,
    })
  })
})

test('a database whose transactions are read-only is TARGET_READ_ONLY for a run that writes', async () => {
  const made = await another({})
  await query(made.url, `ALTER DATABASE ${made.name} SET default_transaction_read_only = on`)
  const facts = await factsOf(made.url)
  expect(firstObstacle(facts)?.code).toBe('TARGET_READ_ONLY')
  expect(firstObstacle(facts, { writes: false })).toBeUndefined()
})

describe('poolers', () => {
  async function pooled(mode: 'transaction' | 'session'): Promise<string> {
    const pooler = await startSmallPooler(database.url, mode)
    onTestFinished(() => pooler.close())
    return pooler.url
  }

  test('one in transaction mode is seen and is TARGET_POOLER', async () => {
    const facts = await factsOf(await pooled('transaction'))
    expect(facts.pooler).toBe('transaction mode')
    expect(firstObstacle(facts)).toMatchObject({
      code: 'TARGET_POOLER',
      hint: expect.stringContaining('direct'),
    })
  })

  test('one in session mode is seen and is good enough', async () => {
    const facts = await factsOf(await pooled('session'))
    expect(facts.pooler).toBe('session mode')
    expect(firstObstacle(facts)).toBeUndefined()
  })

  test('nothing of ours stays in the session of a pooler, and inside a transaction all of it holds', async () => {
    const connection = await TargetConnection.connect(parseTarget({ url: await pooled('transaction') }))
    onTestFinished(() => connection.close())
    const searchPath = async () => {
      const [row] = await connection.rows<{ path: string }>(
        postgres`SELECT current_setting('search_path') AS path`,
      )
      return row?.path
    }
    expect(await searchPath()).toBe('"$user", public')
    expect(await connection.transaction(searchPath)).toBe('pg_catalog')
    expect(await searchPath()).toBe('"$user", public')
  })
})

test.skipIf(!hasOpenssl())('an encrypted connection tells its protocol and cipher', async () => {
  const server = await startSecuredServer()
  onTestFinished(() => server.stop())
  const { tls } = await factsOf(server.url)
  expect(tls?.version).toMatch(/^TLSv1\.[23]$/)
  expect(tls?.cipher).not.toBe('')
})

test('an older server of this machine is looked at in the same way', async ({ skip }) => {
  const other = await startOtherServer()
  if (other === null) return skip('no other PostgreSQL is installed')
  onTestFinished(() => other.stop())
  const facts = await factsOf(other.url)
  expect(other.serverVersion.split(' ')[0]).toBe(facts.version)
  expect(firstObstacle(facts)).toBeUndefined()
})

test('a server that is too old, too small or too full is told by code and number', async () => {
  const facts = await factsOf(database.url)
  const code = (changes: Partial<ServerFacts>, needs = WRITING) =>
    firstObstacle({ ...facts, ...changes }, needs)
  expect(code({ versionNumber: 120_022, version: '12.22' })).toMatchObject({
    code: 'TARGET_VERSION',
    message: 'the server is PostgreSQL 12.22; 13 or later is needed',
  })
  expect(code({ standby: true })?.code).toBe('TARGET_READ_ONLY')
  expect(code({ product: 'CockroachDB' })).toMatchObject({
    code: 'TARGET_VERSION',
    message: expect.stringContaining('CockroachDB'),
  })
  expect(code({ maxLocks: 64n }, { ...WRITING, locks: 65 })?.hint).toContain('max_locks_per_transaction')
  expect(code({ freeDiskBytes: 9n }, { ...WRITING, diskBytes: 10n })?.code).toBe('TARGET_DISK_FULL')
})

test.each([
  ['PostgreSQL 18.4 on x86_64-pc-linux-gnu', 'PostgreSQL'],
  ['CockroachDB CCL v24.1.0 (x86_64-pc-linux-gnu)', 'CockroachDB'],
  ['PostgreSQL 11.2-YB-2.20.1.0-b0 on x86_64', 'YugabyteDB'],
  ['PostgreSQL 8.0.2 on i686-pc-linux-gnu, Redshift 1.0.12103', 'Redshift'],
])('%s is %s', (version, product) => {
  expect(serverProduct(version)).toBe(product)
})
