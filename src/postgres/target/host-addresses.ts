// Every address of a host, in the system's order. They are tried one by one with the full time limit each:
// Node's own racing gives an address a quarter of a second, which a far server does not meet.
import { lookup } from 'node:dns/promises'
import type { TargetHost } from '../connect/connection-settings.ts'

/** IP addresses of the host, or the directory of its socket; fails with the resolver's error. */
export async function hostAddresses({ host, address }: TargetHost): Promise<readonly string[]> {
  if (address !== null) return [address]
  if (host.startsWith('/')) return [host]
  const found = await lookup(host, { all: true, order: 'verbatim' })
  return found.map(entry => entry.address)
}
