// A row that is set aside with texts of which every character is longer as JSON, and longer again in a COPY line.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { counts, moved } from './quarantined-run.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

const MEGABYTES = 20
const QUOTES = '"\n\\"'.repeat((MEGABYTES * 2 ** 20) / 4)
const LINES = '\r\n"\t'.repeat((MEGABYTES * 2 ** 20) / 4)

it('two texts of 20 MB of quotes, line ends and backslashes are set aside exactly', async () => {
  const path = sourceFile(db => {
    db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, quotes TEXT, lines TEXT)')
    const insert = db.prepare('INSERT INTO t VALUES (?, ?, ?, ?)')
    insert.run(1, 1, 'a', 'b')
    insert.run(2, 'two', QUOTES, LINES)
    insert.run(3, 'three', 'c', 'd')
  })
  const { report, schema } = await moved(database.url, path, { badValues: 'quarantine' })
  expect(counts(report)).toEqual({ t: [3, 1, 2] })
  const [row] = await query(
    database.url,
    `SELECT encode(sha256(convert_to(row_values->'quotes'->>'value', 'UTF8')), 'hex') AS quotes,
       encode(sha256(convert_to(row_values->'lines'->>'value', 'UTF8')), 'hex') AS lines,
       row_values->'n'->>'value' AS n
     FROM "${schema}".sqlite2pg_quarantine WHERE source_key = '{"id":2}'`,
  )
  expect(row).toEqual({ quotes: digest(QUOTES), lines: digest(LINES), n: 'two' })
}, 180_000)

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
