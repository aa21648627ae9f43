// Workers hold the moment of the main thread's reader, whatever a writer does, and end when they are told to.
import { renameSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { SourceReader } from '../../src/sqlite/reader.ts'
import { hasStuckThreads } from '../../src/workers/stuck-threads.ts'
import { WorkerPool } from '../../src/workers/worker-pool.ts'
import { startOtherProgram } from '../sqlite/other-program.ts'
import { build, fill, makeWorkplace, snapshot } from '../sqlite/workplace.ts'

const BOTH_TABLES =
  'CREATE TABLE a (n INTEGER); CREATE TABLE b (n INTEGER); INSERT INTO a VALUES (0); INSERT INTO b VALUES (0)'

/** Every commit moves both counters by one. */
const COUNT_FOR_EVER = `
  const both = database.transaction(() => database.exec('UPDATE a SET n = n + 1; UPDATE b SET n = n + 1'))
  const step = () => { try { for (let i = 0; i < 20; i++) both() } catch {} ; setImmediate(step) }
  step(); ready()`

const COUNTERS = sqlite`SELECT (SELECT n FROM a), (SELECT n FROM b)`
const ENDLESS = sqlite`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000000) SELECT count(*) FROM n`

describe('workers', () => {
  test('hold one instant with the main thread beside a writer that never stops', async () => {
    const path = build(makeWorkplace().file('todo.db'), 'PRAGMA journal_mode = WAL', BOTH_TABLES)
    await startOtherProgram(path, `database.pragma('synchronous = OFF'); ${COUNT_FOR_EVER}`)
    const source = await openSource(path)
    const seen = new Set<bigint>()
    for (let round = 0; round < 5; round++) {
      const pool = await WorkerPool.start(source, 3)
      const reader = source.openReader()
      expect(await pool.beginTogether(reader)).toBe(true)
      const [here] = reader.raw<[bigint, bigint]>(COUNTERS)
      await new Promise(resolve => setTimeout(resolve, 50))
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => pool.raw<[bigint, bigint]>(COUNTERS)),
      )
      expect(here?.[0]).toBe(here?.[1])
      expect(answers).toEqual(Array(12).fill([here]))
      seen.add(here?.[0] ?? 0n)
      await pool.close()
      reader.close()
    }
    expect(seen.size).toBeGreaterThan(1)
    source.close()
  })

  test('keep commits waiting in rollback mode until they are closed, and change no byte', async () => {
    const path = build(makeWorkplace().file('todo.db'), BOTH_TABLES)
    const before = snapshot(path)
    const source = await openSource(path)
    const pool = await WorkerPool.start(source, 2)
    const reader = source.openReader()
    expect(await pool.beginTogether(reader)).toBe(true)
    const commit = startOtherProgram(
      path,
      `database.pragma('busy_timeout = 0'); try { database.exec('DELETE FROM a'); process.exit(1) } catch { ready() }`,
    )
    await expect(commit).resolves.toBeDefined()
    await pool.close()
    source.close()
    expect(snapshot(path)).toEqual(before)
  })

  test('answer several queries at the same time, and tell what SQLite says of a wrong one', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 100))
    const source = await openSource(path)
    const pool = await WorkerPool.start(source, 2)
    expect(pool.lanes).toBe(2)
    expect(await pool.beginTogether(source.openReader())).toBe(true)
    const counts = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        pool.raw<[bigint]>(sqlite`SELECT count(*) FROM t WHERE id <= ?`, [BigInt(i)]),
      ),
    )
    expect(counts.map(rows => rows[0]?.[0])).toEqual(Array.from({ length: 10 }, (_, i) => BigInt(i)))
    await expect(pool.raw(sqlite`SELECT missing FROM t`)).rejects.toThrow('no such column: missing')
    expect(await pool.raw(sqlite`SELECT 1`)).toEqual([[1n]])
    await pool.close()
    source.close()
  })

  test('end within a second, in the middle of a query too, and refuse what is asked afterwards', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 10))
    const source = await openSource(path)
    const pool = await WorkerPool.start(source, 1)
    await pool.beginTogether(source.openReader())
    const endless = pool.raw(ENDLESS)
    endless.catch(() => undefined)
    await new Promise(resolve => setTimeout(resolve, 100))
    const started = performance.now()
    await pool.stop()
    expect(performance.now() - started).toBeLessThan(1000)
    await expect(endless).rejects.toThrow()
    await expect(pool.raw(sqlite`SELECT 1`)).rejects.toThrow()
    expect(hasStuckThreads()).toBe(true)
    await vi.waitUntil(() => !hasStuckThreads(), 30_000)
    source.close()
  })

  test('refuse a file that was replaced while they opened it', async () => {
    const { file } = makeWorkplace()
    const path = build(file('todo.db'), fill('t', 10))
    const next = build(file('next.db'), fill('t', 20))
    const source = await openSource(path)
    const starting = WorkerPool.start(source, 2)
    renameSync(next, path)
    await expect(starting).rejects.toMatchObject({
      code: 'SOURCE_CHANGED',
      message: expect.stringContaining('replaced by another file'),
    })
    expect(() => source.openReader()).toThrow(/replaced by another file/)
    source.close()
  })

  test('tell at once what keeps the main reader from its moment, and hear an interruption', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 10))
    const source = await openSource(path, { busyTimeoutMs: 300 })
    const [locked, interrupted] = [await WorkerPool.start(source, 2), await WorkerPool.start(source, 2)]
    await startOtherProgram(path, `database.exec('BEGIN EXCLUSIVE'); ready()`)
    const started = performance.now()
    await expect(locked.beginTogether(source.openReader())).rejects.toMatchObject({ code: 'SOURCE_LOCKED' })
    const controller = new AbortController()
    const reader = new SourceReader(path, { path, signal: controller.signal })
    controller.abort(new Error('stop'))
    await expect(interrupted.beginTogether(reader, controller.signal)).rejects.toThrow()
    expect(performance.now() - started).toBeLessThan(3000)
    await Promise.all([locked.close(), interrupted.close()])
    reader.close()
    source.close()
  })

  test('that never got a moment end too', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 10))
    const source = await openSource(path)
    const pool = await WorkerPool.start(source, 2)
    await pool.close()
    source.close()
  })
})
