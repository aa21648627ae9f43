// Two rows have the same text only if they are the same row: no value can be mistaken for another, for NULL, or for a
// part of its neighbour. What a type cannot hold never looks like something that it can.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { bytea } from '../../../src/codec/bytea.ts'
import { sourceRowText, targetRowText } from '../../../src/codec/digest/row-text.ts'
import { bigint } from '../../../src/codec/integer.ts'
import { json } from '../../../src/codec/json.ts'
import { doublePrecision } from '../../../src/codec/real.ts'
import { pureText } from '../../../src/codec/text.ts'
import type { SourceDatabase } from '../../../src/model/source.ts'
import { postgresName, sqliteName } from '../../../src/sql/quote.ts'
import { postgres, sqlite, trustPostgres } from '../../../src/sql/text.ts'
import { SourceReader } from '../../../src/sqlite/reader.ts'
import { sourceFile } from '../../run/workplace.ts'
import { query, withDatabase } from '../../server/database.ts'

const database = await withDatabase()
afterAll(() => database.drop())

type Row = readonly [string | null, bigint | null, string | null, Buffer | null, number | null, string | null]

const COLUMNS = [pureText, bigint, pureText, bytea, doublePrecision, json].map(({ reading }, i) => {
  const digest = reading.digest(sqliteName(`c${i}`), null)
  return { digest, rule: digest.rule, target: postgresName(`c${i}`) }
})

async function texts(rows: readonly Row[], encoding: SourceDatabase['encoding']): Promise<readonly string[]> {
  const path = sourceFile(source => {
    source.pragma(`encoding = '${encoding}'`)
    source.exec('CREATE TABLE t (c0 TEXT, c1 INTEGER, c2 TEXT, c3 BLOB, c4 REAL, c5 TEXT)')
    const insert = source.prepare('INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)')
    source.transaction(() => {
      for (const row of rows) insert.run(...row)
    })()
  })
  const reader = new SourceReader(path, { path })
  const ours = reader.values<string>(sqlite`SELECT ${sourceRowText(COLUMNS, encoding)} FROM t ORDER BY rowid`)
  reader.close()
  return [...ours]
}

async function textsThere(
  rows: readonly Row[],
  encoding: SourceDatabase['encoding'],
): Promise<readonly string[]> {
  const listed = rows.map(row =>
    row.map(cell =>
      Buffer.isBuffer(cell) ? `\\x${cell.toString('hex')}` : cell === null ? null : String(cell),
    ),
  )
  const cells = ['c0', 'c1::bigint AS c1', 'c2', 'c3::bytea AS c3', 'c4::float8 AS c4', 'c5::json AS c5'].map(
    trustPostgres,
  )
  const found = await query<{ text: string }>(
    database.url,
    postgres`SELECT ${targetRowText(COLUMNS, encoding)} AS text FROM (SELECT ${cells} FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY AS t (c0, c1, c2, c3, c4, c5, i) ORDER BY i) AS t`,
    COLUMNS.map((_, i) => listed.map(row => row[i])),
  )
  return found.map(({ text }) => text)
}

const LONG = 'x'.repeat(4097)
const SHA = createHash('sha256').update(LONG).digest('hex')
const HOSTILE = [
  '',
  'NULL',
  ',',
  ':',
  '0:',
  ':,',
  '1:a',
  '3:1:a',
  'a|b',
  'b|c',
  'a',
  '61',
  LONG,
  SHA,
  `4097:${SHA}`,
  'é',
  '\u0001',
]
const text = fc.oneof(
  fc.constant(null),
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 4 }).filter(value => !value.includes('\0')),
)
const row: fc.Arbitrary<Row> = fc.tuple(
  text,
  fc.constantFrom(null, 0n, 1n, 11n, -1n),
  text,
  fc.oneof(
    fc.constant(null),
    fc.constantFrom(...['', ',', '3:', 'a', '61', LONG].map(value => Buffer.from(value))),
  ),
  fc.constantFrom(null, 0, 1, 1.5, 1e22),
  fc.constantFrom(null, 'null', '""', '{}', '{ }', '1', '"1:a"'),
)

function nameOf(cells: Row): string {
  return JSON.stringify(cells, (_, cell) => (typeof cell === 'bigint' ? { integer: String(cell) } : cell))
}

describe.each(['UTF-8', 'UTF-16le'] as const)('in %s', encoding => {
  it('other rows have other texts, and both sides write the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { selector: nameOf, minLength: 500, maxLength: 1000 }),
        async rows => {
          const ours = await texts(rows, encoding)
          expect(new Set(ours).size).toBe(rows.length)
          expect(await textsThere(rows, encoding)).toEqual(ours)
        },
      ),
      { numRuns: 3 },
    )
  })
})

it('a row is written as docs/proof.md shows it', async () => {
  expect(await texts([['a|b', 7n, null, Buffer.from('é'), 1.5, '{}']], 'UTF-8')).toEqual([
    '3:a|b7,:2:c3a93ff8000000000000,2:{}',
  ])
})
