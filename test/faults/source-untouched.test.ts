// No verb leaves a mark on the source, however the run ends and whatever state the file was found in: the same
// bytes, the same log, the same names beside it.
import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { query, withDatabase } from '../server/database.ts'
import { startOtherProgram } from '../sqlite/other-program.ts'
import { build, makeWorkplace, snapshot } from '../sqlite/workplace.ts'
import { endings, everyVerbScript, type OtherEnding, runVerb } from './every-verb.ts'
import { MAIN, runProgram } from './program.ts'

const database = await withDatabase()
afterAll(() => database.drop())

const TABLES = `CREATE TABLE account (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL);
  CREATE TABLE savings (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL);
  CREATE TABLE movement (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL);
  INSERT INTO account VALUES (1, 1000000); INSERT INTO savings VALUES (1, 0)`
const WAL = 'PRAGMA journal_mode = WAL'

/** Each verb is to end as expected and to leave the files as they were. */
async function expectUntouched(path: string, schema: string): Promise<void> {
  const before = snapshot(path)
  for (const ending of endings(path, database.url, schema)) {
    const { exitCode, error } = await runVerb(ending)
    expect({ verb: ending.verb, exitCode, error }).toMatchObject({ exitCode: ending.exitCode })
    expect(snapshot(path)).toEqual(before)
  }
}

/** A writer that crashed with its last commits in the log only. */
async function crashedFile(path: string): Promise<string> {
  build(path, WAL, TABLES)
  const writer = await startOtherProgram(
    path,
    `database.exec('INSERT INTO movement VALUES (1, 5), (2, 7)'); ready()`,
  )
  await writer.kill()
  expect(existsSync(`${path}-wal`)).toBe(true)
  return path
}

describe('every verb, ending well or badly, leaves as it was', () => {
  test('a file with a rollback journal', async () => {
    await expectUntouched(build(makeWorkplace().file('todo.db'), TABLES), 'rollback')
  })

  test('a closed WAL file, which lies alone', async () => {
    await expectUntouched(build(makeWorkplace().file('todo.db'), WAL, TABLES), 'closed_wal')
  })

  test('a WAL file whose log and index a crashed program left, whose rows arrive', async () => {
    await expectUntouched(await crashedFile(makeWorkplace().file('todo.db')), 'crashed')
    expect(await query(database.url, 'SELECT count(*)::int AS count FROM crashed.movement')).toEqual([
      { count: 2 },
    ])
  })

  test('a WAL file, by the command line as by the library', async () => {
    const path = await crashedFile(makeWorkplace().file('todo.db'))
    const before = snapshot(path)
    for (const verb of ['migrate', 'plan', 'verify', 'doctor']) {
      const target = ['-p', database.url, '--schema', verb === 'plan' ? 'free' : 'by_command']
      const { exitCode, stderr } = await runProgram([verb, '-s', path, ...target])
      expect(exitCode, stderr).toBe(0)
      expect(snapshot(path)).toEqual(before)
    }
  })

  test('a file with the journal of an unfinished transaction', async () => {
    const path = build(makeWorkplace().file('todo.db'), TABLES)
    const writer = await startOtherProgram(
      path,
      `database.pragma('cache_size = 1'); database.exec('BEGIN; UPDATE account SET amount = 1');
       database.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO movement SELECT i, i FROM n");
       ready()`,
    )
    await writer.kill()
    expect(existsSync(`${path}-journal`)).toBe(true)
    await expectUntouched(path, 'unfinished')
    expect(await query(database.url, 'SELECT amount FROM unfinished.account')).toEqual([
      { amount: '1000000' },
    ])
  })
})

/** What runs a program as an account without rights; null where nobody can be had. */
function withoutRights(): readonly string[] | null {
  if (process.getuid?.() !== 0) return []
  const through = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']
  const [file = '', ...args] = [...through, process.execPath, MAIN, '--version']
  return spawnSync(file, args, { cwd: '/' }).status === 0 ? through : null
}

describe('for a user without the right to write', () => {
  const through = withoutRights()

  /** A copy of the files in a folder that anybody may enter; modes are set at the end. */
  function readable(from: string, fileMode: number, folderMode: number): string {
    const folder = mkdtempSync(join(tmpdir(), 'sqlite2pg-untouched-'))
    onTestFinished(() => {
      chmodSync(folder, 0o755)
      rmSync(folder, { recursive: true })
    })
    for (const suffix of ['', '-wal', '-shm']) {
      const to = join(folder, `todo.db${suffix}`)
      if (!existsSync(from + suffix)) continue
      cpSync(from + suffix, to)
      chmodSync(to, fileMode)
    }
    chmodSync(folder, folderMode)
    return join(folder, 'todo.db')
  }

  const FILES = [
    { kind: 'a file with a rollback journal', schema: 'a', make: (path: string) => build(path, TABLES) },
    { kind: 'a closed WAL file', schema: 'b', make: (path: string) => build(path, WAL, TABLES) },
    { kind: 'a WAL file of a crashed program', schema: 'c', make: crashedFile },
  ]

  async function expectUntouchedByOthers(path: string, schema: string): Promise<void> {
    const before = snapshot(path)
    const all = endings(path, database.url, schema)
    const program = [process.execPath, '--input-type=module', '-e', everyVerbScript(all)]
    const [file = '', ...args] = [...(through ?? []), ...program]
    const { stdout } = await promisify(execFile)(file, args, { cwd: '/' })
    const results = JSON.parse(stdout) as readonly OtherEnding[]
    expect(results.map(({ exitCode }) => exitCode)).toEqual(all.map(({ exitCode }) => exitCode))
    const digests = Object.entries(before.hashes).map(([name, hash]) => `${name} ${hash}`)
    for (const result of results) expect(result).toMatchObject({ listing: before.listing, digests })
    expect(snapshot(path)).toEqual(before)
  }

  test.each(FILES)('$kind, read-only in a read-only directory, is read and stays as it was', async item => {
    const path = readable(await item.make(makeWorkplace().file('todo.db')), 0o444, 0o555)
    if (through !== null) await expectUntouchedByOthers(path, `closed_${item.schema}`)
  })

  test.each(FILES)('$kind, read-only in a directory that can be written, stays as it was', async item => {
    const path = readable(await item.make(makeWorkplace().file('todo.db')), 0o444, 0o777)
    if (through !== null) await expectUntouchedByOthers(path, `open_${item.schema}`)
  })
})

/** Each commit moves an amount and notes it; the number of the last one is told in a file of its own. */
function moveForEver(told: string): string {
  return `import { openSync } from 'node:fs'
    const told = openSync(${JSON.stringify(told)}, 'w')
    database.pragma('busy_timeout = 10000')
    const change = database.prepare('UPDATE account SET amount = amount - ?')
    const gain = database.prepare('UPDATE savings SET amount = amount + ?')
    const note = database.prepare('INSERT INTO movement VALUES (?, ?)')
    const move = database.transaction(n => { change.run(n % 7); gain.run(n % 7); note.run(n, n % 7) })
    let n = 0
    const step = () => { move(++n); writeSync(told, String(n).padStart(12), 0); setTimeout(step, 3) }
    step(); ready()`
}

/** Sums that only hold within one instant: amounts moved, amounts noted, notes without a gap. */
const BOOKS = (schema: string) => `
  SELECT (SELECT sum(amount) FROM ${schema}account) + (SELECT sum(amount) FROM ${schema}savings) AS total,
    (SELECT sum(amount) FROM ${schema}savings) - (SELECT coalesce(sum(amount), 0) FROM ${schema}movement) AS unbooked,
    (SELECT coalesce(max(id), 0) - count(*) FROM ${schema}movement) AS gaps`

const MODES = [
  { mode: 'WAL', setting: WAL, sideFiles: ['todo.db-shm', 'todo.db-wal'], remaining: ['todo.db'] },
  // A journal that the kill left without content is no journal to SQLite, and stays.
  {
    mode: 'rollback',
    setting: 'PRAGMA journal_mode = DELETE',
    sideFiles: ['todo.db-journal'],
    remaining: ['todo.db', 'todo.db-journal'],
  },
]

describe('beside a program that goes on writing', () => {
  test.each(MODES)(
    'in $mode mode the copy is of one instant, and no commit of the writer is lost',
    async item => {
      const { file, temporaryDirectory } = makeWorkplace()
      const path = build(file('todo.db'), item.setting, TABLES)
      const told = join(temporaryDirectory, 'told')
      const writer = await startOtherProgram(path, moveForEver(told))
      const schema = `busy_${item.mode.toLowerCase()}`
      const steps: number[] = []
      for (const round of [1, 2, 3]) {
        const target = { sqlitePath: path, url: database.url, schema: `${schema}_${round}` }
        for (const verb of ['plan', 'migrate', 'doctor'] as const) {
          const { error } = await runVerb({ verb, exitCode: 0, options: target })
          expect(error).toBeNull()
        }
        const books = await query(database.url, BOOKS(`${target.schema}.`))
        expect(books).toEqual([{ total: '1000000', unbooked: '0', gaps: '0' }])
        steps.push(Number(readFileSync(told, 'utf8')))
      }
      expect(new Set(steps).size).toBe(3)
      await writer.kill()
      const names = ['todo.db', ...item.sideFiles]
      expect(snapshot(path).listing.filter(name => !names.includes(name))).toEqual([])
      expectSound(path, Number(readFileSync(told, 'utf8')))
      expect(snapshot(path).listing.filter(name => !item.remaining.includes(name))).toEqual([])
    },
  )

  function expectSound(path: string, committed: number): void {
    const opened = new Database(path)
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(opened.prepare(BOOKS('')).get()).toEqual({ total: 1_000_000, unbooked: 0, gaps: 0 })
    const rows = opened.prepare('SELECT count(*) FROM movement').pluck().get()
    expect(Number(rows)).toBeGreaterThanOrEqual(committed)
    opened.close()
  }
})
