// `verify --certificate` on the command line: no SQLite file is asked for, and none may be named beside it.
import { expect, it } from 'vitest'
import { certified } from '../run/certified.ts'
import { sourceFile } from '../run/workplace.ts'
import { query } from '../server/database.ts'
import { databasePerTest } from '../server/database-per-test.ts'
import { runIn } from './command-line.ts'

let url = ''
databasePerTest(fresh => {
  url = fresh.url
})

const SOURCE = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y')"
const made = () => certified(url, sourceFile(SOURCE))

it('the target is the only argument; a file that other runs read is not looked for', async () => {
  const { path } = await made()
  const files = { 'sqlite2pg.config.json': '{"sqlitePath": "gone.db", "orphans": "fail"}' }
  const environment = { SQLITE_PATH: 'gone.db' }
  const { exitCode, stdout, stderr } = await runIn(['verify', '--certificate', path, url, '--no-progress'], {
    files,
    environment,
  })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toContain('Proven: 1 table, 2 rows: every row compared by content, identical on both sides')
})

it('a difference ends with 6, and says what the certificate cannot tell', async () => {
  const { path } = await made()
  await query(url, "UPDATE t SET a = 'z' WHERE id = 2")
  const { exitCode, stdout, stderr } = await runIn(['verify', `--certificate=${path}`, '-p', url, '--quiet'])
  expect(exitCode).toBe(6)
  expect(stdout.replace(/\s+/g, ' ')).toContain('contents 2 rows: every id: the rows are not the same')
  expect(stderr).toContain('certificate and target differ: t: every id: the rows are not the same\n')
  expect(stderr).toContain('Which rows of a range differ only the source can tell')
})

it('--json and --report tell it as verify does', async () => {
  const { path } = await made()
  const { exitCode, stdout } = await runIn([
    'verify',
    '--certificate',
    path,
    url,
    '--json',
    '--report',
    'r.html',
  ])
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    verb: 'verify',
    certificate: null,
    tables: [{ target: 't', proof: 'identical' }],
  })
})

it.each<readonly [readonly string[], string]>([
  [
    ['todo.db', 'postgres://h/d'],
    "with --certificate no SQLite file is read, so the target's URL is the only argument, and more than one",
  ],
  [['todo.db'], "with --certificate no SQLite file is read, so the target's URL is the only argument"],
  [['-s', 'todo.db'], '--sqlite-path: with --certificate the target is held against the certificate alone'],
  [['--names', 'lower'], '--names: with --certificate'],
  [['--report', 'c.json'], '--report: c.json is the certificate itself'],
])('%j beside it is refused', async (words, fact) => {
  const { exitCode, stderr } = await runIn(['verify', '--certificate', 'c.json', ...words], {
    files: { 'c.json': '{}' },
  })
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(fact) })
})

it('it belongs to verify', async () => {
  const { exitCode, stderr } = await runIn(['migrate', '--certificate', 'c.json'])
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringContaining('--certificate is not an option of migrate'),
  })
})

it('a file that is none ends with 2 and its name', async () => {
  const files = { 'c.json': '{}' }
  const { exitCode, stderr } = await runIn(['verify', '--certificate', 'c.json', url], { files })
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: expect.stringMatching(/c\.json: it holds no certificate/),
  })
})

it.each([
  'postgresql://u:s3cr3t@h/db',
  'u:s3cr3t@h/db',
  'postgres:u:s3cr3t@h',
  'postgresql:/u:s3cr3t@h/db',
  '//u:s3cr3t@h/db',
])('a URL where the file or the target should be shows no password: %s', async mistyped => {
  const { path } = await made()
  for (const argv of [
    ['verify', '--certificate', mistyped],
    ['verify', '--certificate', mistyped, url],
    ['verify', '--certificate', path, mistyped],
  ]) {
    const { exitCode, stdout, stderr } = await runIn(argv)
    expect(exitCode).not.toBe(0)
    expect(stdout + stderr).not.toContain('s3cr3t')
  }
})
