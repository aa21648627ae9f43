// A network that fails between us and a real server: cut off, or silent while both ends believe it stands.
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { postgres } from '../../src/sql/text.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'

interface Relay {
  readonly url: string
  /** From now on nothing passes, and new connections get no answer. */
  freeze(): void
  /** Ends every connection. */
  cut(): void
}

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

async function startRelay(): Promise<Relay> {
  const { port, hostname } = new URL(database.url)
  const sockets: Socket[] = []
  let frozen = false
  const server = createServer(near => {
    sockets.push(near.on('error', () => undefined))
    if (frozen) return
    const far = connectSocket(Number(port), hostname)
    sockets.push(far.on('error', () => undefined))
    near.on('data', data => frozen || far.write(data)).on('close', () => far.destroy())
    far.on('data', data => frozen || near.write(data)).on('close', () => near.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(database.url)
  url.port = String((server.address() as AddressInfo).port)
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(() => {
    cut()
    server.close()
  })
  const freeze = () => {
    frozen = true
  }
  return { url: url.href, freeze, cut }
}

async function connectThrough(relay: Relay): Promise<TargetConnection> {
  const connection = await TargetConnection.connect(parseTarget({ url: relay.url }))
  onTestFinished(() => connection.close())
  return connection
}

test('a connection cut off in a statement is TARGET_LOST', async () => {
  const relay = await startRelay()
  const connection = await connectThrough(relay)
  const sleeping = connection.execute(postgres`SELECT pg_sleep(30)`)
  setTimeout(relay.cut, 100)
  await expect(sleeping).rejects.toMatchObject({ code: 'TARGET_LOST' })
})

test('a connection cut off while committing says that the outcome is open', async () => {
  const relay = await startRelay()
  const connection = await connectThrough(relay)
  const working = connection.transaction(async () => {
    relay.freeze()
    setTimeout(relay.cut, 100)
  })
  await expect(working).rejects.toMatchObject({
    code: 'TARGET_LOST',
    message: expect.stringContaining('may or may not'),
  })
})

test('abort() ends within a second although the network is silent', async () => {
  const relay = await startRelay()
  const connection = await connectThrough(relay)
  const sleeping = connection.execute(postgres`SELECT pg_sleep(30)`)
  relay.freeze()
  const started = Date.now()
  connection.abort()
  await expect(sleeping).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(Date.now() - started).toBeLessThan(1000)
})

test('close() ends although the network is silent', async () => {
  const relay = await startRelay()
  const connection = await connectThrough(relay)
  relay.freeze()
  const started = Date.now()
  await connection.close()
  expect(Date.now() - started).toBeLessThan(3000)
})
