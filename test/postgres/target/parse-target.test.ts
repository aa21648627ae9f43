// Targets as people paste them. Each case says what must come out, or which error.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Sqlite2pgError } from '../../../src/model/errors.ts'
import { type ConnectionSettings, parseTarget } from '../../../src/postgres/target/parse-target.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-target-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function login(url: string): readonly unknown[] {
  const { hosts, user, database } = parseTarget({ url })
  return [user, hosts[0]?.password, hosts[0]?.host, hosts[0]?.port, database]
}

function failure(url: string | undefined, environment = {}): Sqlite2pgError {
  try {
    parseTarget(url === undefined ? { environment } : { url, environment })
  } catch (error) {
    if (error instanceof Sqlite2pgError) return error
  }
  throw new Error('no error')
}

const fromEnvironment = (environment: Record<string, string>): ConnectionSettings =>
  parseTarget({ environment })

describe('URLs', () => {
  test.each([
    ['postgres://u:p@h/d', ['u', 'p', 'h', 5432, 'd']],
    ['postgresql://u:p@h:6543/d', ['u', 'p', 'h', 6543, 'd']],
    ['POSTGRESQL://u:p@h/d', ['u', 'p', 'h', 5432, 'd']],
    ['postgresql+psycopg2://u:p@h/d', ['u', 'p', 'h', 5432, 'd']],
    ['postgresql+asyncpg://u:p@h/d', ['u', 'p', 'h', 5432, 'd']],
    ['jdbc:postgresql://h/d?user=u&password=p', ['u', 'p', 'h', 5432, 'd']],
    ['postgres://u%40corp:p%40s%2Fs@h/my%20db', ['u@corp', 'p@s/s', 'h', 5432, 'my db']],
    ['postgres://u:a@b@h/d', ['u', 'a@b', 'h', 5432, 'd']],
    ['postgres://u:a:b@h/d', ['u', 'a:b', 'h', 5432, 'd']],
    ['postgres://u:a/b@h/d', ['u', 'a/b', 'h', 5432, 'd']],
    ['postgres://u:a#b?c@h:1/d', ['u', 'a#b?c', 'h', 1, 'd']],
    ['postgres://u:100%@h/d', ['u', '100%', 'h', 5432, 'd']],
    ['postgres://u:two words@h/d', ['u', 'two words', 'h', 5432, 'd']],
    ['postgres://u:p@[::1]:5433/d', ['u', 'p', '::1', 5433, 'd']],
    ['postgres://u:p@%2Fvar%2Frun%2Fpg/d', ['u', 'p', '/var/run/pg', 5432, 'd']],
    ['postgresql:///d?host=/var/run/pg&user=u&password=p', ['u', 'p', '/var/run/pg', 5432, 'd']],
    ['postgres://u:p@ignored/d?host=h', ['u', 'p', 'h', 5432, 'd']],
    ['postgres://u:p@h/d?user=me@corp', ['me@corp', 'p', 'h', 5432, 'd']],
    ['postgres://u:p@h', ['u', 'p', 'h', 5432, 'u']],
    ['  "postgres://u:p@h/d"\n', ['u', 'p', 'h', 5432, 'd']],
    [
      "psql 'postgresql://u:npg_x@h/d?sslmode=require&channel_binding=require'",
      ['u', 'npg_x', 'h', 5432, 'd'],
    ],
    ['DATABASE_URL="postgres://u:p@h/d"', ['u', 'p', 'h', 5432, 'd']],
    ["host=h port=7 dbname=d user=u password='a b\\'c'", ['u', "a b'c", 'h', 7, 'd']],
    ['host = h dbname=d user=u password=a\\ b', ['u', 'a b', 'h', 5432, 'd']],
  ])('%s is understood', (url, expected) => {
    expect(login(url)).toEqual(expected)
  })

  test('several hosts are taken in order, with one port for all or one each', () => {
    const places = (url: string) => parseTarget({ url }).hosts.map(({ host, port }) => `${host}:${port}`)
    expect(places('postgres://u@a:1,b:2/d')).toEqual(['a:1', 'b:2'])
    expect(places('host=a,b port=7 user=u')).toEqual(['a:7', 'b:7'])
    expect(places('postgresql://u@/d?host=a:1&host=b:2')).toEqual(['a:1', 'b:2'])
  })

  test('hostaddr is connected to and host stays the name', () => {
    const [host] = parseTarget({ url: 'host=db.example hostaddr=10.0.0.1 user=u' }).hosts
    expect(host).toMatchObject({ host: 'db.example', address: '10.0.0.1' })
  })

  test('Prisma, SQLAlchemy and node-postgres spellings of TLS become sslmode', () => {
    const mode = (query: string) => parseTarget({ url: `postgres://u@h/d?${query}` }).tls.mode
    expect(mode('')).toBe('prefer')
    expect(mode('ssl=true')).toBe('require')
    expect(mode('ssl=verify-full')).toBe('verify-full')
    expect(mode('sslmode=no-verify')).toBe('require')
    expect(mode('sslmode=require&sslaccept=strict')).toBe('verify-full')
    expect(mode('sslrootcert=system')).toBe('verify-full')
    expect(mode('sslmode=require&sslrootcert=/ca.pem')).toBe('verify-ca')
  })

  test('parameters of ORMs and poolers are named and not used', () => {
    const settings = parseTarget({ url: 'postgres://u@h/d?pgbouncer=true&connection_limit=1&schema=app' })
    expect(settings.schema).toBe('app')
    expect(settings.remarks).toEqual([
      '"pgbouncer" in the target is not used',
      '"connection_limit" in the target is not used',
    ])
  })

  test('options become settings of the session, and what only a front door knows stays an option', () => {
    const options = (text: string) =>
      parseTarget({ url: `postgres://u@h/d?options=${encodeURIComponent(text)}` })
    expect(options('-c role=owner --work-mem=1MB').sessionSettings).toEqual([
      { name: 'role', value: 'owner' },
      { name: 'work_mem', value: '1MB' },
    ])
    expect(options('endpoint=ep-cool-1').startupOptions).toBe('endpoint=ep-cool-1')
    expect(options('-c search_path=app').schema).toBe('app')
    expect(options('-csearch_path=app').sessionSettings).toEqual([])
  })

  test('times and keepalives have defaults and units', () => {
    const plain = parseTarget({ url: 'postgres://u@h/d' })
    expect([plain.connectTimeoutMs, plain.keepAliveDelayMs]).toEqual([30_000, 30_000])
    const given = parseTarget({ url: 'postgres://u@h/d?connect_timeout=5&keepalives_idle=7' })
    expect([given.connectTimeoutMs, given.keepAliveDelayMs]).toEqual([5000, 7000])
    const endless = parseTarget({ url: 'postgres://u@h/d?connect_timeout=0&keepalives=0' })
    expect([endless.connectTimeoutMs, endless.keepAliveDelayMs]).toEqual([null, null])
  })
})

describe('what cannot be a target', () => {
  test.each([
    ['mysql://u:s3cret@h/d', /mysql URL/],
    ['sqlite:///todo.db', /sqlite URL/],
    ['https://u:s3cret@h/d', /https URL/],
    ['todo.db', /SQLite file/],
    ['u:s3cret@h/d', /neither/],
    ['psql -h h -U u d', /psql options/],
    ['postgres:/u:s3cret@h/d', /not a PostgreSQL URL/],
    ['postgres://u:12/s3cret@h/d', /two ways/],
    ['postgres://u:p@ss/s3cret@h/d', /two ways/],
    ['postgres://u:1?w=s3cret@h/d', /two ways/],
    ['postgres://u:s3cret%%40@h/d', /mixes percent-encoding/],
    ['postgres://u:s3cret@h:port/d', /host and port/],
    ['postgres://u:s3cret@::1/d', /host and port/],
    ['postgres://u:s3cret@h:99999/d', /port/],
    ['postgres://u:s3cret@h/d?sslmode=sure', /sslmode/],
    ['postgres://u:s3cret@h/d?sslmod=require', /unknown TLS parameter/],
    ['postgres://u:s3cret@h/d?connect_timeout=soon', /connect_timeout/],
    ['postgres://postgres:[YOUR-PASSWORD]@db.x.supabase.co:5432/postgres', /placeholder \[YOUR-PASSWORD\]/],
    ["host=h password='s3cret", /keyword string/],
    ['host=a,b port=1,2,3', /2 hosts and 3 ports/],
  ])('%s is refused without showing a password', (url, message) => {
    const error = failure(url)
    expect(error.code).toBe('BAD_TARGET_URL')
    expect(error.message).toMatch(message)
    expect(`${error.message} ${error.hint}`).not.toContain('s3cret')
  })

  test('nothing at all is NO_TARGET, which names both ways', () => {
    for (const url of [undefined, '', '  \n']) {
      const error = failure(url)
      expect(error.code).toBe('NO_TARGET')
      expect(error.hint).toMatch(/--postgres-url.*DATABASE_URL.*--embedded/)
    }
  })

  test('PGUSER alone names no target', () => {
    expect(failure(undefined, { PGUSER: 'u' }).code).toBe('NO_TARGET')
  })
})

describe('the environment', () => {
  test('completes what the URL leaves out and never overrides it', () => {
    const environment = { PGHOST: 'other', PGPORT: '7', PGUSER: 'e', PGPASSWORD: 'secret', PGDATABASE: 'x' }
    const settings = parseTarget({ url: 'postgres://h/d', environment })
    expect(settings).toMatchObject({ user: 'e', database: 'd' })
    expect(settings.hosts).toEqual([{ host: 'h', address: null, port: 7, password: 'secret' }])
  })

  test('names a target by PGHOST or PGDATABASE', () => {
    expect(fromEnvironment({ PGHOST: 'h' }).database).toBe(userInfo().username)
    expect(fromEnvironment({ PGDATABASE: 'd', PGSSLMODE: 'require', PGAPPNAME: 'me' })).toMatchObject({
      database: 'd',
      applicationName: 'me',
      tls: { mode: 'require' },
    })
  })

  test('a password comes from .pgpass of HOME, by host, port, database and user', () => {
    writeFileSync(join(folder, '.pgpass'), '# mine\nother:*:*:*:no\nh:5432:d:u:a\\:b\\\\c\n*:*:*:*:last\n', {
      mode: 0o600,
    })
    const password = (url: string) => parseTarget({ url, environment: { HOME: folder } }).hosts[0]?.password
    expect(password('postgres://u@h/d')).toBe('a:b\\c')
    expect(password('postgres://u@h:1/d')).toBe('last')
    expect(password('postgres://u:mine@h/d')).toBe('mine')
  })

  test('a .pgpass that others can read is not used, and a remark says so', () => {
    const path = join(folder, 'open.pgpass')
    writeFileSync(path, '*:*:*:*:secret\n')
    chmodSync(path, 0o644)
    const settings = parseTarget({ url: 'postgres://u@h/d', environment: { PGPASSFILE: path } })
    expect(settings.hosts[0]?.password).toBeNull()
    expect(settings.remarks[0]).toContain('chmod 0600')
  })

  test('a service completes the URL, before the environment', () => {
    const file = join(folder, 'services')
    writeFileSync(file, '[other]\nhost=no\n\n[mine]\n# here\nhost=h\nport = 7\nuser=svc\n')
    const environment = { PGSERVICEFILE: file, PGSERVICE: 'mine', PGUSER: 'env', PGDATABASE: 'd' }
    expect(fromEnvironment(environment)).toMatchObject({
      user: 'svc',
      database: 'd',
      hosts: [{ host: 'h', port: 7 }],
    })
    expect(parseTarget({ url: 'service=mine user=u', environment }).user).toBe('u')
    expect(failure('service=none', environment)).toMatchObject({ code: 'BAD_TARGET_URL' })
  })

  test('certificates of HOME are found, and an authority there turns require into verify-ca', () => {
    mkdirSync(join(folder, '.postgresql'), { recursive: true })
    writeFileSync(join(folder, '.postgresql', 'root.crt'), '')
    const { tls } = parseTarget({ url: 'postgres://u@h/d?sslmode=require', environment: { HOME: folder } })
    expect(tls).toMatchObject({ mode: 'verify-ca', rootCertificate: join(folder, '.postgresql', 'root.crt') })
  })
})

describe('maskedUrl', () => {
  test.each([
    ['postgres://u:s3cret@h/d', 'postgresql://u:***@h:5432/d'],
    ['postgres://h/d?user=u&password=s3cret&sslpassword=s3cret', 'postgresql://u:***@h:5432/d'],
    [
      "host=a,b user=u password='s3cret' dbname=d sslmode=require",
      'postgresql://u:***@a:5432,b:5432/d?sslmode=require',
    ],
    ['postgresql://u@/d?host=/run/pg&port=7', 'postgresql://u@:7/d?host=/run/pg'],
    ['postgres://u:s3cret@[::1]/d', 'postgresql://u:***@[::1]:5432/d'],
  ])('of %s holds no password', (url, expected) => {
    expect(parseTarget({ url }).maskedUrl).toBe(expected)
  })
})
