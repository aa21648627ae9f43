// What stands in for a server: a port of its own, and the server's URL with that port.
import type { AddressInfo, Server } from 'node:net'

export async function listenInstead(server: Server, serverUrl: string): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(serverUrl)
  url.port = String((server.address() as AddressInfo).port)
  return url.href
}
