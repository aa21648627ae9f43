import { describe, expect, test } from 'vitest'
import { sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { startOtherProgram } from './other-program.ts'
import { build, fill, makeWorkplace, snapshot } from './workplace.ts'

describe('a file that another program has locked', () => {
  test('is an error after the busy timeout, saying so', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 3))
    await startOtherProgram(path, `database.exec('BEGIN EXCLUSIVE'); ready()`)
    const before = snapshot(path)
    await expect(openSource(path, { busyTimeoutMs: 300 })).rejects.toMatchObject({
      code: 'SOURCE_LOCKED',
      exitCode: 3,
      message: `${path} is locked by another program (waited 0.3 s)`,
      hint: expect.stringContaining('run again'),
    })
    expect(snapshot(path)).toEqual(before)
  })

  test('in the middle of a transaction that has reached the file is locked, its journal not hot', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 300))
    const spill =
      "database.pragma('cache_size = 5'); database.exec('BEGIN'); database.exec('UPDATE t SET v = 1'); ready()"
    await startOtherProgram(path, spill)
    const before = snapshot(path)
    await expect(openSource(path, { busyTimeoutMs: 200 })).rejects.toMatchObject({ code: 'SOURCE_LOCKED' })
    expect(snapshot(path)).toEqual(before)
  })

  test('opens as soon as the lock is gone', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 3))
    await startOtherProgram(
      path,
      `database.exec('BEGIN EXCLUSIVE'); ready(); setTimeout(() => database.exec('COMMIT'), 400)`,
    )
    const file = await openSource(path)
    expect(file.openReader().value(sqlite`SELECT count(*) FROM t`)).toBe(3n)
    file.close()
  })

  test('is waited for no longer than until an interrupt', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 3))
    await startOtherProgram(path, `database.exec('BEGIN EXCLUSIVE'); ready()`)
    const signal = AbortSignal.timeout(200)
    await expect(openSource(path, { signal, busyTimeoutMs: 60_000 })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    })
  })

  test('in WAL mode with an exclusive locking mode is locked too', async () => {
    const path = build(makeWorkplace().file('todo.db'), 'PRAGMA journal_mode = WAL', fill('t', 3))
    const script = `database.exec('INSERT INTO t VALUES (9, 9)'); database.pragma('locking_mode = EXCLUSIVE');
      database.exec('INSERT INTO t VALUES (10, 10)'); ready()`
    await startOtherProgram(path, script)
    await expect(openSource(path, { busyTimeoutMs: 200 })).rejects.toMatchObject({ code: 'SOURCE_LOCKED' })
  })
})
