// PostgreSQL URLs as libpq reads them, and a little further: a raw `@ : / ? # %` in a password is taken
// literally where only one reading makes sense, and refused (without showing it) where there are two.
// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
import { badTarget, encodeHint } from '../errors/bad-target.ts'

type Pair = readonly [name: string, value: string]

interface UrlParts {
  readonly userInfo: string
  readonly hosts: string
  readonly database: string
  readonly query: string
}

const HOST = String.raw`(?:\[[0-9a-f:.%\w]+\]|(?:[\p{L}\p{N}._~-]|%[0-9a-f]{2})*)(?::\d*)?`
const HOSTS = new RegExp(`^${HOST}(?:,${HOST})*$`, 'iu')
const AFTER_USER = new RegExp(`^(${HOST}(?:,${HOST})*)(?:/([^?]*))?(?:\\?(.*))?$`, 'isu')

/** Parameters that may hold a raw @; in any other it is the tail of a password with a raw `?`. */
const MAY_HOLD_AT: ReadonlySet<string> = new Set([
  'user',
  'password',
  'application_name',
  'passfile',
  'options',
])

/** Every parameter that a PostgreSQL URL names. */
export function parseTargetUrl(url: string): readonly Pair[] {
  const rest = url.slice(url.indexOf('://') + 3)
  const { userInfo, hosts, database, query } = splitUrl(rest)
  const fromQuery = queryPairs(query)
  const named = new Set(fromQuery.map(([name]) => name))
  return [
    ...userPairs(userInfo),
    ...hostPairs(hosts).filter(([name]) => !named.has(name)),
    ['dbname', decode(database, 'database name')],
    ...fromQuery,
  ]
}

function splitUrl(rest: string): UrlParts {
  const end = rest.search(/[/?#]/)
  const authority = end === -1 ? rest : rest.slice(0, end)
  const at = authority.lastIndexOf('@')
  const hosts = authority.slice(at + 1)
  if (!HOSTS.test(hosts)) return splitAtLastAt(rest)
  const parts = splitTail(authority.slice(0, Math.max(at, 0)), rest.slice(at + 1))
  if (parts === null || hasStrayAt(parts)) throw ambiguous()
  return parts
}

/** A password with a raw `/`, `?` or `#`: nothing before the last @ can be a host, so all of it is user and password. */
function splitAtLastAt(rest: string): UrlParts {
  const at = rest.lastIndexOf('@')
  const parts = at === -1 ? null : splitTail(rest.slice(0, at), rest.slice(at + 1))
  if (parts !== null) return parts
  throw badTarget(
    'the host and port of the PostgreSQL URL cannot be read',
    `The host is a name, an IPv4 address or an IPv6 address in [ ], the port a number. ${encodeHint('password')}`,
  )
}

function splitTail(userInfo: string, tail: string): UrlParts | null {
  const found = AFTER_USER.exec(tail)
  if (found === null) return null
  return { userInfo, hosts: found[1] ?? '', database: found[2] ?? '', query: found[3] ?? '' }
}

function hasStrayAt({ database, query }: UrlParts): boolean {
  return (
    database.includes('@') ||
    query.split('&').some(pair => pair.includes('@') && !MAY_HOLD_AT.has(pair.slice(0, pair.indexOf('='))))
  )
}

function ambiguous(): Error {
  return badTarget(
    'the PostgreSQL URL can be read in two ways: a character of the user name or password may also begin the host, the database or the query',
    encodeHint('user name and password'),
  )
}

function userPairs(userInfo: string): readonly Pair[] {
  const colon = userInfo.indexOf(':')
  if (colon === -1) return [['user', decode(userInfo, 'user name')]]
  return [
    ['user', decode(userInfo.slice(0, colon), 'user name')],
    ['password', decode(userInfo.slice(colon + 1), 'password')],
  ]
}

function hostPairs(hosts: string): readonly Pair[] {
  const each = hosts.split(',').map(entry => /^(\[.*\]|[^:]*)(?::(\d*))?$/.exec(entry) ?? [])
  const names = each.map(found => decode((found[1] ?? '').replace(/^\[(.*)\]$/, '$1'), 'host'))
  const ports = each.map(found => found[2] ?? '')
  return [
    ['host', names.every(name => name === '') ? '' : names.join(',')],
    ['port', ports.every(port => port === '') ? '' : ports.join(',')],
  ]
}

function queryPairs(query: string): readonly Pair[] {
  const pairs = query.split('&').filter(pair => pair !== '')
  return pairs.map(pair => {
    const name = pair.split('=', 1)[0] ?? ''
    return [decode(name, 'query'), decode(pair.slice(name.length + 1), 'query')]
  })
}

/** Percent-decoding that takes text without a single valid escape as it stands. */
function decode(text: string, part: string): string {
  if (/%00/.test(text)) throw badTarget(`the ${part} of the PostgreSQL URL holds a NUL (%00)`)
  if (!/%[0-9a-f]{2}/i.test(text)) return text
  try {
    return decodeURIComponent(text)
  } catch {
    throw badTarget(
      `the ${part} of the PostgreSQL URL mixes percent-encoding with a raw % or is not UTF-8`,
      encodeHint(part),
    )
  }
}
