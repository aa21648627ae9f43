// A small connection pooler that works as pgbouncer does: it lets clients in by itself, tells them a process
// number of its own, and lends one of its server connections for a transaction or for the whole session.
// https://www.postgresql.org/docs/current/protocol-message-formats.html
import { type AddressInfo, createServer, type Socket } from 'node:net'
import pg from 'pg'

export interface SmallPooler {
  /** The server's URL with the pooler's port. */
  readonly url: string
  close(): void
}

const SSL_REQUEST = 80_877_103
const CANCEL_REQUEST = 80_877_102

interface Backend {
  readonly socket: Socket
}

class Pool {
  readonly #idle: Backend[] = []
  readonly #all: pg.Client[] = []
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async take(): Promise<Backend> {
    return this.#idle.pop() ?? this.#open()
  }

  give(backend: Backend): void {
    this.#idle.push(backend)
  }

  close(): void {
    for (const client of this.#all) client.connection.stream.destroy()
  }

  /** The driver logs in; from then on the bytes are ours. */
  async #open(): Promise<Backend> {
    const client = new pg.Client({ connectionString: this.#url })
    client.on('error', () => undefined)
    await client.connect()
    this.#all.push(client)
    const socket = client.connection.stream as Socket
    socket.removeAllListeners('data')
    return { socket }
  }
}

export async function startSmallPooler(
  serverUrl: string,
  mode: 'transaction' | 'session',
): Promise<SmallPooler> {
  const pool = new Pool(serverUrl)
  const version = await serverVersion(serverUrl)
  const server = createServer(socket => serve(socket, pool, mode, version))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(serverUrl)
  url.port = String((server.address() as AddressInfo).port)
  const close = () => {
    pool.close()
    server.close()
  }
  return { url: url.href, close }
}

async function serverVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version')
  await client.end()
  return rows[0]?.server_version ?? ''
}

function serve(socket: Socket, pool: Pool, mode: 'transaction' | 'session', version: string): void {
  let welcomed = false
  let backend: Promise<Backend> | null = null
  const relay = (data: Buffer): void => {
    socket.write(data)
    if (mode === 'transaction' && endsIdle(data)) release()
  }
  const release = (): void => {
    const lent = backend
    backend = null
    void lent?.then(used => {
      used.socket.removeAllListeners('data')
      pool.give(used)
    })
  }
  socket.on('error', () => undefined)
  socket.on('close', release)
  socket.on('data', async data => {
    if (!welcomed) {
      welcomed = welcome(socket, data, version)
      return
    }
    if (data[0] === 0x58) return
    if (backend === null) {
      backend = pool.take()
      const { socket: own } = await backend
      own.on('data', relay)
    }
    ;(await backend).socket.write(data)
  })
}

/** ReadyForQuery with the status `idle` is the last message of an answer. */
function endsIdle(data: Buffer): boolean {
  return data.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]))
}

function welcome(socket: Socket, data: Buffer, version: string): boolean {
  const code = data.readInt32BE(4)
  if (code === CANCEL_REQUEST) socket.destroy()
  if (code === SSL_REQUEST) socket.write('N')
  if (code === CANCEL_REQUEST || code === SSL_REQUEST) return false
  const key = Buffer.from([0, 0, 0, 1, 0, 0, 0, 2])
  socket.write(
    Buffer.concat([
      message('R', Buffer.alloc(4)),
      message('S', Buffer.from(`server_version\0${version}\0`)),
      message('K', key),
      message('Z', Buffer.from('I')),
    ]),
  )
  return true
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}
