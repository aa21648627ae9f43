// A writer that never stops: all readers see one instant, and the writer is never stopped by them.
import { describe, expect, test } from 'vitest'
import { sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { momentMark, openReadersAtOneMoment } from '../../src/sqlite/source-file.ts'
import { startOtherProgram } from './other-program.ts'
import { build, fill, makeWorkplace, snapshot } from './workplace.ts'

const BOTH_TABLES =
  'CREATE TABLE a (n INTEGER); CREATE TABLE b (n INTEGER); INSERT INTO a VALUES (0); INSERT INTO b VALUES (0)'

/** Every commit moves both counters by one. */
const COUNT_FOR_EVER = `
  const both = database.transaction(() => database.exec('UPDATE a SET n = n + 1; UPDATE b SET n = n + 1'))
  const step = () => { try { for (let i = 0; i < 20; i++) both() } catch {} ; setImmediate(step) }
  step(); ready()`

const COUNTERS = sqlite`SELECT (SELECT n FROM a) AS a, (SELECT n FROM b) AS b`

describe('readers beside a writer that never stops', () => {
  test('in WAL mode hold one instant together, while the writer goes on', async () => {
    const { file } = makeWorkplace()
    const path = build(file('todo.db'), 'PRAGMA journal_mode = WAL', BOTH_TABLES)
    await startOtherProgram(path, `database.pragma('synchronous = OFF'); ${COUNT_FOR_EVER}`)
    const source = await openSource(path)
    const seen: bigint[] = []
    for (let round = 0; round < 20; round++) {
      const readers = openReadersAtOneMoment(source, 4)
      const mark = readers[0]?.moment?.mark
      const counters = readers.map(reader => reader.get<{ a: bigint; b: bigint }>(COUNTERS))
      const { a } = counters[0]!
      expect(counters).toEqual(Array(4).fill({ a, b: a }))
      for (let wait = 0; wait < 10_000 && momentMark(source) === mark; wait++) await new Promise(setImmediate)
      expect(momentMark(source)).not.toBe(mark)
      expect(readers.map(reader => reader.value(sqlite`SELECT n FROM a`))).toEqual(Array(4).fill(a))
      for (const reader of readers) reader.close()
      seen.push(a)
    }
    expect(new Set(seen).size).toBeGreaterThan(1)
    source.close()
  })

  test('leave the bytes of a WAL database and its log as they are', async () => {
    const { file } = makeWorkplace()
    const path = build(file('todo.db'), 'PRAGMA journal_mode = WAL', BOTH_TABLES)
    const other = await startOtherProgram(path, COUNT_FOR_EVER)
    const source = await openSource(path)
    other.pause()
    const before = snapshot(path)
    const readers = openReadersAtOneMoment(source, 3)
    for (const reader of readers) reader.all(sqlite`SELECT * FROM a`)
    source.close()
    expect(snapshot(path)).toEqual(before)
    other.resume()
  })

  test('in rollback mode keep commits waiting until they let go', async () => {
    const { file } = makeWorkplace()
    const path = build(file('todo.db'), BOTH_TABLES)
    await startOtherProgram(path, `database.pragma('busy_timeout = 0'); ${COUNT_FOR_EVER}`)
    const source = await openSource(path)
    const readers = openReadersAtOneMoment(source, 3)
    const counters = readers.map(reader => reader.get<{ a: bigint; b: bigint }>(COUNTERS))
    expect(counters).toEqual(Array(3).fill({ a: counters[0]!.a, b: counters[0]!.a }))
    const mark = momentMark(source)
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(momentMark(source)).toBe(mark)
    for (const reader of readers) reader.end()
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(momentMark(source)).not.toBe(mark)
    source.close()
  })

  test('keep their shared lock when the same file is opened and closed once more in the process', async () => {
    const path = build(makeWorkplace().file('todo.db'), fill('t', 3))
    const source = await openSource(path)
    const [reader] = openReadersAtOneMoment(source, 1)
    ;(await openSource(path)).close()
    const other = startOtherProgram(
      path,
      `database.pragma('busy_timeout = 0'); try { database.exec('DELETE FROM t'); process.exit(1) } catch { ready() }`,
    )
    await expect(other).resolves.toBeDefined()
    expect(reader?.value(sqlite`SELECT count(*) FROM t`)).toBe(3n)
    source.close()
  })
})
