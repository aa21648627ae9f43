// PgBouncer itself in between: which of its modes is seen how, what it refuses, and that nobody waits for ever.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { detectPooler } from '../../src/postgres/connect/pooler-probe.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { obstacles } from '../../src/postgres/preflight.ts'
import { inspectServer } from '../../src/postgres/server-facts.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { postgres } from '../../src/sql/text.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { openConnection, selectValue } from './open-connection.ts'
import { hasPgBouncer, type PgBouncerSettings, startPgBouncer } from './real-pgbouncer.ts'

const title = hasPgBouncer() ? 'PgBouncer' : 'PgBouncer (is not installed here: skipped)'

describe.skipIf(!hasPgBouncer())(title, () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await withDatabase()
  })
  afterAll(() => database.drop())

  async function pooled(settings: PgBouncerSettings = {}): Promise<string> {
    const pooler = await startPgBouncer(database.url, settings)
    onTestFinished(() => pooler.stop())
    return pooler.url
  }

  async function firstObstacle(url: string): Promise<unknown> {
    const connection = await openConnection(url)
    return obstacles(await inspectServer(connection, 'public'), { writes: true })[0]
  }

  async function refusal(url: string): Promise<unknown> {
    return TargetConnection.connect(parseTarget({ url })).then(
      connection => connection.close().then(() => 'let in'),
      (error: unknown) => error,
    )
  }

  describe('its mode', () => {
    const modeOf = async (settings: PgBouncerSettings) =>
      (await inspectServer(await openConnection(`${await pooled(settings)}?sslmode=disable`), 'public'))
        .pooler

    test('session is seen and is good enough', async () => {
      const url = await pooled()
      expect((await inspectServer(await openConnection(url), 'public')).pooler).toBe('session mode')
      expect(await firstObstacle(url)).toBeUndefined()
    })

    test('session is seen where the pool has one connection only', async () => {
      expect(await modeOf({ default_pool_size: 1 })).toBe('session mode')
    })

    test('cannot be seen where it lets in one client only, which stops nobody', async () => {
      expect(await modeOf({ max_client_conn: 1 })).toBe('unknown')
    })

    test('transaction is TARGET_POOLER, with the way around it', async () => {
      expect(await firstObstacle(await pooled({ pool_mode: 'transaction' }))).toMatchObject({
        code: 'TARGET_POOLER',
        message: expect.stringMatching(/^a pooler in transaction mode stands between us and the server of /),
        hint: expect.stringContaining('direct connection'),
      })
    })

    test('transaction is seen within seconds where the pool has one connection only', async () => {
      const started = Date.now()
      expect(await modeOf({ pool_mode: 'transaction', default_pool_size: 1 })).toBe('transaction mode')
      expect(Date.now() - started).toBeLessThan(10_000)
    })

    test('transaction is seen where others have taken the whole pool meanwhile', async () => {
      const url = await pooled({ pool_mode: 'transaction', default_pool_size: 1 })
      const connection = await openConnection(url)
      const others = await openConnection(url)
      await others.transaction(() =>
        expect(detectPooler(connection)).rejects.toMatchObject({
          code: 'TARGET_POOLER',
          message: expect.stringContaining('all its connections to the server are taken'),
        }),
      )
    })

    test('statement is TARGET_POOLER', async () => {
      const connection = await openConnection(await pooled({ pool_mode: 'statement' }))
      await expect(inspectServer(connection, 'public')).rejects.toMatchObject({
        code: 'TARGET_POOLER',
        message: expect.stringContaining('works in statement mode, which allows no transaction'),
        hint: expect.stringContaining('direct connection'),
        exitCode: 4,
      })
    })
  })

  describe('a pool that is full', () => {
    test('keeps a first question waiting no longer than connect_timeout', async () => {
      const url = await pooled({ default_pool_size: 1, query_wait_timeout: 0 })
      await openConnection(url)
      const started = Date.now()
      expect(await refusal(`${url}?connect_timeout=1`)).toMatchObject({
        code: 'TARGET_TIMEOUT',
        message: expect.stringMatching(/^127\.0\.0\.1:\d+ let us in and then gave no answer for 1 s$/),
        hint: expect.stringContaining('default_pool_size'),
      })
      expect(Date.now() - started).toBeLessThan(5000)
    })

    test('says so by itself where query_wait_timeout is shorter', async () => {
      const url = await pooled({ default_pool_size: 1, query_wait_timeout: 1 })
      await openConnection(url)
      expect(await refusal(url)).toMatchObject({
        code: 'TARGET_REFUSED',
        message: expect.stringMatching(
          /^the pooler at 127\.0\.0\.1:\d+ has no connection left: query_wait_timeout$/,
        ),
      })
    })

    test('and max_client_conn is told as that', async () => {
      const url = `${await pooled({ max_client_conn: 1 })}?sslmode=disable`
      await openConnection(url)
      expect(await refusal(url)).toMatchObject({
        code: 'TARGET_REFUSED',
        message: expect.stringContaining('max_client_conn'),
      })
    })

    test('keeps a sibling waiting for seconds, not for its own connect_timeout', async () => {
      const connection = await openConnection(
        `${await pooled({ default_pool_size: 1, query_wait_timeout: 0 })}?connect_timeout=100`,
      )
      const started = Date.now()
      await expect(connection.sibling()).rejects.toMatchObject({ code: 'TARGET_TIMEOUT' })
      expect(Date.now() - started).toBeLessThan(8000)
    })
  })

  describe('what it is told at the start', () => {
    test('is nothing that it does not know', async () => {
      const connection = await openConnection(await pooled())
      expect(await selectValue(connection, "current_setting('application_name')")).toBe('sqlite2pg')
    })

    test('settings in the options of the URL are obeyed in each transaction, although it refuses them', async () => {
      const options = encodeURIComponent('-c work_mem=1234kB -c statement_timeout=7')
      const connection = await openConnection(`${await pooled()}?options=${options}`)
      const workMemory = () => selectValue(connection, "current_setting('work_mem')")
      expect(await connection.transaction(workMemory)).toBe('1234kB')
      await connection.transaction(() => connection.execute(postgres`SELECT pg_sleep(0.05)`))
    })

    test('options for another front door are TARGET_POOLER', async () => {
      expect(await refusal(`${await pooled()}?options=endpoint%3Dep-cool`)).toMatchObject({
        code: 'TARGET_POOLER',
        message: expect.stringContaining('refuses a startup parameter: unsupported startup parameter'),
        hint: expect.stringContaining('Leave it out of the URL'),
      })
    })

    test('they are no matter where ignore_startup_parameters names them', async () => {
      const url = await pooled({ ignore_startup_parameters: 'options' })
      expect(await refusal(`${url}?options=endpoint%3Dep-cool`)).toBe('let in')
    })
  })

  describe('who may come in', () => {
    test.each(['scram-sha-256', 'md5', 'plain', 'trust'])('is asked by %s', async auth_type => {
      expect(await refusal(await pooled({ auth_type }))).toBe('let in')
    })

    test.each(['scram-sha-256', 'md5'])(
      'a wrong password for %s is TARGET_AUTHENTICATION',
      async auth_type => {
        const url = new URL(await pooled({ auth_type }))
        url.password = 'wrong'
        expect(await refusal(url.href)).toMatchObject({
          code: 'TARGET_AUTHENTICATION',
          message: expect.stringContaining('refused user "postgres"'),
          hint: expect.stringContaining('auth_file'),
        })
      },
    )

    test('a user whom only the server knows is TARGET_AUTHENTICATION or TARGET_NO_ROLE', async () => {
      const url = new URL(await pooled())
      url.username = 'known_to_the_server_only'
      expect(await refusal(url.href)).toMatchObject({
        code: expect.stringMatching(/^TARGET_(AUTHENTICATION|NO_ROLE)$/),
        message: expect.stringMatching(/^the pooler at /),
      })
    })

    test('a database that the server does not have is TARGET_NO_DATABASE', async () => {
      const url = new URL(await pooled())
      url.pathname = '/no_such_database'
      expect(await refusal(url.href)).toMatchObject({ code: 'TARGET_NO_DATABASE' })
    })

    test('encryption that it does not offer is TARGET_TLS', async () => {
      expect(await refusal(`${await pooled()}?sslmode=require`)).toMatchObject({ code: 'TARGET_TLS' })
    })
  })

  test('nothing of ours stays in a backend, even where it resets none', async () => {
    const url = await pooled({ server_reset_query: '' })
    const connection = await TargetConnection.connect(parseTarget({ url }))
    const backend = Number(await selectValue(connection, 'pg_backend_pid()'))
    await connection.rows(postgres`SELECT pg_advisory_lock(42)`)
    await connection.close()
    const [left] = await query(
      database.url,
      `SELECT (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = a.pid) AS locks
       FROM pg_stat_activity a WHERE pid = $1`,
      [backend],
    )
    expect(left).toEqual({ locks: 0 })
  })

  test('a statement that is broken off ends at the server too', async () => {
    const connection = await openConnection(await pooled())
    const backend = Number(await selectValue(connection, 'pg_backend_pid()'))
    const sleeping = connection.execute(postgres`SELECT pg_sleep(60)`)
    setTimeout(() => connection.abort(), 200)
    await expect(sleeping).rejects.toMatchObject({ code: 'INTERRUPTED' })
    const isSleeping = `SELECT 1 FROM pg_stat_activity WHERE pid = $1 AND query LIKE '%pg_sleep%' AND state = 'active'`
    await expect.poll(() => query(database.url, isSleeping, [backend]), { timeout: 5000 }).toEqual([])
  })
})
