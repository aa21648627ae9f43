// The places a target names, in the order they are tried: host, hostaddr and port are lists of equal length,
// or one port serves all hosts. Without a host, a local server's socket is used, as libpq does.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS
import { existsSync } from 'node:fs'
import { isIP } from 'node:net'
import type { TargetHost } from '../connect/connection-settings.ts'
import { badTarget } from '../errors/bad-target.ts'
import type { TargetParameters } from './parameters.ts'

const DEFAULT_PORT = 5432
const SOCKET_DIRECTORIES: readonly string[] = ['/var/run/postgresql', '/tmp']

export type HostPlace = Omit<TargetHost, 'password'>

export function targetHosts(parameters: TargetParameters): readonly HostPlace[] {
  const hosts = splitList(parameters['host'])
  const addresses = splitList(parameters['hostaddr'])
  const ports = splitList(parameters['port'])
  const count = Math.max(hosts.length, addresses.length, 1)
  checkCounts({ hosts: hosts.length, addresses: addresses.length, ports: ports.length, count })
  return Array.from({ length: count }, (_, i) =>
    hostPlace(hosts[i] ?? '', addresses[i] ?? '', ports.length === 1 ? ports[0] : ports[i]),
  )
}

const splitList = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : text.split(',').map(item => item.trim())

function checkCounts(sizes: Record<'hosts' | 'addresses' | 'ports' | 'count', number>): void {
  const { hosts, addresses, ports, count } = sizes
  if (hosts > 0 && addresses > 0 && hosts !== addresses) {
    throw badTarget(
      `the target names ${hosts} hosts and ${addresses} addresses`,
      'Give one hostaddr for each host.',
    )
  }
  if (ports > 1 && ports !== count) {
    throw badTarget(
      `the target names ${count} hosts and ${ports} ports`,
      'Give one port for all hosts or one for each.',
    )
  }
}

function noHostName(): Error {
  return badTarget(
    'the host of the target holds a character that no host name has',
    "In keyword=value form an empty value is written host=''; in a URL, @ in a password is written %40.",
  )
}

function hostPlace(name: string, address: string, portText: string | undefined): HostPlace {
  const withPort = /^([^:/]+):(\d+)$/.exec(name)
  const port = portNumber(withPort?.[2] ?? portText)
  const host = withPort?.[1] ?? name
  if (!host.startsWith('/') && /[\s='"@]/.test(host)) throw noHostName()
  return { host: host || address || defaultHost(port), address: checkedAddress(address), port }
}

function portNumber(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_PORT
  const port = /^\d+$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return port
  throw badTarget(
    'the port of the target is not a number from 1 to 65535',
    'PostgreSQL listens on 5432 unless told otherwise.',
  )
}

function checkedAddress(address: string): string | null {
  if (address === '') return null
  if (isIP(address) !== 0) return address
  throw badTarget('hostaddr of the target is not an IP address', 'Give the name as host instead.')
}

function defaultHost(port: number): string {
  return SOCKET_DIRECTORIES.find(directory => existsSync(`${directory}/.s.PGSQL.${port}`)) ?? 'localhost'
}
