// Files that can be used, each read without a trace: same bytes, same listing, no private copy left.
import { chmodSync, copyFileSync, existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import type { SourceFile } from '../../src/sqlite/source-file.ts'
import { startOtherProgram } from './other-program.ts'
import { build, fill, makeWorkplace, snapshot, type Workplace } from './workplace.ts'

interface Reading {
  readonly rows: bigint | undefined
  readonly remarks: readonly string[]
  readonly inPlace: boolean
}

/** Opens, counts the rows of `t` and closes; source and temporary directory must be as they were. */
async function readWithoutTrace(path: string, { temporaryDirectory }: Workplace): Promise<Reading> {
  const before = snapshot(path)
  const file = await openSource(path, { temporaryDirectory })
  const rows = countRows(file)
  const reading = {
    rows,
    remarks: file.remarks.map(({ code }) => code),
    inPlace: !file.readPath.startsWith(temporaryDirectory),
  }
  file.close()
  expect(snapshot(path)).toEqual(before)
  expect(readdirSync(temporaryDirectory)).toEqual([])
  return reading
}

function countRows(file: SourceFile): bigint | undefined {
  const reader = file.openReader()
  reader.begin()
  return reader.value<bigint>(sqlite`SELECT count(*) FROM t`)
}

const IN_PLACE = { remarks: [], inPlace: true }

const ODD_FORMATS: readonly (readonly [what: string, settings: string])[] = [
  ['pages of 512 bytes', 'PRAGMA page_size = 512'],
  ['pages of 65536 bytes', 'PRAGMA page_size = 65536'],
  ['UTF-16le', "PRAGMA encoding = 'UTF-16le'"],
  ['UTF-16be', "PRAGMA encoding = 'UTF-16be'"],
  ['full auto_vacuum', 'PRAGMA auto_vacuum = FULL'],
  ['incremental auto_vacuum', 'PRAGMA auto_vacuum = INCREMENTAL'],
]

describe('a file in rollback mode', () => {
  test.each(ODD_FORMATS)('with %s is read in place', async (_what, settings) => {
    const place = makeWorkplace()
    const path = build(place.file('todo.db'), settings, fill('t', 50))
    expect(await readWithoutTrace(path, place)).toEqual({ rows: 50n, ...IN_PLACE })
  })

  test('with free pages is read in place', async () => {
    const place = makeWorkplace()
    const path = build(place.file('todo.db'), fill('t', 50), fill('gone', 200), 'DROP TABLE gone')
    expect(await readWithoutTrace(path, place)).toEqual({ rows: 50n, ...IN_PLACE })
  })

  test.each([
    'my todo.db',
    'to?do.db',
    'to#do.db',
    '100%25.db',
    "o'clock.db",
    'tö do 🙂.db',
    'file.db?mode=rwc',
  ])('called %s is opened by its path', async name => {
    const place = makeWorkplace()
    expect((await readWithoutTrace(build(place.file(name), fill('t', 2)), place)).rows).toBe(2n)
  })

  test('with a zeroed journal that PERSIST left is read in place', async () => {
    const place = makeWorkplace()
    const path = build(
      place.file('todo.db'),
      fill('t', 2),
      'PRAGMA journal_mode = PERSIST; INSERT INTO t VALUES (3, 4)',
    )
    expect(existsSync(`${path}-journal`)).toBe(true)
    expect(await readWithoutTrace(path, place)).toEqual({ rows: 3n, ...IN_PLACE })
  })

  test('is found through an SQLAlchemy URL', async () => {
    const place = makeWorkplace()
    const path = build(place.file('todo.db'), fill('t', 2))
    const file = await openSource(`sqlite:///${path}`)
    expect(countRows(file)).toBe(2n)
    expect(file.path).toBe(path)
    file.close()
  })

  test.skipIf(process.getuid?.() === 0)(
    'in a directory without write permission is read in place',
    async () => {
      const place = makeWorkplace()
      const path = build(place.file('todo.db'), fill('t', 2))
      chmodSync(place.directory, 0o555)
      expect(await readWithoutTrace(path, place)).toEqual({ rows: 2n, ...IN_PLACE })
      chmodSync(place.directory, 0o755)
    },
  )
})

describe('a file in WAL mode', () => {
  test('that was closed cleanly is read from a private copy', async () => {
    const place = makeWorkplace()
    const path = build(place.file('todo.db'), 'PRAGMA journal_mode = WAL', fill('t', 50))
    const expected = { rows: 50n, remarks: ['PRIVATE_COPY', 'WAL_WITHOUT_LOG'], inPlace: false }
    expect(await readWithoutTrace(path, place)).toEqual(expected)
  })

  test('whose whole content is in the log of a running application is read in place', async () => {
    const place = makeWorkplace()
    const path = place.file('todo.db')
    const other = await startOtherProgram(
      path,
      `database.pragma('journal_mode = WAL'); database.exec(${JSON.stringify(fill('t', 40))}); ready()`,
    )
    other.pause()
    expect(await readWithoutTrace(path, place)).toEqual({ rows: 40n, ...IN_PLACE })
  })

  test('whose application was killed keeps its log, and the log counts', async () => {
    const place = makeWorkplace()
    const path = place.file('todo.db')
    const other = await startOtherProgram(
      path,
      `database.pragma('journal_mode = WAL'); database.exec(${JSON.stringify(fill('t', 40))}); ready()`,
    )
    await other.kill()
    expect(await readWithoutTrace(path, place)).toEqual({ rows: 40n, ...IN_PLACE })
  })

  test('with a log but without -shm is read from a private copy with its log', async () => {
    const place = makeWorkplace()
    const path = await abandonedInWalMode(place)
    rmSync(`${path}-shm`)
    const expected = { rows: 40n, remarks: ['PRIVATE_COPY'], inPlace: false }
    expect(await readWithoutTrace(path, place)).toEqual(expected)
  })

  test('reached through a symbolic link has its log beside the real file', async () => {
    const place = makeWorkplace()
    const path = await abandonedInWalMode(place)
    const link = place.file('link.db')
    symlinkSync(path, link)
    expect(await readWithoutTrace(link, place)).toEqual({ rows: 40n, ...IN_PLACE })
  })

  test.skipIf(process.getuid?.() === 0)('in a directory without write permission is copied', async () => {
    const place = makeWorkplace()
    const path = await abandonedInWalMode(place)
    chmodSync(place.directory, 0o555)
    expect(await readWithoutTrace(path, place)).toMatchObject({ rows: 40n, remarks: ['PRIVATE_COPY'] })
    chmodSync(place.directory, 0o755)
  })
})

async function abandonedInWalMode(place: Workplace): Promise<string> {
  const path = place.file('todo.db')
  const script = `database.pragma('journal_mode = WAL'); database.exec(${JSON.stringify(fill('t', 40))}); ready()`
  await (await startOtherProgram(path, script)).kill()
  return path
}

/** A transaction so large for its cache that pages go to the file before the commit. */
const SPILL = `database.pragma('cache_size = 5'); database.pragma('cache_spill = 5');
  database.exec('BEGIN'); database.exec("UPDATE t SET v = 'changed' || v"); database.exec("DELETE FROM t WHERE id % 2");
  ready()`

describe('a hot rollback journal', () => {
  test('of a killed application is rolled back in a private copy only', async () => {
    const place = makeWorkplace()
    const path = build(place.file('todo.db'), fill('t', 300))
    await (await startOtherProgram(path, SPILL)).kill()
    expect(Object.keys(snapshot(path).hashes)).toEqual(['todo.db', 'todo.db-journal'])
    expect(await readWithoutTrace(path, place)).toEqual({
      rows: 300n,
      remarks: ['HOT_JOURNAL'],
      inPlace: false,
    })
  })

  test('copied together with its file in mid-transaction is rolled back likewise', async () => {
    const place = makeWorkplace()
    const path = build(place.file('a.db'), fill('t', 300))
    const other = await startOtherProgram(path, SPILL)
    for (const suffix of ['', '-journal']) copyFileSync(path + suffix, place.file('backup.db') + suffix)
    await other.kill()
    expect((await readWithoutTrace(place.file('backup.db'), place)).rows).toBe(300n)
  })

  test('of a writer that has not reached the file yet is no obstacle, and the writer is mentioned', async () => {
    const place = makeWorkplace()
    const path = build(place.file('todo.db'), fill('t', 10))
    const other = await startOtherProgram(path, `database.exec('BEGIN; DELETE FROM t'); ready()`)
    other.pause()
    expect(await readWithoutTrace(path, place)).toEqual({
      rows: 10n,
      remarks: ['WRITER_WAITS'],
      inPlace: true,
    })
  })
})
