// What the built program shows, and where: on a terminal (a real one, by util-linux's `script`), in a pipe,
// with --quiet, and with --json.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateTodoDatabase, TODO_SIZES } from '../../fixtures/generate.ts'
import { type OwnedDatabase, PASSWORD, withOwnedDatabase } from '../errors/owned-database.ts'
import { MAIN, makeFolder, runProgram } from './program.ts'

let database: OwnedDatabase
beforeAll(async () => {
  database = await withOwnedDatabase()
})
afterAll(() => database?.drop())

function hasScript(): boolean {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux')
  } catch {
    return false
  }
}

interface Screen {
  readonly columns?: number
  readonly environment?: Readonly<Record<string, string>>
}

/** Everything that reaches the screen of a terminal. */
async function onTerminal(folder: string, argv: readonly string[], screen: Screen = {}): Promise<string> {
  const words = [process.execPath, MAIN, ...argv].map(word => `'${word}'`).join(' ')
  const command = `stty cols ${screen.columns ?? 110} rows 30; ${words}`
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TERM: 'xterm-256color', ...screen.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', chunk => {
    text += String(chunk)
    if (text.length > 1_000_000) child.kill('SIGKILL')
  })
  await once(child, 'close')
  return text
}

const ESCAPE = '\u001b'
const COLOUR = new RegExp(`${ESCAPE}\\[[\\d;]*m`)
const CURSOR = new RegExp(`${ESCAPE}\\[[\\d;?]*[A-Zhl]`)
const withoutEscapes = (text: string): string =>
  text.replace(new RegExp(`${ESCAPE}\\[[\\d;?]*[A-Za-z]`, 'g'), '\n')

/** A small database: 5 users, 23 tasks, 3 patterns. */
function folderWithTodo(): string {
  const folder = makeFolder()
  generateTodoDatabase(join(folder, 'todo.db'), TODO_SIZES.small)
  return folder
}

/** Lets a few megabytes a second of each connection through to the database's server, as a network does. */
async function slowPort(): Promise<{ url: string; close(): void }> {
  const { hostname, port } = new URL(database.url)
  const server = createServer(async near => {
    const far = createConnection(Number(port), hostname)
    far.on('error', () => near.destroy()).pipe(near)
    near.on('error', () => far.destroy())
    for await (const chunk of near) {
      far.write(chunk)
      await sleep(chunk.length / 4_000)
    }
    far.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(database.url)
  url.port = String((server.address() as { port: number }).port)
  return { url: `${url.href}?sslmode=disable`, close: () => void server.close() }
}

describe.skipIf(!hasScript())('on a terminal (needs `script` of util-linux)', () => {
  test('a longer copy shows rows, bytes, rate and time left, and then the summary', async () => {
    const folder = makeFolder()
    generateTodoDatabase(join(folder, 'todo.db'), TODO_SIZES.guide)
    const slow = await slowPort()
    const screen = await onTerminal(folder, ['-p', slow.url, '--schema', 'long'])
    slow.close()
    expect(withoutEscapes(screen)).toMatch(
      /rows · tasks · [\d,]+ of 111,000 rows · \d+\.\d MB · \d+\.\d MB\/s · [\d,]+ rows\/s · \d+\.\d+ s left/,
    )
    expect(screen).toMatch(COLOUR)
    expect(screen).toMatch(/\ntotal +\d+\.\d\d +[\d,]+\r\n[\s\S]*\nProven: 3 tables, 111,000 rows: /)
    expect(screen.trimEnd().endsWith(`${ESCAPE}[?25h`)).toBe(true)
    expect(screen).not.toContain(PASSWORD)
  })

  test.each([
    ['--no-color', ['--no-color'], {}],
    ['NO_COLOR', [], { NO_COLOR: '1' }],
    ['TERM=dumb', [], { TERM: 'dumb' }],
  ] as const)('%s gives no colours', async (name, argv, environment) => {
    const schema = name.replace(/\W/g, '')
    const screen = await onTerminal(folderWithTodo(), ['-p', database.url, '--schema', schema, ...argv], {
      environment,
    })
    expect(screen).toContain('Published: 3 tables')
    expect(screen).not.toMatch(COLOUR)
  })

  test('a terminal that does not know its width gets plain lines', async () => {
    const argv = ['-p', database.url, '--schema', 'no_width']
    const screen = await onTerminal(folderWithTodo(), argv, { columns: 0 })
    expect(screen).toMatch(/^rows: 31 rows, /m)
    expect(screen).not.toMatch(CURSOR)
  })
})

describe('in a pipe', () => {
  test('there are plain lines, a step table, and one sentence that says what was proven', async () => {
    const argv = ['-p', database.url, '--schema', 'piped']
    const { exitCode, stdout, stderr } = await runProgram(folderWithTodo(), argv)
    expect(stderr).toMatch(/^open: .*\n[\s\S]*^rows: 31 rows, [\d.]+ k?B in \d+\.\d\d s · [\d,]+ rows\/s\n/m)
    const steps = /^Step +Seconds +Rows\/s\n(?<steps>(?:.+\n)+)/m.exec(stdout)?.groups?.['steps'] ?? ''
    const names = steps
      .trimEnd()
      .split('\n')
      .map(line => line.replace(/ {2,}.*/, ''))
    expect(names).toEqual(expect.arrayContaining(['open', 'inspect', 'census', 'rows', 'verify', 'publish']))
    expect(names.at(-1)).toBe('total')
    expect(stdout.match(/^Proven: /gm)).toHaveLength(1)
    expect(stdout).toMatch(
      /^Proven: 3 tables, 31 rows: [^.]+\.\nPublished: 3 tables in schema piped of postgresql:/m,
    )
    expect(stdout + stderr).not.toContain(ESCAPE)
    expect(stdout + stderr).not.toContain(PASSWORD)
    expect(exitCode).toBe(0)
  })

  test('--no-progress leaves standard error empty, --quiet both', async () => {
    const run = (...argv: string[]) => runProgram(folderWithTodo(), ['-p', database.url, ...argv])
    expect(await run('--schema', 'calm', '--no-progress')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await run('--schema', 'quiet', '--quiet')).toEqual({ exitCode: 0, stdout: '', stderr: '' })
    const refused = await run('--schema', 'quiet', '--quiet')
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' })
    expect(refused.stderr).toMatch(/^sqlite2pg: schema quiet holds already: .*\n→ .*\n.*\n$/)
  })
})

/** The contract's fields, in its order; others may stand between them. */
const FIELDS = {
  report:
    'formatVersion tool verb dryRun outcome exitCode startedAt seconds source target tables foreignKeys indexes sequences differences notices steps error',
  tool: 'name version',
  source: 'path bytes sqliteVersion journalMode fingerprint',
  target: 'url serverVersion schema',
  tables: 'source target sourceRows copiedRows quarantinedRows targetRows bytes seconds proof columns',
  columns: 'source target declared type because',
  foreignKeys: 'table columns parent parentColumns orphans state because',
  indexes: 'name table state because',
  sequences: 'table column lastValue',
  notices: 'code severity object message hint',
  steps: 'name seconds wall',
}

const SOURCE = `PRAGMA foreign_keys = off;
  CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT UNIQUE);
  CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), title TEXT);
  CREATE INDEX by_title ON tasks (title);
  INSERT INTO users VALUES (9007199254740993, 'a@x');
  INSERT INTO tasks VALUES (1, 9007199254740993, 'a'), (2, 17, 'orphan');`

describe('--json', () => {
  test("gives exactly one object: the contract's fields in order, integers beyond 2^53 as text", async () => {
    const folder = makeFolder()
    const file = new Database(join(folder, 'todo.db'))
    file.exec(SOURCE)
    file.close()
    const { exitCode, stdout, stderr } = await runProgram(folder, [
      '-p',
      database.url,
      '--schema',
      'js',
      '--json',
    ])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const report = JSON.parse(stdout)
    const [tasks] = report.tables.filter(({ source }: { source: string }) => source === 'tasks')
    const records = { report, ...report, tables: tasks, columns: tasks.columns[0] }
    for (const [name, fields] of Object.entries(FIELDS)) {
      const record = Array.isArray(records[name]) ? records[name][0] : records[name]
      const wanted = fields.split(' ')
      expect([name, ...Object.keys(record).filter(key => wanted.includes(key))]).toEqual([name, ...wanted])
    }
    expect(report).toMatchObject({ formatVersion: 1, outcome: 'succeeded', exitCode: 0, error: null })
    expect(report.startedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(report.sequences).toContainEqual({ table: 'users', column: 'id', lastValue: '9007199254740993' })
    expect(tasks).toMatchObject({ sourceRows: 2, copiedRows: 2, quarantinedRows: 0, targetRows: 2 })
    expect(report.foreignKeys[0]).toMatchObject({ orphans: 1, state: 'not valid' })
    expect(report.target.url).toContain(':***@')
    expect(stdout).not.toContain(PASSWORD)
  })

  test.skipIf(!hasScript())('on a terminal is as bare as in a pipe', async () => {
    const argv = ['plan', '-p', database.url, '--schema', 'bare', '--json']
    const screen = await onTerminal(folderWithTodo(), argv)
    expect(screen).not.toContain(ESCAPE)
    expect(JSON.parse(screen)).toMatchObject({ verb: 'plan', outcome: 'would succeed' })
  })
})
