// COPY … FROM STDIN on a real server: rows counted, memory bounded, every failure told.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres, trustPostgres } from '../../src/sql/text.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { openConnection, selectValue } from './open-connection.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

const connect = () => openConnection(database.url)
const copyInto = (table: string) => trustPostgres(`COPY public.${table} FROM STDIN`)

test('takes buffers and tells the number of rows', async () => {
  const connection = await connect()
  await connection.execute(postgres`CREATE TABLE public.copied (a int, b text)`)
  const sink = await connection.copyIn(copyInto('copied'))
  for (let i = 0; i < 50; i++) await sink.write(Buffer.from(`${i}\t${'x'.repeat(100_000)}\n`))
  expect(await sink.end()).toBe(50n)
  expect(await selectValue(connection, '(SELECT sum(length(b)) FROM public.copied)')).toBe(5_000_000n)
})

test('keeps its memory small while the server is slower than the writer', async () => {
  const connection = await connect()
  const locker = await connect()
  await connection.execute(postgres`CREATE TABLE public.slow (a text)`)
  const chunk = Buffer.from(`${'x'.repeat(1_000_000)}\n`)
  let written = 0
  await locker.transaction(async () => {
    await locker.execute(postgres`LOCK TABLE public.slow`)
    const sink = await connection.copyIn(copyInto('slow'))
    const writing = (async () => {
      for (; written < 40; written++) await sink.write(chunk)
      return sink.end()
    })()
    await sleep(300)
    expect(written).toBeLessThan(20)
    await locker.execute(postgres`COMMIT; BEGIN`)
    expect(await writing).toBe(40n)
  })
})

test('a bad row is told with its line, and the connection stays usable', async () => {
  const connection = await connect()
  await connection.execute(postgres`CREATE TABLE public.strict (a int)`)
  const sink = await connection.copyIn(copyInto('strict'), { object: 'strict' })
  const copying = (async () => {
    await sink.write(Buffer.from('1\nx\n'))
    for (let i = 0; i < 100; i++) await sink.write(Buffer.alloc(100_000, '2\n'))
    return sink.end()
  })()
  await expect(copying).rejects.toMatchObject({
    code: 'TARGET_FAILED',
    message: expect.stringMatching(/^strict: .*"x".*COPY strict, line 2.*22P02/),
  })
  await expect(sink.write(Buffer.from('3\n'))).rejects.toThrow('"x"')
  await sink.abort()
  expect(await selectValue(connection, '(SELECT count(*) FROM public.strict)')).toBe(0n)
})

test('a wrong statement is told by the first write', async () => {
  const connection = await connect()
  const sink = await connection.copyIn(copyInto('no_such_table'))
  await expect(sink.write(Buffer.from('1\n')).then(() => sink.end())).rejects.toThrow('no_such_table')
  expect(await selectValue(connection, '1')).toBe(1)
})

test('given up leaves no row', async () => {
  const connection = await connect()
  await connection.execute(postgres`CREATE TABLE public.given_up (a int)`)
  const sink = await connection.copyIn(copyInto('given_up'))
  await sink.write(Buffer.from('1\n2\n'))
  await sink.abort()
  await expect(sink.end()).rejects.toThrow('given up')
  expect(await selectValue(connection, '(SELECT count(*) FROM public.given_up)')).toBe(0n)
})

test('left open by a transaction that fails does not hold up its end', async () => {
  const connection = await connect()
  await connection.execute(postgres`CREATE TABLE public.left_open (a int)`)
  const failing = connection.transaction(async () => {
    const sink = await connection.copyIn(copyInto('left_open'))
    await sink.write(Buffer.from('1\n'))
    throw new Error('the source failed')
  })
  await expect(failing).rejects.toThrow('the source failed')
  expect(await selectValue(connection, '(SELECT count(*) FROM public.left_open)')).toBe(0n)
})
