// Masks as the configuration file and the environment give them: what is printed in each form, and that neither the key nor
// a value is printed or written anywhere.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TestDatabase } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { makeFolder, runIn } from './command-line.ts'

const KEY = '0123456789abcdef of this test'
const MASK = { 'users.name': { fixed: 'Jane Doe' }, 'users.mail': 'email' }

let database: TestDatabase
databasePerTest(fresh => {
  database = fresh
})

const source = join(makeFolder(), 'app.db')
beforeAll(() => {
  const file = new Database(source)
  file.exec(
    `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, mail TEXT); INSERT INTO users VALUES (1, 'canary', 'canary@x.example')`,
  )
  file.close()
})

interface Given {
  readonly config: object
  readonly environment?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

const run = (argv: readonly string[], { config, environment, files }: Given) =>
  runIn(argv, {
    environment: { SQLITE_PATH: source, DATABASE_URL: database.url, ...environment },
    files: { 'sqlite2pg.config.json': JSON.stringify(config), ...files },
  })

describe('nothing that is printed or written holds the key or a value', () => {
  test.each([
    ['plan', '--format', 'text'],
    ['plan', '--format', 'json'],
    ['plan', '--format', 'sql'],
    ['migrate', '--verbose', '--report', 'report.html'],
    ['refresh', '--json', '--report', 'report.json'],
  ])('%s %s %s', async (...argv) => {
    const done = await run(argv, { config: { mask: MASK }, environment: { SQLITE2PG_MASK_KEY: KEY } })
    expect(done.exitCode).toBe(0)
    const report = argv.find(word => word.startsWith('report.'))
    const written = report === undefined ? '' : readFileSync(join(done.directory, report), 'utf8')
    const all = done.stdout + done.stderr + written
    expect(all).not.toMatch(/canary|0123456789abcdef/)
    if (!argv.includes('sql')) expect(all).toMatch(/masked/)
  })
})

test('the key may lie in a file beside the configuration', async () => {
  const config = { mask: MASK, maskKeyFile: 'mask.key' }
  const migrated = await run(['migrate', '--quiet'], { config, files: { 'mask.key': `${KEY}\n` } })
  expect(migrated).toMatchObject({ exitCode: 0, stderr: '' })
  const environment = { SQLITE2PG_MASK_KEY: KEY }
  const verified = await run(['verify', '--json'], { config: { mask: MASK }, environment })
  expect(JSON.parse(verified.stdout)).toMatchObject({ exitCode: 0, tables: [{ proof: 'identical' }] })
})

test.each<[string, object, Readonly<Record<string, string>>, RegExp]>([
  [
    'an unknown kind',
    { mask: { 'users.name': 'scramble' } },
    {},
    /mask\["users\.name"\]: hash, null, email, keep-domain or/,
  ],
  ['a mask without a table', { mask: { name: 'hash' } }, {}, /a key of the form table\.column/],
  ['a fixed value that is none', { mask: { 'users.name': { fixed: null } } }, {}, /a text or a number/],
  [
    'a key that is too short',
    { mask: MASK },
    { SQLITE2PG_MASK_KEY: 'short' },
    /key of the masks is too short/,
  ],
  ['a key file that is not there', { mask: MASK, maskKeyFile: 'none.key' }, {}, /none\.key cannot be read/],
  ['a column that is not there', { mask: { 'users.nmae': 'hash' } }, {}, /Did you mean users\.name/],
])('%s ends with exit 2', async (_, config, environment, says) => {
  const done = await run(['migrate'], { config, environment })
  expect(done.exitCode).toBe(2)
  expect(done.stderr.replace(/\s+/g, ' ')).toMatch(says)
})
