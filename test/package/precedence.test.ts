// Where a setting comes from: flag, then environment, then .env, then configuration file, then default.
// Each layer names another file that is not there, or another port where nobody listens, so that the error
// tells which layer was heard.
import { chmodSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OwnedDatabase, PASSWORD, withOwnedDatabase } from '../errors/owned-database.ts'
import { type Files, makeFolder, runProgram } from './program.ts'

const CONFIG = 'sqlite2pg.config.json'

interface Layers {
  readonly flags: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly files: Files
}

async function reportOf(layers: Partial<Layers>, verb = 'plan') {
  const folder = makeFolder(layers.files)
  const argv = [verb, '--json', ...(layers.flags ?? [])]
  const { stdout } = await runProgram(folder, argv, layers.environment && { environment: layers.environment })
  expect(stdout).not.toContain(PASSWORD)
  return JSON.parse(stdout)
}

const messageOf = async (layers: Partial<Layers>): Promise<string> => (await reportOf(layers)).error.message

/** The layers from the strongest to the weakest; each test takes them away one by one. */
const SOURCE_LAYERS: readonly (readonly [string, Partial<Layers>])[] = [
  ['flag', { flags: ['--sqlite-path', 'flag.db'] }],
  ['environment', { environment: { SQLITE_PATH: 'sqlite:///environment.db' } }],
  ['dotenv', { files: { '.env': 'SQLITE_PATH=dotenv.db\n' } }],
  ['config', { files: { [CONFIG]: '{"sqlitePath": "config.db"}' } }],
  ['./todo', {}],
]

const url = (port: number): string => `postgres://me@127.0.0.1:${port}/app`

const TARGET_LAYERS: readonly (readonly [string, Partial<Layers>])[] = [
  ['127.0.0.1:1', { flags: ['--postgres-url', url(1)] }],
  ['127.0.0.1:2', { environment: { DATABASE_URL: url(2) } }],
  ['127.0.0.1:3', { files: { '.env': `export DATABASE_URL="${url(3)}"\n` } }],
  ['127.0.0.1:4', { files: { [CONFIG]: JSON.stringify({ postgresUrl: url(4) }) } }],
  ['127.0.0.1:5', { environment: { PGHOST: '127.0.0.1', PGPORT: '5' } }],
]

function merged(layers: readonly (readonly [string, Partial<Layers>])[]): Layers {
  const all = layers.map(([, layer]) => layer)
  return {
    flags: all.flatMap(({ flags = [] }) => flags),
    environment: Object.assign({}, ...all.map(({ environment }) => environment)),
    files: Object.assign({}, ...all.map(({ files }) => files)),
  }
}

function sourceBytes(): Buffer {
  const file = new Database(':memory:')
  file.exec(
    'CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE users (id INTEGER PRIMARY KEY)',
  )
  return file.serialize()
}

describe.concurrent('the source', () => {
  const unreachable = { flags: ['-p', url(9)] }
  test.each(SOURCE_LAYERS.map(([name], i) => [name, i] as const))(
    '%s is heard before those below',
    async (name, i) => {
      const layers = merged([...SOURCE_LAYERS.slice(i), ['', unreachable]])
      expect(await messageOf(layers)).toBe(`${name}.db does not exist`)
    },
  )

  test('an empty variable is as none', async () => {
    const layers = { ...unreachable, environment: { SQLITE_PATH: '' } }
    expect(await messageOf(layers)).toBe('./todo.db does not exist')
  })
})

describe.concurrent('the target', () => {
  test.each(TARGET_LAYERS.map(([name], i) => [name, i] as const))(
    '%s is heard before those below',
    async (name, i) => {
      const layers = merged(TARGET_LAYERS.slice(i))
      const message = await messageOf({ ...layers, files: { ...layers.files, 'todo.db': sourceBytes() } })
      expect(message).toBe(`${name} refused the connection`)
    },
  )
})

describe.concurrent('other options', () => {
  let database: OwnedDatabase
  beforeAll(async () => {
    database = await withOwnedDatabase()
  })
  afterAll(() => database?.drop())

  const files = { 'todo.db': sourceBytes() }
  const configured = { ...files, [CONFIG]: '{"schema": "configured", "include": ["users"]}' }

  test('schema and tables: the flag, else the configuration file, else the default', async () => {
    const heard = async (layers: Partial<Layers>) => {
      const report = await reportOf({ ...layers, flags: ['-p', database.url, ...(layers.flags ?? [])] })
      const tables = report.tables.map(({ source }: { source: string }) => source).sort()
      return [report.target.schema, ...tables]
    }
    const flags = ['--schema', 'flagged', '--include', 'tasks']
    expect(await heard({ files: configured, flags })).toEqual(['flagged', 'tasks'])
    expect(await heard({ files: configured })).toEqual(['configured', 'users'])
    expect(await heard({ files })).toEqual(['public', 'tasks', 'users'])
  })

  const variables = () => {
    const { hostname, port } = new URL(database.url)
    return { PGHOST: hostname, PGPORT: port, PGDATABASE: database.name, PGUSER: database.owner }
  }

  test('PG* variables alone name the target', async () => {
    const environment = { ...variables(), PGPASSWORD: PASSWORD }
    const report = await reportOf({ files, environment })
    expect(report).toMatchObject({ exitCode: 0, error: null })
    expect(report.target.url).toContain(database.name)
  })

  test('.pgpass supplies the password, unless others can read it', async () => {
    const { hostname, port } = new URL(database.url)
    const folder = makeFolder({
      ...files,
      '.pgpass': `${hostname}:${port}:*:${database.owner}:${PASSWORD}\n`,
    })
    const plan = () => runProgram(folder, ['plan', '--quiet'], { environment: variables() })
    chmodSync(join(folder, '.pgpass'), 0o600)
    expect(await plan()).toMatchObject({ exitCode: 0, stderr: '' })
    chmodSync(join(folder, '.pgpass'), 0o644)
    const refused = await plan()
    expect(refused.stderr).toMatch(
      /none was given\n→ .*\.pgpass was not used because others can read it \(chmod 0600 /,
    )
    expect(refused.exitCode).toBe(4)
  })

  test('a Unix socket directory leads to the server', async () => {
    const folder = makeFolder(files)
    const { hostname, port } = new URL(database.url)
    const socket = createServer(near => {
      const far = createConnection(Number(port), hostname)
      near.on('error', () => far.destroy()).pipe(far)
      far.on('error', () => near.destroy()).pipe(near)
    })
    await new Promise<void>(resolve => socket.listen(join(folder, '.s.PGSQL.5432'), resolve))
    const target = `postgresql://${database.owner}:${PASSWORD}@/${database.name}?host=${encodeURIComponent(folder)}`
    const { exitCode, stdout } = await runProgram(folder, [
      'migrate',
      '--json',
      '--schema',
      'by_socket',
      '-p',
      target,
    ])
    socket.close()
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, outcome: 'succeeded' })
    expect(stdout).not.toContain(PASSWORD)
    expect(exitCode).toBe(0)
  })
})
