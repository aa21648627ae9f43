// Asks the server to stop what a session is doing: a message of 16 bytes on a connection of its own, which
// the server closes without an answer. Encrypted if the session is.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Dialed } from './connect/dial.ts'

const CANCEL_REQUEST = 80_877_102
const SSL_REQUEST = 80_877_103

/** Ends when the server has taken the request, cannot be reached, or the time is up; never fails. */
export function requestCancel(dialed: Dialed, timeoutMs: number): Promise<void> {
  const { processID, secretKey } = dialed.client
  if (processID === null || secretKey === null) return Promise.resolve()
  const request = message(CANCEL_REQUEST, processID, secretKey)
  return new Promise(resolve => {
    const socket = openSocket(dialed)
    const done = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve()
    }
    const timer = setTimeout(done, timeoutMs)
    socket.once('close', done).once('error', done)
    socket.once('connect', () => send(dialed, socket, request, done))
  })
}

function openSocket({ place }: Dialed): Socket {
  const { address, port } = place
  return address.startsWith('/') ? connect(`${address}/.s.PGSQL.${port}`) : connect(port, address)
}

function send({ tls }: Dialed, socket: Socket, request: Buffer, done: () => void): void {
  if (tls === null) {
    socket.resume().write(request)
    return
  }
  const encrypt = (alpn: readonly string[]) => {
    const options = { ...tls.options, socket, ...(alpn.length > 0 ? { ALPNProtocols: [...alpn] } : {}) }
    const encrypted = connectTls(options, () => encrypted.resume().write(request))
    encrypted.once('error', done).once('close', done)
  }
  if (tls.negotiation === 'direct') {
    encrypt(['postgresql'])
    return
  }
  socket.once('data', answer => (answer.toString('latin1') === 'S' ? encrypt([]) : done()))
  socket.write(message(SSL_REQUEST))
}

function message(...words: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 + words.length * 4)
  buffer.writeInt32BE(buffer.length)
  words.forEach((word, i) => {
    buffer.writeInt32BE(word, 4 + i * 4)
  })
  return buffer
}
