// Whole runs over several threads: in parts of a few hundred bytes, beside a writer that never stops, with rows set
// aside, and with a connection that breaks.
import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate } from '../../src/index.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { privateSchemas } from '../faults/live-schema.ts'
import { query, withDatabase } from '../server/database.ts'
import { startOtherProgram } from '../sqlite/other-program.ts'
import { sourceContents, targetContents } from './cells.ts'
import { counts, moved } from './quarantined-run.ts'
import { newPath, sourceFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())
const { url } = database

const SEVERAL = { jobs: 3, partBytes: 500 } as const

const MANY_KINDS = `
  CREATE TABLE dense (id INTEGER PRIMARY KEY, note TEXT, body BLOB);
  CREATE TABLE sparse (id INTEGER PRIMARY KEY, note TEXT);
  CREATE TABLE keyed (a TEXT, b, note TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TABLE descending (a INTEGER, b TEXT, PRIMARY KEY (a DESC)) WITHOUT ROWID;
  CREATE TABLE bare (note TEXT);
  CREATE TABLE empty (id INTEGER PRIMARY KEY);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
    INSERT INTO dense SELECT i, 'tab' || char(9, 10, 92) || i, zeroblob(i % 9) FROM n;
  INSERT INTO sparse SELECT id * id * 1000003 - 5000000000, note FROM dense;
  INSERT INTO sparse VALUES (-9223372036854775808, 'lowest'), (9223372036854775807, 'highest');
  INSERT INTO keyed SELECT CASE id % 3 WHEN 0 THEN '' ELSE 'ü' || id % 7 END, CASE id % 2 WHEN 0 THEN id ELSE 't' || id END, note FROM dense;
  INSERT INTO descending SELECT id, note FROM dense;
  INSERT INTO bare SELECT note FROM dense UNION ALL SELECT 'twice' FROM dense;`

describe('several readers', () => {
  test('move every row of every kind of table, as one reader does', async () => {
    const path = sourceFile(MANY_KINDS)
    const { schema } = await moved(url, path, SEVERAL)
    expect(await targetContents(url, schema)).toEqual(await sourceContents(path, url, schema))
    const alone = await moved(url, path, { jobs: 1 })
    expect(await targetContents(url, schema)).toEqual(await targetContents(url, alone.schema))
  })

  test('leave the rows that are set aside to one of them', async () => {
    const path = sourceFile(`
      PRAGMA foreign_keys = OFF; CREATE TABLE parents (id INTEGER PRIMARY KEY, note TEXT);
      CREATE TABLE children (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parents (id), note TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
        INSERT INTO parents SELECT i, 'parent ' || i FROM n;
      INSERT INTO children SELECT id, CASE WHEN id % 10 = 0 THEN 1000 + id ELSE id END, note FROM parents;`)
    const { report, schema } = await moved(url, path, { ...SEVERAL, orphans: 'quarantine' })
    expect(counts(report)).toEqual({ parents: [200, 200, 0], children: [200, 180, 20] })
    expect(await query(url, `SELECT count(*)::int AS n FROM ${schema}.sqlite2pg_quarantine`)).toEqual([
      { n: 20 },
    ])
  })

  test('see one instant of a file that is written all the time', async () => {
    const path =
      sourceFile(`PRAGMA journal_mode = WAL; CREATE TABLE a (n INTEGER, pad TEXT); CREATE TABLE b (n INTEGER, pad TEXT);
      INSERT INTO a VALUES (0, ''); INSERT INTO b VALUES (0, '');`)
    // The anchor keeps the log and its index there, as an application that is running does.
    await startOtherProgram(
      path,
      `database.pragma('synchronous = OFF'); let n = 0
       const both = database.transaction(() => { n++; for (const t of ['a', 'b']) database.prepare('INSERT INTO ' + t + ' VALUES (?, ?)').run(n, 'x'.repeat(n % 50)) })
       const step = () => { try { for (let i = 0; i < 5; i++) both() } catch {} ; setTimeout(step, 1) }
       for (let i = 0; i < 500; i++) both()
       step(); ready()`,
    )
    const run = await migrate({ sqlitePath: path, url, schema: 'instant', ...SEVERAL })
    expect(run.error).toBeNull()
    const [seen] = await query(
      url,
      `SELECT (SELECT array_agg(n ORDER BY n) FROM instant.a) = (SELECT array_agg(n ORDER BY n) FROM instant.b) AS same,
              (SELECT count(*) = max(n) + 1 FROM instant.a) AS whole, (SELECT count(*)::int FROM instant.a) AS rows`,
    )
    expect(seen).toMatchObject({ same: true, whole: true })
    expect(Number(seen?.['rows'])).toBeGreaterThan(500)
    const file = new Database(path, { readonly: true })
    expect(Number(file.prepare('SELECT count(*) FROM a').pluck().get())).toBeGreaterThan(
      Number(seen?.['rows']),
    )
    file.close()
  })
})

describe('a damaged file', () => {
  test.each([0, 0.5, 0.9])('ends as it does with one reader, wherever the damage is (%s)', async where => {
    const path = sourceFile(MANY_KINDS)
    const pageBytes = 4096
    const pages = statSync(path).size / pageBytes
    const file = openSync(path, 'r+')
    writeSync(
      file,
      Buffer.alloc(pageBytes, 0xab),
      0,
      pageBytes,
      Math.max(1, Math.floor(pages * where)) * pageBytes,
    )
    closeSync(file)
    const [several, alone] = [
      await migrate({ sqlitePath: path, url, schema: 'damaged', ...SEVERAL }),
      await migrate({ sqlitePath: path, url, schema: 'damaged', jobs: 1 }),
    ]
    expect(several).toMatchObject({ exitCode: 3, error: { code: 'SOURCE_CORRUPT' } })
    expect(several.error).toEqual(alone.error)
  })
})

describe('when the connection of one reader breaks', () => {
  test('and nothing is tried again: all stop, the cause is told, and a later run clears away what is kept', async () => {
    const path = newPath()
    const file = new Database(path)
    file.pragma('synchronous = OFF')
    file.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO t SELECT i, hex(randomblob(200)) FROM n`)
    file.close()
    let broken: Promise<unknown> | null = null
    const onEvent = (event: RunEvent): void => {
      if (event.type !== 'progress' || event.step !== 'rows') return
      broken ??= query(
        url,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%COPY %' ORDER BY pid LIMIT 1`,
      )
    }
    const options = { sqlitePath: path, url, schema: 'broken', jobs: 2, partBytes: 200_000, retryFor: 0 }
    const report = await migrate({ ...options, onEvent })
    await broken
    expect(report).toMatchObject({ exitCode: 4, outcome: 'failed', error: { code: 'TARGET_LOST' } })
    expect(await query(url, `SELECT 1 FROM pg_namespace WHERE nspname = 'broken'`)).toEqual([])
    const others = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%COPY %'`
    await expect.poll(async () => (await query(url, others))[0]).toEqual({ n: 0 })
    expect(await migrate(options)).toMatchObject({ outcome: 'succeeded' })
    expect(await privateSchemas(url, 'run')).toEqual([])
  })
})
