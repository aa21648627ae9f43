// Which layer has the last word: flag, environment, .env, configuration file, default.
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseArguments } from '../../src/cli/parse-arguments.ts'
import { type Request, resolveRequest } from '../../src/cli/request.ts'
import { type CommandLineOptions, makeFolder, recordingTerminal } from './command-line.ts'

function request(argv: readonly string[], options: CommandLineOptions = {}): Request & { directory: string } {
  const directory = makeFolder(options.files)
  const command = parseArguments(argv, directory)
  if (command.kind !== 'run') throw new Error(`${command.kind} is no run`)
  const resolved = resolveRequest(
    command.verb,
    command.settings,
    recordingTerminal(directory, options).terminal,
  )
  return { ...resolved, directory }
}

const config = (settings: object): Record<string, string> => ({
  'sqlite2pg.config.json': JSON.stringify(settings),
})

test('without a word the verb is migrate, the source ./todo.db, and no option is set', () => {
  const { verb, sqlitePath, settings, target } = request([])
  expect({ verb, sqlitePath, settings }).toEqual({ verb: 'migrate', sqlitePath: './todo.db', settings: {} })
  expect(target).toMatchObject({ kind: 'url', environment: {} })
  expect(target).not.toHaveProperty('url')
})

test('the source comes from the flag, then SQLITE_PATH, then .env, then the configuration file', () => {
  const files = { ...config({ sqlitePath: 'config.db' }), '.env': 'SQLITE_PATH=dotenv.db' }
  const environment = { SQLITE_PATH: 'environment.db' }
  expect(request(['flag.db'], { files, environment }).sqlitePath).toBe('flag.db')
  expect(request([], { files, environment }).sqlitePath).toBe('environment.db')
  expect(request([], { files }).sqlitePath).toBe('dotenv.db')
  expect(request([], { files: config({ sqlitePath: 'config.db' }) }).sqlitePath).toBe('config.db')
})

test('the target comes from the flag, then DATABASE_URL, then .env, then the configuration file', () => {
  const files = {
    ...config({ postgresUrl: 'postgres://config/x' }),
    '.env': 'DATABASE_URL="postgres://dotenv/x"',
  }
  const environment = { DATABASE_URL: 'postgres://environment/x' }
  expect(request(['-p', 'postgres://flag/x'], { files, environment }).target).toMatchObject({
    url: 'postgres://flag/x',
  })
  expect(request([], { files, environment }).target).toMatchObject({ url: 'postgres://environment/x' })
  expect(request([], { files }).target).toMatchObject({
    url: 'postgres://dotenv/x',
    origin: 'DATABASE_URL of the .env file',
  })
  expect(request([], { files: config({ postgresUrl: 'postgres://config/x' }) }).target).toMatchObject({
    url: 'postgres://config/x',
  })
})

test('a flag --embedded goes before DATABASE_URL, which goes before embedded of the configuration file', () => {
  const environment = { DATABASE_URL: 'postgres://environment/x' }
  const files = config({ embedded: true })
  expect(request(['--embedded'], { environment }).target.kind).toBe('embedded')
  expect(request([], { files, environment }).target.kind).toBe('url')
  expect(request([], { files, environment: { PGHOST: 'h' } }).target).toMatchObject({
    kind: 'url',
    environment: { PGHOST: 'h' },
  })
  const { target, directory } = request([], { files })
  expect(target).toEqual({ kind: 'embedded', directory: resolve(directory, '.sqlite2pg/postgres') })
})

test('variables of libpq are handed on, from the environment before .env, and others are not', () => {
  const { target } = request([], {
    environment: { PGHOST: 'own', SECRET: 'x', HOME: '/home/me' },
    files: { '.env': 'PGHOST=file\nPGUSER=me\nOTHER=y' },
  })
  expect(target).toMatchObject({ environment: { PGHOST: 'own', PGUSER: 'me', HOME: '/home/me' } })
  expect(JSON.stringify(target)).not.toMatch(/SECRET|OTHER/)
})

test('an empty variable counts as unset', () => {
  expect(request([], { environment: { DATABASE_URL: '', SQLITE_PATH: '' } })).toMatchObject({
    sqlitePath: './todo.db',
  })
})

test('a flag overrules the configuration file, casts column by column, lists as a whole', () => {
  const files = config({
    jobs: 2,
    strict: true,
    casts: { 'a.b': 'text', 'a.c': 'date' },
    include: ['x*', 'y*'],
  })
  const { settings } = request(['--jobs=4', '--strict=false', '--cast', 'a.b=uuid', '--include', 'z'], {
    files,
  })
  expect(settings).toMatchObject({
    jobs: 4,
    strict: false,
    casts: { 'a.b': 'uuid', 'a.c': 'date' },
    include: ['z'],
  })
})

test('a flag overrules the cast of a column that the configuration file spells in another case', () => {
  const files = config({ casts: { 'Tasks.Due': 'text', 'Täsks.due': 'text' } })
  const { settings } = request(['--cast', 'tasks.due=date', '--cast', 'tÄsks.due=date'], { files })
  // SQLite folds A to Z and no other letter.
  expect(settings.casts).toEqual({ 'tasks.due': 'date', 'Täsks.due': 'text', 'tÄsks.due': 'date' })
})

test('a cast keeps what follows the first equals sign', () => {
  expect(request(['--cast', 'e.at=timestamptz:zone=Europe/Paris']).settings.casts).toEqual({
    'e.at': 'timestamptz:zone=Europe/Paris',
  })
})

test('--dry-run is the verb plan; load and refresh stay what they are', () => {
  expect(request(['--dry-run']).verb).toBe('plan')
  for (const verb of ['load', 'refresh']) expect(request([verb, '--dry-run']).verb).toBe(verb)
  expect(request(['migrate', '--dry-run', '--format', 'sql'])).toMatchObject({
    verb: 'plan',
    settings: { format: 'sql' },
  })
})

test('forms of the source path are understood', () => {
  expect(request(['sqlite:///data/app.db']).sqlitePath).toBe('data/app.db')
  expect(request(['-s', '-s=odd.db'.slice(3)]).sqlitePath).toBe('odd.db')
  expect(request(['--', '-odd.db']).sqlitePath).toBe('-odd.db')
})

test('a file that is there may be called anything but a verb', () => {
  expect(request(['data'], { files: { data: '' } })).toMatchObject({ verb: 'migrate', sqlitePath: 'data' })
  expect(request(['verify', 'plan']).sqlitePath).toBe('plan')
})

test('paths of a configuration file elsewhere are meant from its folder', () => {
  const elsewhere = makeFolder({ 'c.json': JSON.stringify({ sqlitePath: 'app.db', embedded: '/srv/pg' }) })
  const { sqlitePath, target, directory } = request(['--config', `${elsewhere}/c.json`])
  expect(resolve(directory, sqlitePath)).toBe(`${elsewhere}/app.db`)
  expect(target).toEqual({ kind: 'embedded', directory: '/srv/pg' })
})
