// A relay between the command line and a real server, which can end every connection at the one moment that
// no other means can hit: when a COMMIT has been sent and is not yet answered.
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { listenInstead } from './listen-instead.ts'

export interface Relay {
  readonly url: string
  /** True once the moment has come. */
  readonly hasStruck: boolean
}

export interface Strike {
  /** What the client must have sent before, on the same connection. */
  readonly after: RegExp
  /** The message whose answer never comes. */
  readonly message: RegExp
  /** Whether the server still gets it. */
  readonly passedOn: boolean
  /** `cut` ends the connection; `silent` leaves it open; `gone` also refuses every later one. */
  readonly afterwards: 'cut' | 'silent' | 'gone'
}

const SOON_MS = 50

export async function startRelay(serverUrl: string, strike: Strike): Promise<Relay> {
  const { port, hostname } = new URL(serverUrl)
  const open = new Set<Socket>()
  const relay = { url: '', hasStruck: false }
  const server = createServer(near => {
    const far = connect(Number(port), hostname)
    for (const socket of [near, far]) open.add(socket.on('error', () => undefined))
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    far.on('data', data => near.write(data))
    let armed = false
    near.on('data', data => {
      const text = data.toString('latin1')
      const struck = armed && !relay.hasStruck && strike.message.test(text)
      armed ||= strike.after.test(text)
      if (!struck || strike.passedOn) far.write(data)
      if (!struck) return
      relay.hasStruck = true
      far.removeAllListeners('data').resume()
      if (strike.afterwards === 'gone') server.close()
      if (strike.afterwards !== 'silent') setTimeout(() => near.destroy(), SOON_MS)
    })
  })
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  relay.url = await listenInstead(server, serverUrl)
  return relay
}
