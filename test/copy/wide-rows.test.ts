// A row sent alone in slices is, byte for byte, the line that SQLite writes of it, and arrives as it is in the file.
import { createHash, randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyLine, copyStatement } from '../../src/copy/copy-line.ts'
import { wideRow } from '../../src/copy/wide-rows.ts'
import type { MigrateOptions } from '../../src/model/options.ts'
import type { PlannedTable } from '../../src/model/plan.ts'
import { TargetConnection } from '../../src/postgres/connection.ts'
import { parseTarget } from '../../src/postgres/target/parse-target.ts'
import { plan } from '../../src/run/plan.ts'
import { postgresName, sqliteName } from '../../src/sql/quote.ts'
import { postgres, type SqliteSql, sqlite, trustPostgres } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import type { SourceReader } from '../../src/sqlite/reader.ts'
import { sourceFile } from '../run/workplace.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'

type Encoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be'
type Values = readonly (readonly unknown[])[]

const LONG = 600_000
let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

/** A table `t` of an id and columns of these declarations, with these values in its rows. */
function tableFile(declarations: readonly string[], rows: Values, encoding: Encoding = 'UTF-8'): string {
  return sourceFile(source => {
    source.pragma(`encoding = '${encoding}'`)
    source.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, ${declarations.map((one, i) => `c${i} ${one}`)})`)
    insert(source, rows)
  })
}

function insert(source: Database.Database, rows: Values): void {
  rows.forEach((values, i) => {
    source
      .prepare(`INSERT INTO t VALUES (${[i + 1, ...values].map(() => '?')})`)
      .run(BigInt(i + 1), ...values)
  })
}

async function planned(sqlitePath: string, options: Partial<MigrateOptions> = {}): Promise<PlannedTable> {
  const { report, plan: made } = await plan({ sqlitePath, url: database.url, jobs: 1, ...options })
  expect(report.error).toBeNull()
  const table = made?.tables[0]
  if (table === undefined) throw new Error('nothing was planned')
  return table
}

const place = (id: number) => ({ sql: sqlite`id = ?`, params: [BigInt(id)] })

function lineOf(reader: SourceReader, table: PlannedTable, id: number, encoding: Encoding): Buffer {
  const line: SqliteSql = encoding === 'UTF-8' ? sqlite`CAST(${copyLine(table)} AS BLOB)` : copyLine(table)
  const value = reader.value(sqlite`SELECT ${line} FROM ${sqliteName(table.source)} WHERE id = ?`, [
    BigInt(id),
  ])
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value))
}

/** Every row in slices equals its line; gives the types of the columns after the id. */
async function sameAsLines(
  declarations: readonly string[],
  rows: Values,
  encoding: Encoding = 'UTF-8',
  options: Partial<MigrateOptions> = {},
): Promise<readonly string[]> {
  const path = tableFile(declarations, rows, encoding)
  const table = await planned(path, options)
  const file = await openSource(path)
  try {
    const reader = file.openReader()
    for (const [i] of rows.entries()) {
      const buffers = [...wideRow(reader, table, place(i + 1), encoding)]
      expect(Math.max(...buffers.map(({ length }) => length))).toBeLessThanOrEqual(1_600_000)
      const [sliced, line] = [Buffer.concat(buffers), lineOf(reader, table, i + 1, encoding)]
      expect(sliced.equals(line), `row ${i + 1} of ${declarations}`).toBe(true)
    }
  } finally {
    file.close()
  }
  expect(table.columns.filter(({ slices }) => slices !== null).length).toBeGreaterThan(0)
  return table.columns.slice(1).map(({ type }) => type)
}

/** Texts that are hostile to slices: what is escaped, and characters of several bytes, on every kind of border. */
const TEXTS: readonly string[] = [
  '\\'.repeat(LONG),
  `x${'\\.'.repeat(LONG / 2)}`,
  `\\.\n\\N\t\r\n${'y'.repeat(LONG)}`,
  `a${'é'.repeat(LONG)}`,
  `ab${'€'.repeat(LONG)}`,
  ...['', 'a', 'ab', 'abc'].map(start => start + '🎈'.repeat(LONG)),
  `${'z'.repeat(524_287)}\\\n${'z'.repeat(524_287)}\t`,
  `\ufeff${'b'.repeat(LONG)}\ufffd`,
  '',
  '\\N',
  '\\.',
]
const BLOBS = [randomBytes(LONG * 2), Buffer.alloc(524_288, 92), Buffer.alloc(0), Buffer.from([0]), null]
const JSONS = [JSON.stringify({ a: 'é\t"\\\n'.repeat(LONG) }), '{}', null]

function column(values: readonly unknown[]): Values {
  return values.map(value => [value])
}

describe('a row in slices is the line that SQLite writes', () => {
  for (const encoding of ['UTF-8', 'UTF-16le', 'UTF-16be'] as const) {
    it(`of long texts in ${encoding}`, async () => {
      expect(await sameAsLines(['TEXT'], column([...TEXTS, null]), encoding)).toEqual(['text'])
    })

    it(`of long blobs, and of any value that is taken as its bytes, in ${encoding}`, async () => {
      expect(await sameAsLines(['BLOB'], column(BLOBS), encoding)).toEqual(['bytea'])
      const mixed = [...BLOBS, '€'.repeat(LONG), 1n, 2.5, -0.0, 1e300]
      expect(await sameAsLines(['BLOB'], column(mixed), encoding)).toEqual(['bytea'])
    })

    it(`of texts among numbers and of JSON in ${encoding}`, async () => {
      const mixed = [...TEXTS, 17n, 0.1, 1e23, -0.0, null]
      expect(await sameAsLines([''], column(mixed), encoding)).toEqual(['text'])
      expect(await sameAsLines(['JSON'], column(JSONS), encoding)).toEqual(['json'])
      expect(await sameAsLines(['JSONB'], column(JSONS), encoding)).toEqual(['jsonb'])
    })

    it(`of blobs that hold texts in ${encoding}`, async () => {
      const blobs = ['\\é\n'.repeat(LONG), 'plain'.repeat(LONG), ''].map(text => Buffer.from(text))
      expect(await sameAsLines(['TEXT'], column([...blobs, 'a\tb', null]), encoding)).toEqual(['text'])
      expect(await sameAsLines(['JSON'], column([Buffer.from(JSONS[0] ?? ''), '{"b":1}']), encoding)).toEqual(
        ['json'],
      )
    })

    it(`of texts that a cast decodes, mends or reads as another type in ${encoding}`, async () => {
      const latin = [Buffer.alloc(LONG, 0xe9), Buffer.from('a\\b'), null]
      expect(await sameAsLines(['BLOB'], column(latin), encoding, { casts: { 't.c0': 'latin1' } })).toEqual([
        'text',
      ])
      const odd = [Buffer.concat([Buffer.alloc(LONG, 'é'), Buffer.from([0xff, 0])]), 'x', 4n]
      const casts = { 't.c0': 'text:replace:strip_nul' }
      expect(await sameAsLines(['BLOB'], column(odd), encoding, { casts })).toEqual(['text'])
    })
  }

  it('with characters that SQLite would change in UTF-16', async () => {
    const texts = [`\ufffe${'n'.repeat(LONG)}\uffff\\`, '\uffff'.repeat(LONG)]
    expect(await sameAsLines(['TEXT'], column(texts), 'UTF-16le')).toEqual(['text'])
  })

  it('with short columns before, between and after, more than are read at once', async () => {
    const declarations = [
      'TEXT',
      ...Array.from({ length: 70 }, () => 'INTEGER'),
      'BLOB',
      'TEXT',
      'REAL',
      'BOOLEAN',
    ]
    const row = (text: string | null, blob: Buffer | null, short: string | null) => [
      text,
      ...Array.from({ length: 70 }, (_, i) => (i % 7 === 0 ? null : BigInt(i))),
      blob,
      short,
      0.5,
      1n,
    ]
    const rows = [
      row(TEXTS[2] ?? '', BLOBS[0] ?? null, 'a\tb\\'),
      row(null, null, null),
      row('', Buffer.alloc(0), ''),
    ]
    const types = await sameAsLines(declarations, rows)
    expect([types[0], types[71], types[74]]).toEqual(['text', 'bytea', 'boolean'])
  })
})

describe('a row in slices arrives', () => {
  it('as it is in the file, a text and a blob of 100 MB too', { timeout: 240_000 }, async () => {
    const text = `\\.\n${'é\\ and 🎈\t'.repeat(100_000_000 / 14)}`
    const blob = Buffer.concat([randomBytes(1_000_000), Buffer.alloc(99_000_000, 'abc\\')])
    const rows = [...TEXTS.map(one => [one, BLOBS[0]]), [text, blob], [null, null], ['', Buffer.alloc(0)]]
    const path = tableFile(['TEXT', 'BLOB'], rows)
    const table = await planned(path)
    await copyRows(path, table, rows.length)
    const found = await query(
      database.url,
      'SELECT md5(c0) AS text, md5(c1) AS blob FROM copied.t ORDER BY id',
    )
    const digest = (value: unknown) =>
      value === null
        ? null
        : createHash('md5')
            .update(value as string | Buffer)
            .digest('hex')
    expect(found).toEqual(rows.map(([one, other]) => ({ text: digest(one), blob: digest(other) })))
  })
})

/** Into a table `copied.t` of the planned columns, row by row. */
async function copyRows(path: string, table: PlannedTable, rows: number): Promise<void> {
  const columns = table.columns.map(
    ({ target, type }) => postgres`${postgresName(target)} ${trustPostgres(type)}`,
  )
  await query(database.url, `CREATE SCHEMA copied; CREATE TABLE copied.t (${columns.join(', ')})`)
  const connection = await TargetConnection.connect(parseTarget({ url: database.url }))
  const file = await openSource(path)
  try {
    const [reader, sink] = [file.openReader(), await connection.copyIn(copyStatement(table, 'copied'))]
    for (let id = 1; id <= rows; id++)
      for (const buffer of wideRow(reader, table, place(id), 'UTF-8')) await sink.write(buffer)
    expect(await sink.end()).toBe(BigInt(rows))
  } finally {
    file.close()
    await connection.close()
  }
}

describe('wide rows', () => {
  const wideOf = async (sql: string) => (await planned(sourceFile(sql))).reading

  it('are told from others by the lengths of long columns alone', async () => {
    const { wide, rowsPerChunk } = await wideOf(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b BLOB, c TEXT); WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i, 'short', NULL, 'c' FROM n; INSERT INTO t VALUES (9000, 'long', zeroblob(3000000), NULL)",
    )
    expect(wide).toBe('(coalesce(octet_length("b"), 0) > 262144)')
    expect(rowsPerChunk).toBeGreaterThan(50)
  })

  it('are none where no row can be wide', async () => {
    expect(
      await wideOf('CREATE TABLE t (a TEXT, b BLOB); INSERT INTO t VALUES (1, zeroblob(262000))'),
    ).toMatchObject({
      wide: null,
    })
  })

  it('are found in a column declared NOT NULL that holds NULL all the same', async () => {
    const path = sourceFile(source => {
      source.exec(
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a BLOB, b BLOB); INSERT INTO t VALUES (1, NULL, zeroblob(300000)), (2, zeroblob(300000), NULL), (3, NULL, NULL)',
      )
      source.unsafeMode()
      source.pragma('writable_schema = ON')
      source.exec("UPDATE sqlite_schema SET sql = replace(sql, 'a BLOB', 'a BLOB NOT NULL')")
    })
    const { reading } = await planned(path)
    const found = new Database(path).prepare(`SELECT id, ${reading.wide} AS wide FROM t ORDER BY id`).all()
    expect(found).toEqual([1, 1, 0].map((wide, i) => ({ id: i + 1, wide })))
  })
})
