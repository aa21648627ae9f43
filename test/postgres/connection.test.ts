// One session on a real server: values, settings, transactions.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { ConnectOptions } from '../../src/postgres/connection.ts'
import { sqlState } from '../../src/postgres/errors/errors.ts'
import { postgres } from '../../src/sql/text.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { openConnection, selectValue } from './open-connection.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
  await query(database.url, `CREATE ROLE hasty_${database.name} LOGIN PASSWORD 'p'`)
})
afterAll(async () => {
  await query(database.url, `DROP ROLE hasty_${database.name}`)
  await database.drop()
})

const connect = (options: ConnectOptions = {}, url = database.url) => openConnection(url, options)

const withQuery = (parameters: string): string => `${database.url}?${parameters}`

describe('a new connection', () => {
  test('knows its server and hides the password', async () => {
    const connection = await connect()
    expect(connection.serverVersion).toMatch(/^\d+(\.\d+)?$/)
    expect(connection.serverVersionNumber).toBe(
      Number(await selectValue(connection, "current_setting('server_version_num')")),
    )
    expect(connection.processId).toBe(await selectValue(connection, 'pg_backend_pid()'))
    expect(connection.pooled).toBe(false)
    expect(connection.maskedUrl).toContain(':***@')
  })

  test('calls itself sqlite2pg unless told otherwise', async () => {
    const name = async (options: ConnectOptions, url?: string) =>
      selectValue(await connect(options, url), "current_setting('application_name')")
    expect(await name({})).toBe('sqlite2pg')
    expect(await name({ applicationName: 'sqlite2pg worker 1' })).toBe('sqlite2pg worker 1')
    expect(await name({ applicationName: 'ignored' }, withQuery('application_name=mine'))).toBe('mine')
  })

  test('takes nothing from the variables of the process', async () => {
    process.env['PGOPTIONS'] = '-c work_mem=1234kB'
    onTestFinished(() => {
      delete process.env['PGOPTIONS']
    })
    expect(await selectValue(await connect(), "current_setting('work_mem')")).not.toBe('1234kB')
  })

  test('applies options of the URL by SET', async () => {
    const url = withQuery(`options=${encodeURIComponent('-c work_mem=1234kB -c app.tenant=t1')}`)
    const connection = await connect({}, url)
    expect(await selectValue(connection, "current_setting('work_mem')")).toBe('1234kB')
    expect(await selectValue(connection, "current_setting('app.tenant')")).toBe('t1')
  })

  test('fails if the server refuses an option of the URL, naming it', async () => {
    const url = withQuery(`options=${encodeURIComponent('-c work_mem=plenty')}`)
    await expect(connect({}, url)).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.stringContaining('setting work_mem'),
    })
  })
})

describe('values', () => {
  test('arrive as number, bigint, boolean, array, null, or the text of the server', async () => {
    const connection = await connect()
    const [row] = await connection.rows(
      postgres`SELECT 1::int2 AS small, 9223372036854775807 AS big, true AS yes, NULL AS nothing,
               ARRAY['a,b', NULL]::name[] AS names, ARRAY[1,2]::int2[] AS numbers,
               0.1::float8 AS real, 1e40::numeric AS number, '{"a":1}'::json AS json, '\\x00ff'::bytea AS bytes,
               '2024-02-29 12:00+02'::timestamptz AS moment, '1 day'::interval AS span`,
    )
    expect(row).toEqual({
      small: 1,
      big: 9223372036854775807n,
      yes: true,
      nothing: null,
      names: ['a,b', null],
      numbers: [1, 2],
      real: '0.1',
      number: '10000000000000000000000000000000000000000',
      json: '{"a":1}',
      bytes: '\\x00ff',
      moment: '2024-02-29 10:00:00+00',
      span: '1 day',
    })
  })

  test('go in as parameters', async () => {
    const connection = await connect()
    const rows = await connection.rows(postgres`SELECT $1::bigint AS a, $2::text AS b, $3::text[] AS c`, [
      5n,
      "it's",
      ['x', 'y'],
    ])
    expect(rows).toEqual([{ a: 5n, b: "it's", c: ['x', 'y'] }])
  })

  test('an error names what was done and keeps SQLSTATE', async () => {
    const connection = await connect()
    const failing = connection.rows(postgres`SELECT 1/0`, [], { object: 'tasks.done', doing: 'counting' })
    await expect(failing).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: 'tasks.done (counting): division by zero (SQLSTATE 22012)',
    })
    expect(sqlState(await failing.catch((error: unknown) => error))).toBe('22012')
    expect(await selectValue(connection, '1')).toBe(1)
  })
})

describe('settings', () => {
  test('of the role do not end a long statement, an idle pause or an idle transaction', async () => {
    const role = `hasty_${database.name}`
    for (const setting of [
      'statement_timeout',
      'idle_session_timeout',
      'idle_in_transaction_session_timeout',
    ]) {
      await query(database.url, `ALTER ROLE ${role} SET ${setting} = '200ms'`)
    }
    await query(database.url, `ALTER ROLE ${role} SET search_path = 'nowhere'`)
    const url = new URL(database.url)
    url.username = role
    url.password = 'p'
    const connection = await connect({}, url.href)
    await connection.execute(postgres`SELECT pg_sleep(0.4)`)
    await sleep(400)
    await connection.transaction(async () => {
      await sleep(400)
      await connection.execute(postgres`SELECT pg_sleep(0.4)`)
    })
    expect(await selectValue(connection, "current_setting('search_path')")).toBe('pg_catalog')
  })

  test('are set again inside a transaction', async () => {
    const connection = await connect()
    await connection.execute(postgres`SET TimeZone = 'Asia/Tokyo'; SET statement_timeout = '5s'`)
    const inside = await connection.transaction(() =>
      selectValue(
        connection,
        "concat_ws(' ', current_setting('TimeZone'), current_setting('statement_timeout'))",
      ),
    )
    expect(inside).toBe('UTC 0')
  })
})

describe('a transaction', () => {
  test('keeps what succeeds and forgets what fails', async () => {
    const connection = await connect()
    await connection.transaction(() => connection.execute(postgres`CREATE TABLE public.kept (a int)`))
    const failing = connection.transaction(async () => {
      await connection.execute(postgres`CREATE TABLE public.forgotten (a int)`)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await selectValue(connection, "to_regclass('public.kept')::text")).toBe('public.kept')
    expect(await selectValue(connection, "to_regclass('public.forgotten')")).toBeNull()
  })

  test('whose statement failed unnoticed is not taken for committed', async () => {
    const connection = await connect()
    const failing = connection.transaction(async () => {
      await connection.execute(postgres`SELECT 1/0`).catch(() => undefined)
    })
    await expect(failing).rejects.toMatchObject({
      code: 'TARGET_FAILED',
      message: expect.stringContaining('rolled'),
    })
  })

  test('can be read-only and see one moment', async () => {
    const connection = await connect()
    const other = await connect()
    await other.execute(postgres`CREATE TABLE public.moving (a int)`)
    const count = '(SELECT count(*) FROM public.moving)'
    const again = await connection.transaction(
      async () => {
        const before = await selectValue(connection, count)
        await other.execute(postgres`INSERT INTO public.moving VALUES (1)`)
        return [before, await selectValue(connection, count)]
      },
      { isolation: 'repeatable read', readOnly: true },
    )
    expect(again).toEqual([0n, 0n])
    await expect(
      connection.transaction(() => connection.execute(postgres`DELETE FROM public.moving`), {
        readOnly: true,
      }),
    ).rejects.toMatchObject({ code: 'TARGET_READ_ONLY' })
  })

  test('that waits too long for a lock is TARGET_BUSY', async () => {
    const holder = await connect()
    const waiter = await connect()
    await holder.execute(postgres`CREATE TABLE public.held (a int)`)
    await holder.transaction(async () => {
      await holder.execute(postgres`LOCK TABLE public.held`)
      const waiting = waiter.transaction(() => waiter.execute(postgres`LOCK TABLE public.held`), {
        lockTimeoutMs: 50,
      })
      await expect(waiting).rejects.toMatchObject({ code: 'TARGET_BUSY' })
    })
  })

  test('that makes what another session has just made is TARGET_BUSY', async () => {
    const first = await connect()
    const second = await connect()
    let making: Promise<void> | undefined
    await first.transaction(async () => {
      await first.execute(postgres`CREATE SCHEMA made_twice`)
      making = second.execute(postgres`CREATE SCHEMA made_twice`)
      making.catch(() => {})
      while ((await selectValue(first, `pg_blocking_pids(${second.processId})`))?.toString() === '')
        await sleep(20)
    })
    await expect(making).rejects.toMatchObject({ code: 'TARGET_BUSY' })
  })
})

test('a duplicate key of a table is a fault of ours, until someone knows better', async () => {
  const connection = await connect()
  await connection.execute(
    postgres`CREATE TABLE public.twins (a int); INSERT INTO public.twins VALUES (1), (1)`,
  )
  await expect(
    connection.execute(postgres`CREATE UNIQUE INDEX one ON public.twins (a)`),
  ).rejects.toMatchObject({ code: 'INTERNAL', exitCode: 1, hint: expect.stringContaining('report it') })
})

test('notices of the server are told', async () => {
  const connection = await connect()
  const told: (string | undefined)[] = []
  connection.onNotice(({ message }) => told.push(message))
  await connection.execute(postgres`DO $$ BEGIN RAISE NOTICE 'look'; END $$`)
  expect(told).toEqual(['look'])
})

test('a sibling is a second session on the same server', async () => {
  const connection = await connect()
  const sibling = await connection.sibling()
  onTestFinished(() => sibling.close())
  expect(sibling.processId).not.toBe(connection.processId)
  expect(await selectValue(sibling, 'current_database()')).toBe(database.name)
})
