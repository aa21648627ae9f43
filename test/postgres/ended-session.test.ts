// Sessions that end early: broken off by us, or killed on the server.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectOptions, TargetConnection } from '../../src/postgres/connection.ts'
import { postgres } from '../../src/sql/text.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { openConnection } from './open-connection.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

const connect = (options: ConnectOptions = {}) => openConnection(database.url, options)

describe('breaking off', () => {
  const running = (name: string) =>
    query(database.url, 'SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [name])

  test('cancels the statement and frees the backend within a second', async () => {
    const connection = await connect({ applicationName: 'abort me' })
    const sleeping = connection.execute(postgres`SELECT pg_sleep(30)`)
    await sleep(100)
    const started = Date.now()
    connection.abort()
    await expect(sleeping).rejects.toMatchObject({ code: 'INTERRUPTED', exitCode: 130 })
    expect(Date.now() - started).toBeLessThan(1000)
    await sleep(100)
    expect(await running('abort me')).toEqual([])
    await expect(connection.execute(postgres`SELECT 1`)).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  test('by a signal does the same, in a COPY too', async () => {
    const controller = new AbortController()
    const connection = await connect({ signal: controller.signal, applicationName: 'abort copy' })
    await connection.execute(postgres`CREATE TABLE public.cut (a int)`)
    const copying = connection.transaction(async () => {
      const sink = await connection.copyIn(postgres`COPY public.cut FROM STDIN`)
      await sink.write(Buffer.from('1\n'))
      controller.abort()
      await sleep(50)
      await sink.write(Buffer.from('2\n'))
      await sink.end()
    })
    await expect(copying).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await sleep(100)
    expect(await running('abort copy')).toEqual([])
  })

  test('while connecting ends at once', async () => {
    await expect(connect({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })
})

describe('a killed backend', () => {
  const kill = (connection: TargetConnection) =>
    query(database.url, 'SELECT pg_terminate_backend($1)', [connection.processId])

  test('is TARGET_LOST for the running statement and for the next', async () => {
    const connection = await connect()
    const sleeping = expect(
      connection.execute(postgres`SELECT pg_sleep(30)`, { doing: 'waiting' }),
    ).rejects.toMatchObject({ code: 'TARGET_LOST', message: expect.stringContaining('waiting') })
    await sleep(100)
    await kill(connection)
    await sleeping
    await sleep(50)
    await expect(connection.execute(postgres`SELECT 1`)).rejects.toMatchObject({ code: 'TARGET_LOST' })
  })

  test('of an idle connection is told to onLost, once, and close() still ends', async () => {
    const connection = await connect()
    const told: string[] = []
    connection.onLost(error => told.push(error.code))
    await kill(connection)
    await sleep(200)
    expect(told).toEqual(['TARGET_LOST'])
    await connection.close()
  })

  test('in a transaction with a COPY is the error of the transaction', async () => {
    const connection = await connect()
    await connection.execute(postgres`CREATE TABLE public.killed (a text)`)
    const copying = connection.transaction(async () => {
      const sink = await connection.copyIn(postgres`COPY public.killed FROM STDIN`)
      await kill(connection)
      for (let i = 0; i < 200; i++) await sink.write(Buffer.alloc(100_000, 'x\n'))
      return sink.end()
    })
    await expect(copying).rejects.toMatchObject({ code: 'TARGET_LOST' })
  })
})
