// Readers of a schema that is refreshed again and again: they see whole states, get no error, and never wait for long.
import Database from 'better-sqlite3'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { refresh } from '../../src/index.ts'
import { query, type TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { sourceFile } from './workplace.ts'

const LIMIT_MS = 2000
const path = sourceFile(`CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), state INTEGER);`)

/** Every state has its own number of rows in both tables. */
function writeState(state: number): void {
  const file = new Database(path)
  file.exec(`DELETE FROM tasks; DELETE FROM users;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${100 + state}) INSERT INTO users SELECT i, 'u' FROM n;
    INSERT INTO tasks SELECT id * 2, id, ${state} FROM users UNION ALL SELECT id * 2 + 1, id, ${state} FROM users;`)
  file.close()
}

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

async function openSession(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

const WHOLE = `SELECT (SELECT count(*) FROM users)::int AS users, (SELECT count(*) FROM tasks)::int AS tasks,
  (SELECT count(DISTINCT state) FROM tasks)::int AS states, (SELECT max(state) FROM tasks) AS state, (SELECT n FROM reporting.sums)::int AS sum`

interface Seen {
  longestMs: number
  readonly states: Set<number>
  readonly odd: unknown[]
}

/** Reads until it is told to stop, or the test ends. */
async function readOn(isOver: () => boolean): Promise<Seen> {
  const client = await openSession()
  let isClosed = false
  client.on('end', () => {
    isClosed = true
  })
  const seen: Seen = { longestMs: 0, states: new Set(), odd: [] }
  while (!isOver() && !isClosed) {
    const startedMs = performance.now()
    try {
      const { rows } = await client.query(WHOLE)
      const { users, tasks, states, state, sum } = rows[0]
      seen.states.add(Number(state))
      if (users !== 100 + Number(state) || tasks !== 2 * users || states !== 1 || sum !== tasks)
        seen.odd.push(rows[0])
    } catch (error) {
      seen.odd.push((error as Error).message)
    }
    seen.longestMs = Math.max(seen.longestMs, performance.now() - startedMs)
  }
  return seen
}

async function prepare(): Promise<void> {
  writeState(0)
  expect((await refresh({ sqlitePath: path, url: database.url })).error).toBeNull()
  await query(
    database.url,
    'CREATE SCHEMA reporting; CREATE VIEW reporting.sums AS SELECT count(*) AS n FROM tasks JOIN users ON users.id = user_id',
  )
}

test('a reader that counts rows in a loop during 20 refreshes sees only whole states and waits less than two seconds', {
  timeout: 120_000,
}, async () => {
  await prepare()
  const state = { over: false }
  const readers = [readOn(() => state.over), readOn(() => state.over)]
  for (let i = 1; i <= 20; i++) {
    writeState(i)
    expect((await refresh({ sqlitePath: path, url: database.url })).error).toBeNull()
  }
  state.over = true
  for (const seen of await Promise.all(readers)) {
    expect(seen.odd).toEqual([])
    expect(seen.states.size).toBeGreaterThan(15)
    expect(seen.longestMs).toBeLessThan(LIMIT_MS)
  }
})

test('while a long transaction holds a table, or takes the tables in another order, nobody else waits long or is ended', {
  timeout: 60_000,
}, async () => {
  await prepare()
  const holder = await openSession()
  await holder.query('BEGIN; SELECT count(*) FROM users')
  const state = { over: false }
  const reader = readOn(() => state.over)
  writeState(1)
  const running = refresh({ sqlitePath: path, url: database.url })
  const until = performance.now() + 4000
  while (performance.now() < until) {
    await holder.query('SELECT count(*) FROM reporting.sums')
    await holder.query('SELECT count(*) FROM tasks')
  }
  await holder.query('COMMIT')
  expect((await running).error).toBeNull()
  state.over = true
  const seen = await reader
  expect(seen.odd).toEqual([])
  expect(seen.states).toEqual(new Set([0, 1]))
  expect(seen.longestMs).toBeLessThan(LIMIT_MS)
})
