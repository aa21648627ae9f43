// SIGKILL during a refresh: afterwards the old tables are live or the new ones, with the policies on them and the view
// that reads them, and the next refresh goes through. SQLITE2PG_TEST_SEED repeats the moments.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { seedRandom } from '../../fixtures/random.ts'
import { newPath } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'
import { privateSchemas, untilAlone } from './live-schema.ts'
import { runProgram, startProgram } from './program.ts'

const seed = Number(process.env['SQLITE2PG_TEST_SEED'] ?? Date.now() % 1_000_000)
const random = seedRandom(seed)
console.log(`moments of the kills: SQLITE2PG_TEST_SEED=${seed}`)

const [small, large] = [newPath('small.db'), newPath('large.db')]
generateTodoDatabase(small, { users: 50, tasks: 400, patterns: 20, seed: 7 })
generateTodoDatabase(large, { users: 500, tasks: 4000, patterns: 100 })

const STATE = `SELECT (SELECT count(*) FROM tasks)::int AS tasks, (SELECT count(*) FROM users)::int AS users,
  (SELECT n FROM mine)::int AS mine, (SELECT count(*) FROM pg_policies WHERE schemaname = 'public' AND tablename = 'tasks')::int AS policies,
  (SELECT relrowsecurity FROM pg_class WHERE oid = 'public.tasks'::regclass) AS security`

test('a refresh killed at any of 7 moments leaves the old state or the whole new one, and the next goes through', {
  timeout: 120_000,
}, async () => {
  const database = await withDatabase()
  const refreshing = (path: string) => ['refresh', '-s', path, '-p', database.url]
  const succeed = async (path: string) => {
    const { exitCode, stderr, durationMs } = await runProgram(refreshing(path))
    expect(exitCode, stderr).toBe(0)
    return durationMs
  }
  await succeed(small)
  await query(
    database.url,
    `CREATE VIEW mine AS SELECT count(*) AS n FROM tasks; CREATE POLICY p ON tasks USING (true); ALTER TABLE tasks ENABLE ROW LEVEL SECURITY`,
  )
  const state = async () => (await query(database.url, STATE))[0]
  const old = await state()
  const durationMs = await succeed(large)
  const fresh = await state()
  expect(fresh).toEqual({ tasks: 4000, users: 500, mine: 4000, policies: 1, security: true })
  await succeed(small)
  for (let i = 0; i < 7; i++) {
    const waitMs = ((i + random.fraction()) / 7) * durationMs
    const program = startProgram(refreshing(large))
    await pause(waitMs)
    await program.stop('SIGKILL')
    await untilAlone(database.url)
    const left = await state()
    expect([old, fresh], `killed after ${waitMs} ms`).toContainEqual(left)
    await succeed(large)
    expect(await state()).toEqual(fresh)
    await succeed(small)
    expect(await state()).toEqual(old)
    expect(await privateSchemas(database.url, 'run')).toEqual([])
  }
  await database.drop()
})
