// A port for the server: the one asked for, else the one it had last time (so that a noted URL stays true),
// else any that is free now. Between our look and the server's own bind another program may take it: the
// caller starts again with another then.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { ServerHome } from './server-home.ts'

/** A port of 127.0.0.1 that is free, or `wanted` as it is. */
export async function choosePort(home: ServerHome, wanted?: number): Promise<number> {
  if (wanted !== undefined) return wanted
  const last = Number(await readFile(home.port, 'utf8').catch(() => 0))
  const isUsable = Number.isInteger(last) && last > 0 && last < 65_536
  return (isUsable ? await bindOnce(last) : null) ?? (await bindOnce(0)) ?? 0
}

async function bindOnce(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const bound = server.address()
      server.close(() => resolve(bound !== null && typeof bound === 'object' ? bound.port : null))
    })
  })
}
