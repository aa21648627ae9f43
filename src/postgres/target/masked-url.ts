// A target for people to read. It is built from the settings and not cut from what was typed, so nothing
// secret can be left in it.
import type { ConnectionSettings } from '../connect/connection-settings.ts'

type Shown = Pick<ConnectionSettings, 'hosts' | 'user' | 'database' | 'tls'>

/** `postgresql://user:***@host:5432/database?sslmode=require`. */
export function maskedUrl({ hosts, user, database, tls }: Shown): string {
  const secret = hosts.some(({ password }) => password !== null) ? ':***' : ''
  const socket = hosts.length === 1 && hosts[0]?.host.startsWith('/') ? hosts[0] : undefined
  const places = socket === undefined ? hosts.map(hostAndPort).join(',') : socketPort(socket.port)
  const query = [
    ...(socket === undefined ? [] : [`host=${encodeURI(socket.host)}`]),
    ...(tls.mode === 'prefer' ? [] : [`sslmode=${tls.mode}`]),
  ]
  const tail = query.length === 0 ? '' : `?${query.join('&')}`
  return `postgresql://${encodeURIComponent(user)}${secret}@${places}/${encodeURIComponent(database)}${tail}`
}

const socketPort = (port: number): string => (port === 5432 ? '' : `:${port}`)

export function hostAndPort({ host, port }: { readonly host: string; readonly port: number }): string {
  if (host.startsWith('/')) return `${encodeURIComponent(host)}:${port}`
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
