// Building over several connections of a real server, each statement of a random length.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApplyOptions, applyStatements } from '../../src/apply/apply-statements.ts'
import { countLanes, withLanes } from '../../src/apply/lanes.ts'
import type { BuildStatement } from '../../src/model/build-statement.ts'
import { plainStatement } from '../../src/plan/target/build-statement.ts'
import { biggestFirst } from '../../src/plan/target/schedule.ts'
import type { TargetConnection } from '../../src/postgres/connection.ts'
import { type PostgresSql, postgres } from '../../src/sql/text.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { bareTables, builtThings, circle, connectTo, countSessions, dawdling } from './lane-ground.ts'

let database: TestDatabase
let connection: TargetConnection

beforeAll(async () => {
  database = await withDatabase()
  connection = await connectTo(database.url)
})
afterAll(async () => {
  await connection.close()
  await database.drop()
})

const SILENT: ApplyOptions = { settings: [], onStart: () => {}, onEnd: () => {} }

const one = (object: string, sql: PostgresSql): BuildStatement => plainStatement('keys', object, '', sql)
const sleep = (object: string): BuildStatement => one(object, postgres`SELECT pg_catalog.pg_sleep(30)`)

test('tables that refer to each other in circles come out the same over one connection and over four', async () => {
  const plan = circle(12)
  await applyStatements([connection], await bareTables(database.url, plan), SILENT)
  const serial = await builtThings(database.url)
  expect(serial).toHaveLength(12 * (2 + 1 + 2 + 2 + 2))
  for (let round = 0; round < 3; round++) {
    const statements = await bareTables(database.url, plan)
    const ended: BuildStatement[] = []
    const options = { ...SILENT, onEnd: (statement: BuildStatement) => void ended.push(statement) }
    await withLanes(connection, 4, lanes =>
      applyStatements(lanes.map(dawdling), biggestFirst(statements), options),
    )
    expect(await builtThings(database.url)).toEqual(serial)
    expect(ended).toHaveLength(statements.length)
  }
  await expect.poll(() => countSessions(database.url)).toBe(1)
})

test('no statement ever waits for the lock of another', async () => {
  const statements = await bareTables(database.url, circle(9))
  const settings = [{ name: 'lock_timeout', value: '1ms' }]
  await withLanes(connection, 4, lanes =>
    applyStatements(lanes.map(dawdling), biggestFirst(statements), { ...SILENT, settings }),
  )
})

test('the first failure is the one that is thrown, and the others are cancelled at once', async () => {
  const started = performance.now()
  const statements = [sleep('a'), sleep('b'), one('broken', postgres`SELECT pg_catalog.pg_sleep(0.2), 1 / 0`)]
  const failure = await withLanes(connection, 3, lanes =>
    applyStatements(lanes, statements, SILENT).catch((error: unknown) => error),
  )
  expect(failure).toMatchObject({ code: 'TARGET_FAILED' })
  expect(String(failure)).toMatch(/broken.*division by zero/)
  expect(performance.now() - started).toBeLessThan(2000)
  await expect.poll(() => countSessions(database.url)).toBe(1)
  await connection.execute(postgres`SELECT 1`)
})

test('after a failure nothing more is begun', async () => {
  const begun: string[] = []
  const options = { ...SILENT, onStart: ({ object }: BuildStatement) => void begun.push(object) }
  const statements = [one('broken', postgres`SELECT 1 / 0`), one('later', postgres`SELECT 1`)]
  await expect(applyStatements([connection], statements, options)).rejects.toThrow(/division by zero/)
  expect(begun).toEqual(['broken'])
})

test('an interruption ends all connections within a second', async () => {
  const stop = new AbortController()
  const own = await connectTo(database.url, stop.signal)
  let atMs = 0
  setTimeout(() => {
    atMs = performance.now()
    stop.abort()
  }, 300)
  const work = withLanes(own, 3, lanes =>
    applyStatements(lanes, [sleep('a'), sleep('b'), sleep('c')], SILENT),
  )
  await expect(work).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(performance.now() - atMs).toBeLessThan(1000)
  await expect.poll(() => countSessions(database.url), { timeout: 1000 }).toBe(1)
})

test('settings hold for each statement and for nothing after it', async () => {
  const settings = [{ name: 'synchronous_commit', value: 'off' }]
  const seen = one(
    'seen',
    postgres`CREATE TABLE public.seen AS SELECT pg_catalog.current_setting('synchronous_commit') AS value`,
  )
  await applyStatements([connection], [seen], { ...SILENT, settings })
  expect(await query(database.url, 'SELECT value FROM public.seen')).toEqual([{ value: 'off' }])
  const [after] = await connection.rows<{ synchronous_commit: string }>(postgres`SHOW synchronous_commit`)
  const [before] = await query(database.url, 'SHOW synchronous_commit')
  expect(after).toEqual(before)
})

test('statements that wait for each other are a fault that is told, not a standstill', async () => {
  const first = one('first', postgres`SELECT 1`)
  const second = { ...one('second', postgres`SELECT 1`), follows: [first] }
  const circular = { ...first, follows: [second] }
  const locked = { ...second, follows: [circular] }
  Object.assign(circular, { follows: [locked] })
  await expect(applyStatements([connection], [circular, locked], SILENT)).rejects.toThrow(
    /wait for each other/,
  )
})

test('a small database is no work for a second connection', () => {
  const of = (table: string, bytes: bigint): BuildStatement => ({
    ...sleep(table),
    locks: [{ table, mode: 'share' }],
    bytes,
  })
  const small = of('small', 7_000_000n)
  const large = of('large', 20_000_000n)
  expect(countLanes([], 4)).toBe(1)
  expect(countLanes([small, small, small], 4)).toBe(1)
  expect(countLanes([large], 4)).toBe(1)
  expect(countLanes([large, large, of('tiny', 5n)], 4)).toBe(2)
  expect(countLanes([large, large, large, small, small, small], 4)).toBe(4)
})

test('a server that has no room for more connections gets along with those there are', async () => {
  await query(database.url, `CREATE ROLE one_only LOGIN PASSWORD 'x' CONNECTION LIMIT 1`).catch(
    () => undefined,
  )
  const url = new URL(database.url)
  url.username = 'one_only'
  url.password = 'x'
  const only = await connectTo(url.href)
  try {
    expect(await withLanes(only, 4, async lanes => lanes.length)).toBe(1)
  } finally {
    await only.close()
    await query(database.url, 'DROP ROLE one_only')
  }
})
