// A role and a database that end slow statements and idle sessions after a fifth of a second, as hosted
// servers like to: none of it may end a run that takes seconds.
import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { newPath } from '../run/workplace.ts'
import { query, withDatabase } from '../server/database.ts'
import { privateSchemas } from './live-schema.ts'
import { runProgram } from './program.ts'

const LIMITS = {
  statement_timeout: '200ms',
  idle_in_transaction_session_timeout: '200ms',
  idle_session_timeout: '200ms',
  lock_timeout: '100ms',
}

const database = await withDatabase()
const role = `hasty_${randomBytes(4).toString('hex')}`
await query(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'in a hurry'`)
await query(database.url, `GRANT ALL ON DATABASE ${database.name} TO ${role}`)
await query(database.url, `GRANT ALL ON SCHEMA public TO ${role}`)
afterAll(async () => {
  await database.drop()
  await query(new URL('/postgres', database.url).href, `DROP ROLE ${role}`)
})

const hasty = new URL(database.url)
hasty.username = role
hasty.password = 'in%20a%20hurry'

const source = newPath('todo.db')
generateTodoDatabase(source, { users: 2000, tasks: 100_000, patterns: 500 })

async function limit(whom: string): Promise<void> {
  for (const [name, value] of Object.entries(LIMITS))
    await query(database.url, `ALTER ${whom} SET ${name} = '${value}'`)
}

async function expectWhole(schema: string): Promise<void> {
  const rows = await query(hasty.href, `SELECT count(*)::int AS count FROM ${schema}.tasks`)
  expect(rows).toEqual([{ count: 100_000 }])
  expect(await privateSchemas(database.url, 'run')).toEqual([])
}

test('limits of the role, shorter than single steps of the run, do not end it', async () => {
  await limit(`ROLE ${role}`)
  await expect(query(hasty.href, 'SELECT pg_sleep(1)')).rejects.toMatchObject({ code: '57014' })
  const run = ['-s', source, '-p', hasty.href, '--schema', 'of_role', '--json']
  const { exitCode, stdout, stderr } = await runProgram(['migrate', ...run])
  expect(exitCode, stderr).toBe(0)
  const { steps } = JSON.parse(stdout) as { steps: readonly { name: string; seconds: number }[] }
  expect(Math.max(...steps.map(({ seconds }) => seconds))).toBeGreaterThan(0.2)
  await expectWhole('of_role')
  await query(database.url, `ALTER ROLE ${role} RESET ALL`)
})

test('limits of the database do not end it either', async () => {
  await limit(`DATABASE ${database.name}`)
  const { exitCode, stderr } = await runProgram([
    'migrate',
    '-s',
    source,
    '-p',
    hasty.href,
    '--schema',
    'of_database',
  ])
  expect(exitCode, stderr).toBe(0)
  await query(database.url, `ALTER DATABASE ${database.name} RESET ALL`)
  await expectWhole('of_database')
})
