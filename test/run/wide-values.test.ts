// Rows of long values by a whole run: moved and set aside value by value, beside short rows, in every kind of table.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { counts, moved, SET_ASIDE } from './quarantined-run.ts'
import { sourceFile } from './workplace.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

const LONG_TEXT = `\\.\n${'é\\ "and" 🎈\t'.repeat(60_000)}`
const LONG_BLOB = randomBytes(700_000)

/** Every third row is long, and every second one is set aside where that is asked for. */
function fill(declaration: string, rows: number, encoding = 'UTF-8') {
  return sourceFile(source => {
    source.pragma(`encoding = '${encoding}'`)
    source.exec(declaration)
    const insert = source.prepare('INSERT INTO t VALUES (?, ?, ?, ?)')
    for (let id = 1; id <= rows; id++) {
      const isLong = id % 3 === 0
      insert.run(
        `k${id}`,
        id % 2 === 0 ? 'none' : BigInt(id),
        isLong ? LONG_TEXT : 'short\t\\',
        isLong ? LONG_BLOB : null,
      )
    }
  })
}

const DECLARATIONS = {
  'with a rowid': 'CREATE TABLE t (k TEXT PRIMARY KEY, n INTEGER, txt TEXT, raw BLOB)',
  'without rowid': 'CREATE TABLE t (k TEXT PRIMARY KEY, n INTEGER, txt TEXT, raw BLOB) WITHOUT ROWID',
  'whose key is ordered by another collation':
    'CREATE TABLE t (k TEXT COLLATE NOCASE, n INTEGER, txt TEXT, raw BLOB, PRIMARY KEY (k COLLATE BINARY)) WITHOUT ROWID',
}

const md5 = (value: string | Buffer): string => createHash('md5').update(value).digest('hex')

const arrived = (isLong: boolean) => ({
  txt: md5(isLong ? LONG_TEXT : 'short\t\\'),
  raw: isLong ? md5(LONG_BLOB) : null,
})

describe('rows of long values', () => {
  for (const [kind, declaration] of Object.entries(DECLARATIONS)) {
    it(`are moved and set aside among short ones from a table ${kind}`, async () => {
      const { report, schema } = await moved(database.url, fill(declaration, 24), SET_ASIDE)
      expect(counts(report)).toEqual({ t: [24, 12, 12] })
      const rows = await query(
        database.url,
        `SELECT n, md5(txt) AS txt, md5(raw) AS raw FROM ${schema}.t ORDER BY n`,
      )
      expect(rows).toEqual(
        Array.from({ length: 12 }, (_, i) => ({ n: String(2 * i + 1), ...arrived((2 * i + 1) % 3 === 0) })),
      )
      const aside = await query(
        database.url,
        `SELECT md5(row_values -> 'txt' ->> 'value') AS txt, md5(decode(row_values -> 'raw' ->> 'hex', 'hex')) AS raw
         FROM ${schema}.sqlite2pg_quarantine ORDER BY (row_values -> 'k' ->> 'value') COLLATE "C"`,
      )
      const ids = Array.from({ length: 12 }, (_, i) => 2 * i + 2).sort((a, b) => (`k${a}` < `k${b}` ? -1 : 1))
      expect(aside).toEqual(ids.map(id => arrived(id % 3 === 0)))
    })
  }

  it('are moved and set aside from a UTF-16 database', async () => {
    const { report } = await moved(
      database.url,
      fill(DECLARATIONS['with a rowid'], 12, 'UTF-16le'),
      SET_ASIDE,
    )
    expect(counts(report)).toEqual({ t: [12, 6, 6] })
  })
})
