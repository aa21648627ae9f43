// Getting in: encryption as sslmode asks, several hosts and addresses, and every way to be turned away,
// each against a real server or a real socket.

import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Sqlite2pgError } from '../../../src/model/errors.ts'
import { TargetConnection } from '../../../src/postgres/connection.ts'
import { parseTarget } from '../../../src/postgres/target/parse-target.ts'
import { postgres } from '../../../src/sql/text.ts'
import { unusedPort } from '../../server/unused-port.ts'
import { hasOpenssl, type SecuredServer, startSecuredServer } from '../secured-server.ts'

async function connect(url: string): Promise<TargetConnection> {
  const connection = await TargetConnection.connect(parseTarget({ url }))
  onTestFinished(() => connection.close())
  return connection
}

async function refusal(url: string): Promise<Sqlite2pgError> {
  const error: unknown = await connect(url).catch((thrown: unknown) => thrown)
  if (!(error instanceof Sqlite2pgError)) throw new Error('let in')
  expect(`${error.message} ${error.hint}`).not.toContain('s3cret')
  return error
}

async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer(onConnection)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('no server', () => {
  test('a port nobody listens on is TARGET_REFUSED, with how to look', async () => {
    const port = await unusedPort()
    expect(await refusal(`postgres://u:s3cret@127.0.0.1:${port}/d`)).toMatchObject({
      code: 'TARGET_REFUSED',
      message: `127.0.0.1:${port} refused the connection`,
      hint: expect.stringContaining(`pg_isready --host=127.0.0.1 --port=${port}`),
    })
  })

  test('a socket that is not there is TARGET_REFUSED', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-socket-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    expect(await refusal(`postgresql:///d?host=${folder}&user=u`)).toMatchObject({
      code: 'TARGET_REFUSED',
      message: `no server listens on the socket ${folder}/.s.PGSQL.5432`,
    })
  })

  test('a name that does not exist is TARGET_HOST_UNKNOWN', async () => {
    expect(await refusal('postgres://u:s3cret@no-such-host.invalid/d')).toMatchObject({
      code: 'TARGET_HOST_UNKNOWN',
      message: 'the host name "no-such-host.invalid" is unknown',
    })
  })

  test('a server that never answers is TARGET_TIMEOUT after connect_timeout', async () => {
    const port = await listen(() => undefined)
    const started = Date.now()
    expect((await refusal(`postgres://u:s3cret@127.0.0.1:${port}/d?connect_timeout=1`)).code).toBe(
      'TARGET_TIMEOUT',
    )
    expect(Date.now() - started).toBeLessThan(2500)
  })

  test('a server of another kind that hangs up is TARGET_REFUSED', async () => {
    const port = await listen(socket => socket.destroy())
    expect(await refusal(`postgres://u:s3cret@127.0.0.1:${port}/d?sslmode=disable`)).toMatchObject({
      code: 'TARGET_REFUSED',
      message: expect.stringContaining('closed the connection'),
    })
  })

  test('a signal ends waiting for a server that never answers', async () => {
    const port = await listen(() => undefined)
    const settings = parseTarget({ url: `postgres://u@127.0.0.1:${port}/d` })
    const connecting = TargetConnection.connect(settings, { signal: AbortSignal.timeout(100) })
    await expect(connecting).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })
})

describe.skipIf(!hasOpenssl())('a server with encryption and rules', () => {
  let server: SecuredServer
  beforeAll(async () => {
    server = await startSecuredServer()
  })
  afterAll(() => server.stop())

  const at = (user: string, query = '', host = '127.0.0.1'): string =>
    `postgres://${user}:s3cret@${host}:${server.port}/postgres${query}`

  test('by default the connection is encrypted, and its sslmode is obeyed', async () => {
    expect((await connect(at('trusted'))).tls).not.toBeNull()
    expect((await connect(at('trusted', '?sslmode=disable'))).tls).toBeNull()
    expect((await connect(at('trusted', '?sslmode=allow'))).tls).toBeNull()
    expect((await connect(at('trusted', '?sslmode=require'))).tls).not.toBeNull()
  })

  test('prefer falls back to plain and allow to encryption where a rule wants it', async () => {
    expect((await connect(at('plain', '?sslmode=prefer'))).tls).toBeNull()
    expect((await connect(at('encrypted', '?sslmode=allow'))).tls).not.toBeNull()
  })

  test('a rule for encrypted connections only is TARGET_TLS with sslmode=disable', async () => {
    expect(await refusal(at('encrypted', '?sslmode=disable'))).toMatchObject({
      code: 'TARGET_TLS',
      hint: expect.stringContaining('sslmode=require'),
    })
  })

  test('verify-ca wants a trusted authority', async () => {
    expect(
      (await connect(at('trusted', `?sslmode=verify-ca&sslrootcert=${server.authority}`))).tls,
    ).not.toBeNull()
    expect(await refusal(at('trusted', '?sslmode=verify-ca'))).toMatchObject({ code: 'TARGET_TLS' })
  })

  test('verify-full wants the host to be the one the certificate names', async () => {
    const query = `?sslmode=verify-full&sslrootcert=${server.authority}`
    expect((await connect(at('trusted', query, 'localhost'))).tls).not.toBeNull()
    expect((await connect(at('trusted', `${query}&hostaddr=127.0.0.1`, 'localhost'))).tls).not.toBeNull()
    expect(await refusal(at('trusted', query))).toMatchObject({
      code: 'TARGET_TLS',
      hint: expect.stringContaining('sslrootcert'),
    })
  })

  test('a certificate file that is missing is named', async () => {
    expect(await refusal(at('trusted', '?sslmode=verify-ca&sslrootcert=/no/ca.pem'))).toMatchObject({
      code: 'TARGET_TLS',
      message: expect.stringContaining('/no/ca.pem'),
    })
  })

  test('channel binding is used where it is required, and missing without encryption', async () => {
    expect((await connect(at('encrypted', '?sslmode=require&channel_binding=require'))).tls).not.toBeNull()
    expect(await refusal(at('plain', '?sslmode=disable&channel_binding=require'))).toMatchObject({
      code: 'TARGET_AUTHENTICATION',
      message: expect.stringContaining('channel binding'),
    })
  })

  test('direct negotiation works where the server knows it', async () => {
    const connection = await connect(at('trusted', '?sslmode=require&sslnegotiation=direct'))
    expect(connection.tls).not.toBeNull()
    const sleeping = connection.execute(postgres`SELECT pg_sleep(30)`)
    setTimeout(() => connection.abort(), 100)
    await expect(sleeping).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  test('an encrypted session is cancelled through encryption', async () => {
    const connection = await connect(at('encrypted', '?sslmode=require'))
    const watcher = await connect(server.url)
    const sleeping = connection.execute(postgres`SELECT pg_sleep(30)`)
    setTimeout(() => connection.abort(), 100)
    await expect(sleeping).rejects.toMatchObject({ code: 'INTERRUPTED' })
    await watcher.execute(postgres`SELECT pg_sleep(0.1)`)
    const left = await watcher.rows(postgres`SELECT 1 FROM pg_stat_activity WHERE usename = 'encrypted'`)
    expect(left).toEqual([])
  })

  test('a wrong password is TARGET_AUTHENTICATION', async () => {
    const url = at('postgres').replace('s3cret', 'wrong')
    expect(await refusal(url)).toMatchObject({
      code: 'TARGET_AUTHENTICATION',
      message: expect.stringContaining('"postgres"'),
    })
  })

  test('no password where one is wanted is TARGET_AUTHENTICATION', async () => {
    expect(await refusal(at('postgres').replace(':s3cret', ''))).toMatchObject({
      code: 'TARGET_AUTHENTICATION',
      message: expect.stringContaining('none was given'),
      hint: expect.stringContaining('PGPASSWORD'),
    })
  })

  test('a role that does not exist is TARGET_NO_ROLE, with the createuser line', async () => {
    expect(await refusal(at('nobody_here'))).toMatchObject({
      code: 'TARGET_NO_ROLE',
      hint: expect.stringContaining(
        `createuser --host=127.0.0.1 --port=${server.port} --username=postgres --pwprompt nobody_here`,
      ),
    })
  })

  test('a database that does not exist is TARGET_NO_DATABASE, with the createdb line', async () => {
    expect(await refusal(at('trusted').replace('/postgres', '/my db'))).toMatchObject({
      code: 'TARGET_NO_DATABASE',
      message: `127.0.0.1:${server.port} has no database "my db"`,
      hint: `Create it: createdb --host=127.0.0.1 --port=${server.port} --username=trusted --encoding=UTF8 --template=template0 'my db'`,
    })
  })

  test('a rule that rejects is TARGET_AUTHENTICATION, with pg_hba.conf', async () => {
    const error = await refusal(at('barred'))
    expect(error).toMatchObject({
      code: 'TARGET_AUTHENTICATION',
      hint: expect.stringContaining('pg_hba.conf'),
    })
    expect(await refusal(at('stranger'))).toMatchObject({ code: 'TARGET_AUTHENTICATION' })
  })

  test('too many connections is TARGET_REFUSED', async () => {
    const admin = await connect(server.url)
    const url = at('encrypted', '?sslmode=require')
    await admin.execute(postgres`ALTER ROLE encrypted CONNECTION LIMIT 0`)
    expect(await refusal(url)).toMatchObject({
      code: 'TARGET_REFUSED',
      hint: expect.stringContaining('max_connections'),
    })
    await admin.execute(postgres`ALTER ROLE encrypted CONNECTION LIMIT -1`)
  })

  test('hosts that are down are passed over, and target_session_attrs chooses among the others', async () => {
    const down = await unusedPort()
    const hosts = `127.0.0.1:${down},127.0.0.1:${server.port}`
    const url = `postgres://trusted@${hosts}/postgres`
    expect((await connect(url)).serverVersionNumber).toBeGreaterThan(130_000)
    expect((await connect(`${url}?target_session_attrs=read-write`)).tls).not.toBeNull()
    expect((await connect(`${url}?target_session_attrs=prefer-standby`)).tls).not.toBeNull()
    expect(await refusal(`${url}?target_session_attrs=standby`)).toMatchObject({ code: 'TARGET_FAILED' })
  })
})

test('sslmode=require at a server without encryption is TARGET_TLS', async () => {
  const port = await listen(socket => socket.once('data', () => socket.write('N')))
  expect(await refusal(`postgres://u@127.0.0.1:${port}/d?sslmode=require`)).toMatchObject({
    code: 'TARGET_TLS',
    message: `127.0.0.1:${port} does not offer encrypted connections`,
  })
})
