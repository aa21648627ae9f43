// A port of 127.0.0.1 on which nobody listens, for a server of a test or for its absence.
import { type AddressInfo, createServer } from 'node:net'

export async function unusedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}
