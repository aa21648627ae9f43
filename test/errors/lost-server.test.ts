// A server that is lost in the middle of a run: the run says so, publishes nothing, and the next one goes
// through and leaves nothing of the first behind.
import { createConnection, createServer } from 'node:net'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder, runProgram } from '../package/program.ts'
import { query } from '../server/database.ts'
import { type OwnedDatabase, withOwnedDatabase } from './owned-database.ts'
import { expectRefusal } from './refusal.ts'

let database: OwnedDatabase
beforeAll(async () => {
  database = await withOwnedDatabase()
})
afterAll(() => database?.drop())

/** A way to the server that breaks as soon as `word` passes towards it. */
async function breakingAt(word: string): Promise<{ url: string; close(): void }> {
  const { hostname, port } = new URL(database.url)
  const server = createServer(near => {
    const far = createConnection(Number(port), hostname)
    const end = () => void [near.destroy(), far.destroy()]
    far.on('error', end).on('close', end).pipe(near)
    near.on('error', end).on('close', end)
    near.on('data', chunk => (chunk.includes(word) ? end() : far.write(chunk)))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(database.url)
  url.port = String((server.address() as { port: number }).port)
  return { url: `${url.href}?sslmode=disable`, close: () => void server.close() }
}

const schemas = async (): Promise<readonly unknown[]> => {
  const sql = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sqlite2pg\\_r%' ORDER BY 1"
  return (await query(database.adminUrl, sql)).map(row => row['nspname'])
}

const publicTables = () =>
  query(
    database.adminUrl,
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
  )

test.each(['COPY ', 'ADD CONSTRAINT', 'SET SCHEMA'])('lost when %s is sent', async word => {
  const folder = makeFolder()
  const file = new Database(`${folder}/todo.db`)
  file.exec("CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO tasks VALUES (1, 'a')")
  file.close()
  const way = await breakingAt(word)
  await expectRefusal(folder, ['-p', way.url, '--retry-for', '0'], {
    exit: 4,
    code: 'TARGET_LOST',
    says: /the connection to 127\.0\.0\.1:\d+ was lost$/,
    hints: /server's log.*run again/,
  })
  way.close()
  expect(await publicTables()).toEqual([])
  const again = await runProgram(folder, ['-p', database.url, '--quiet'])
  expect(again).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await publicTables()).toEqual([{ relname: 'tasks' }])
  expect(await schemas()).toEqual([])
  await query(database.adminUrl, 'DROP TABLE public.tasks')
})
