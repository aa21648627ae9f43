// The settings that building statements get: more memory on a server that has it, never less than was given.
import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { buildSettings, memoryFor } from '../../src/postgres/build-settings.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { query, withDatabase } from '../server/database.ts'

const MB = 1024n * 1024n
const database = await withDatabase()
const role = `builder_${randomBytes(4).toString('hex')}`
await query(database.url, `CREATE ROLE ${role} LOGIN PASSWORD 'x'`)
afterAll(async () => {
  await query(database.url, `DROP ROLE ${role}`)
  await database.drop()
})

async function settingsOf(sharedBuffersBytes: bigint, connections: number) {
  const url = new URL(database.url)
  url.username = role
  url.password = 'x'
  const connection = await TargetConnection.connect(parseTarget({ url: url.href }))
  try {
    const settings = await buildSettings(connection, sharedBuffersBytes, connections)
    return Object.fromEntries(settings.map(({ name, value }) => [name, value]))
  } finally {
    await connection.close()
  }
}

test('all connections together get twice the shared buffers, each at most 1 GB', () => {
  expect(memoryFor(128n * MB, 1)).toBe(256n * MB)
  expect(memoryFor(128n * MB, 2)).toBe(128n * MB)
  expect(memoryFor(16_384n * MB, 4)).toBe(1024n * MB)
})

test('an ordinary role may set them', async () => {
  expect(await settingsOf(1024n * MB, 2)).toEqual({
    synchronous_commit: 'off',
    maintenance_work_mem: '1048576kB',
  })
})

test('memory is never less than what the role was given', async () => {
  await query(database.url, `ALTER ROLE ${role} SET maintenance_work_mem = '600MB'`)
  expect(await settingsOf(256n * MB, 1)).toEqual({ synchronous_commit: 'off' })
})
