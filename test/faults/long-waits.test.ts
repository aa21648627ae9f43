// Publishing over tables that others are reading: it waits in short turns, so that nobody who only wants to read
// queues behind it for long, and goes through when they have let go.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { newPath } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'
import { privateSchemas, schemaContents } from './live-schema.ts'
import { runProgram, startProgram } from './program.ts'

const database = await withDatabase()
afterAll(() => database.drop())

const old = newPath('old.db')
generateTodoDatabase(old, { users: 5, tasks: 23, patterns: 3 })
const fresh = newPath('fresh.db')
generateTodoDatabase(fresh, { users: 8, tasks: 50, patterns: 4 })

const TABLES = ['users', 'recurring_patterns', 'tasks']
const replacing = (path: string) => [
  'migrate',
  ...['-s', path, '-p', database.url],
  ...['--force-recreate', '--yes'],
]

async function openSession(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

/** A transaction that has read a table and is not over: it holds the weakest lock there is. */
async function holdOn(table: string): Promise<() => Promise<void>> {
  const client = await openSession()
  await client.query(`BEGIN; SELECT 1 FROM ${table}`)
  return async () => {
    await client.query('COMMIT')
  }
}

const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LOCK TABLE%' AND wait_event_type = 'Lock'`

async function untilWaiting(): Promise<void> {
  while ((await query(database.url, waiting)).length === 0) await pause(10)
}

/** Reads the table again and again; the longest time a read took, and the rows it saw. */
async function readOnAndOn(
  table: string,
  isOver: () => boolean,
): Promise<{ longestMs: number; counts: Set<number> }> {
  const client = await openSession()
  const counts = new Set<number>()
  let longestMs = 0
  while (!isOver()) {
    const startedMs = performance.now()
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)
    longestMs = Math.max(longestMs, performance.now() - startedMs)
    for (const { count } of rows) counts.add(count)
    await pause(20)
  }
  return { longestMs, counts }
}

test('while others hold on to two of the tables readers wait two seconds at most, and the run succeeds at last', async () => {
  expect(await runProgram(replacing(old))).toMatchObject({ exitCode: 0 })
  const letGo = [await holdOn('recurring_patterns'), await holdOn('tasks')]
  const program = startProgram(replacing(fresh))
  await untilWaiting()
  const state = { over: false }
  const readers = TABLES.map(table => readOnAndOn(table, () => state.over))
  // Released one after the other, each late in a turn: a limit for each lock would add up for the first table.
  await pause(4000)
  await untilWaiting()
  await pause(1500)
  await letGo[0]?.()
  await pause(2500)
  await letGo[1]?.()
  const { exitCode, stderr } = await program.ended
  expect(exitCode, stderr).toBe(0)
  await pause(100)
  state.over = true
  const seen = await Promise.all(readers)
  for (const { longestMs } of seen) expect(longestMs).toBeLessThan(2600)
  expect(seen.map(({ counts }) => [...counts])).toEqual([
    [5, 8],
    [3, 4],
    [23, 50],
  ])
})

test('a wait that is interrupted changes nothing', async () => {
  const before = await schemaContents(database.url, 'public')
  const letGo = await holdOn('tasks')
  const program = startProgram(replacing(old))
  await untilWaiting()
  const { exitCode, stderr, durationMs } = await program.stop('SIGINT')
  expect(exitCode, stderr).toBe(130)
  expect(durationMs).toBeLessThan(2000)
  await letGo()
  expect(await schemaContents(database.url, 'public')).toEqual(before)
  expect(await privateSchemas(database.url, 'run')).toEqual([])
})

// Schemas of earlier replaced tables are dropped after publishing: whoever reads one delays nobody.
test('a reader of tables that an earlier run replaced does not keep the next from succeeding', async () => {
  const [earlier] = await privateSchemas(database.url, 'replaced')
  const letGo = await holdOn(`${earlier}.tasks`)
  const { exitCode, stderr } = await runProgram(replacing(old))
  expect(exitCode, stderr).toBe(0)
  expect(await query(database.url, 'SELECT count(*)::int AS count FROM tasks')).toEqual([{ count: 23 }])
  await letGo()
  expect(await privateSchemas(database.url, 'replaced')).toHaveLength(2)
  expect(await runProgram(replacing(fresh))).toMatchObject({ exitCode: 0 })
  expect(await privateSchemas(database.url, 'replaced')).toHaveLength(1)
})
