// The tests' own ground: a database of its own on the server of the run, gone when dropped.
import { expect, test } from 'vitest'
import { query, withDatabase } from './database.ts'

test('a test database is empty, UTF-8 and removed with its sessions', async () => {
  const database = await withDatabase()
  const [row] = await query(
    database.url,
    `SELECT current_database() AS name, current_setting('server_encoding') AS encoding,
      (SELECT count(*)::int FROM pg_tables WHERE schemaname = 'public') AS tables`,
  )
  expect(row).toEqual({ name: database.name, encoding: 'UTF8', tables: 0 })
  await database.drop()
  await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' })
})

test('a test database can have another encoding', async () => {
  const database = await withDatabase({
    encoding: 'LATIN1',
  })
  const rows = await query(database.url, 'SHOW server_encoding')
  expect(rows).toEqual([{ server_encoding: 'LATIN1' }])
  await database.drop()
})
