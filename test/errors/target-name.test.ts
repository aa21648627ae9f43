// Every target that cannot be reached, or not even be read from what was typed, given to the built program.
import { createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { makeFolder } from '../package/program.ts'
import { PASSWORD } from './owned-database.ts'
import { expectRefusal, type RefusalOptions, type WantedRefusal } from './refusal.ts'
import { folderWithSource } from './source-folder.ts'

function refuses(url: string | null, wanted: WantedRefusal, options: RefusalOptions = {}) {
  return expectRefusal(folderWithSource(), url === null ? [] : ['todo.db', url], wanted, options)
}

/** A port of 127.0.0.1 where each caller is treated like this; closed when the work is over. */
async function withPort<T>(onCall: (socket: Socket) => void, work: (port: number) => Promise<T>): Promise<T> {
  const calls: Socket[] = []
  const server = createServer(socket => {
    calls.push(socket.on('error', () => {}))
    onCall(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    return await work((server.address() as { port: number }).port)
  } finally {
    for (const call of calls) call.destroy()
    server.close()
  }
}

interface WrongTarget {
  readonly title: string
  readonly url: string
  readonly says: RegExp
  readonly hints: RegExp
}

const P = PASSWORD

// biome-ignore format: one line a row reads as a table
const WRONG_TARGETS: readonly WrongTarget[] = [
  { title: 'a URL of MySQL', url: `mysql://me:${P}@db.example.com/app`, says: /^a mysql URL was given where a PostgreSQL URL is needed$/, hints: /postgresql:\/\/USER:PASSWORD@HOST:5432\/DATABASE/ },
  { title: 'a URL of SQLite', url: 'sqlite:///other.db', says: /^a sqlite URL was given where/, hints: /The file goes to --sqlite-path/ },
  { title: 'a second SQLite file', url: 'other.db', says: /looks like the name of a SQLite file/, hints: /--sqlite-path/ },
  { title: 'a URL without its scheme', url: `me:${P}@db.example.com/app`, says: /neither a PostgreSQL URL nor a string of keyword=value pairs/, hints: /Write it as postgresql:\/\// },
  { title: 'a port that is no number', url: `postgres://me:${P}@db.example.com:54x2/app`, says: /host and port of the PostgreSQL URL cannot be read/, hints: /the port a number/ },
  { title: 'a port beyond all ports', url: `postgres://me:${P}@db.example.com:99999/app`, says: /port of the target is not a number from 1 to 65535/, hints: /5432/ },
  { title: 'an IPv6 address without brackets', url: `postgres://me:${P}@::1/app`, says: /host and port .* cannot be read/, hints: /IPv6 address in \[ \]/ },
  { title: 'the placeholder of Supabase', url: 'postgresql://postgres:[YOUR-PASSWORD]@db.abc.supabase.co:5432/postgres', says: /placeholder \[YOUR-PASSWORD\]/, hints: /PGPASSWORD/ },
  { title: 'an @ in the password that can be read in two ways', url: `postgres://me:1/${P}@db.example.com/app`, says: /read in two ways/, hints: /Percent-encode the user name and password: @ is %40/ },
  { title: 'a password with a raw % beside real escapes', url: `postgres://me:%40${P}%zz@db.example.com/app`, says: /mixes percent-encoding/, hints: /% is %25/ },
  { title: 'a misspelt sslmode', url: `postgres://me:${P}@db.example.com/app?sslmode=requires`, says: /sslmode/, hints: /require/ },
  { title: 'an empty value that swallows the password', url: `host= password=${P}`, says: /^the host of the target holds a character that no host name has$/, hints: /host=''/ },
]

describe.concurrent('a target that cannot be read', () => {
  test.each(WRONG_TARGETS)('$title', async ({ url, says, hints }) => {
    await refuses(url, { exit: 2, code: 'BAD_TARGET_URL', says, hints })
  })

  test('in DATABASE_URL is told with where it was found', async () => {
    const wanted = {
      exit: 2,
      code: 'BAD_TARGET_URL',
      says: /mysql URL/,
      hints: /taken from DATABASE_URL of the environment\.$/,
    } as const
    await refuses(null, wanted, { environment: { DATABASE_URL: `mysql://me:${P}@h/d` } })
  })

  test('no target at all names both ways', async () => {
    const wanted = {
      exit: 2,
      code: 'NO_TARGET',
      says: /^no PostgreSQL database is named$/,
      hints: /--postgres-url postgresql:\/\/USER.*@HOST:5432\/DATABASE.*DATABASE_URL.*--embedded/,
    } as const
    await refuses(null, wanted)
  })
})

describe.concurrent('a server that cannot be reached', () => {
  test('a port that nobody listens on', async () => {
    const port = await withPort(
      () => {},
      async free => free,
    )
    await refuses(`postgres://me:${P}@127.0.0.1:${port}/app`, {
      exit: 4,
      code: 'TARGET_REFUSED',
      says: new RegExp(`^127\\.0\\.0\\.1:${port} refused the connection$`),
      hints: new RegExp(`pg_isready --host=127\\.0\\.0\\.1 --port=${port}.*--embedded`),
    })
  })

  test('no host, and no socket where PostgreSQL would put it', async () => {
    const folder = makeFolder()
    await refuses(`postgres://me:${P}@/app?host=${folder}`, {
      exit: 4,
      code: 'TARGET_REFUSED',
      says: /^no server listens on the socket .*\.s\.PGSQL\.5432$/,
      hints: /pg_isready .*--embedded/,
    })
  })

  test('a host that nobody knows', async () => {
    await refuses(`postgres://me:${P}@no-such-host.invalid/app`, {
      exit: 4,
      code: 'TARGET_HOST_UNKNOWN',
      says: /^the host name "no-such-host\.invalid" is unknown$/,
      hints: /Check its spelling.*%40/,
    })
  })

  test('a server that takes the call and never answers, after connect_timeout', async () => {
    const started = Date.now()
    await withPort(
      () => {},
      port =>
        refuses(`postgres://me:${P}@127.0.0.1:${port}/app?connect_timeout=1`, {
          exit: 4,
          code: 'TARGET_TIMEOUT',
          says: /^127\.0\.0\.1:\d+ did not answer in time$/,
          hints: /firewall.*connect_timeout/,
        }),
    )
    expect(Date.now() - started).toBeLessThan(15_000)
  })

  test('a server of another kind', async () => {
    await withPort(
      socket => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      port =>
        refuses(`postgres://me:${P}@127.0.0.1:${port}/app?sslmode=disable`, {
          exit: 4,
          code: 'TARGET_REFUSED',
          says: /^127\.0\.0\.1:\d+ /,
          hints: /PostgreSQL server/,
        }),
    )
  })
})
