// Two runs at once: on one schema the second one gives way, in different schemas they do not notice each other.
// What a dead run has left is no reason to give way.
import { afterAll, expect, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { newPath } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'
import { privateSchemas, schemaContents } from './live-schema.ts'
import { runProgram, startProgram } from './program.ts'

const database = await withDatabase()
afterAll(() => database.drop())

const source = newPath('todo.db')
generateTodoDatabase(source, { users: 2000, tasks: 50_000, patterns: 500 })
const small = newPath('small.db')
generateTodoDatabase(small, { users: 5, tasks: 23, patterns: 3 })

const into = (schema: string, path = source) => [
  'migrate',
  '-s',
  path,
  '-p',
  database.url,
  '--schema',
  schema,
]

async function succeed(argv: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runProgram(argv)
  expect(exitCode, stderr).toBe(0)
}

// The first one is held still while the second looks, so that it is alive and not done.
test('a second run on the same schema is TARGET_BUSY and names the first, which goes on unharmed', async () => {
  const first = startProgram(into('contested'))
  await first.said(/^tables: /m)
  first.child.kill('SIGSTOP')
  const [session] = await query(
    database.url,
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlite2pg'`,
  )
  const { exitCode, stdout, stderr } = await runProgram([...into('contested', small), '--json'])
  first.child.kill('SIGCONT')
  expect(exitCode, stderr).toBe(4)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'TARGET_BUSY' } })
  expect(stderr).toContain('another run of sqlite2pg is at work on schema contested')
  expect(stderr).toContain(`server process ${session?.['pid']}, connected since`)
  expect(stderr).toContain(`pg_terminate_backend(${session?.['pid']})`)
  const ended = await first.ended
  expect(ended.exitCode, ended.stderr).toBe(0)
  expect(await query(database.url, 'SELECT count(*)::int AS count FROM contested.tasks')).toEqual([
    { count: 50_000 },
  ])
  expect(await privateSchemas(database.url, 'run')).toEqual([])
})

test('a run right after a killed one clears away what that one left, and only that', async () => {
  const other = startProgram(into('other'))
  await other.said(/^tables: /m)
  await other.stop('SIGKILL')
  const [ofOther] = await privateSchemas(database.url, 'run')
  const dead = startProgram(into('revived'))
  await dead.said(/^tables: /m)
  await dead.stop('SIGKILL')
  expect(await privateSchemas(database.url, 'run')).toHaveLength(2)
  await succeed(into('revived', small))
  expect(await privateSchemas(database.url, 'run')).toEqual([ofOther])
  await succeed(into('other', small))
  expect(await privateSchemas(database.url, 'run')).toEqual([])
})

test('a schema that only looks like ours is not cleared away', async () => {
  await query(database.url, 'CREATE SCHEMA sqlite2pg_run_of_somebody')
  await succeed(into('careful', small))
  expect(await privateSchemas(database.url, 'run')).toEqual(['sqlite2pg_run_of_somebody'])
  await query(database.url, 'DROP SCHEMA sqlite2pg_run_of_somebody')
})

test('two runs into different schemas at once both succeed', async () => {
  await Promise.all([succeed(into('left_hand')), succeed(into('right_hand'))])
  const [left, right] = [
    await schemaContents(database.url, 'left_hand'),
    await schemaContents(database.url, 'right_hand'),
  ]
  expect(left.relations).toHaveLength(6)
  expect(JSON.stringify(right).replaceAll('right_hand', 'left_hand')).toBe(JSON.stringify(left))
})
