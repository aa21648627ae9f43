// Our reckoning of PostgreSQL's compression against the server's own, value by value.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pglzSize } from '../../src/codec/pglz.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

/** Bytes as the server stores them out of line, without the length before compression; null where it does not compress. */
async function sizesOnServer(values: readonly Buffer[]): Promise<readonly (number | null)[]> {
  const setting = new URL(database.url)
  setting.searchParams.set('options', '-c default_toast_compression=pglz')
  await query(setting.href, 'DROP TABLE IF EXISTS v')
  await query(setting.href, 'CREATE TABLE v (i int, x bytea)')
  // A tuple beyond 2 kB is what makes the server compress; the other column makes every tuple so.
  await query(setting.href, 'ALTER TABLE v ADD pad bytea, ALTER pad SET STORAGE PLAIN')
  await query(
    setting.href,
    `INSERT INTO v SELECT i - 1, x, repeat('p', 3000)::bytea FROM unnest($1::bytea[]) WITH ORDINALITY AS given (x, i)`,
    [values],
  )
  const rows = await query<{ size: number; method: string | null }>(
    setting.href,
    'SELECT pg_column_size(x)::int AS size, pg_column_compression(x) AS method FROM v ORDER BY i',
  )
  return rows.map(({ size, method }) => (method === null ? null : size - 4))
}

const words = 'the quick brown fox jumps over lazy dogs while Ärzte überqueren die Straße'.split(' ')
const sentence = (count: number, seed: number): string =>
  Array.from({ length: count }, (_, i) => words[(i * i * seed + i * 7 + seed) % words.length]).join(' ')

describe('the size of a compressed value', () => {
  it('is the size on the server', async () => {
    const values = [
      Buffer.from('a'.repeat(9000)),
      randomBytes(6000),
      Buffer.from(randomBytes(3000).toString('hex')),
      Buffer.from(randomBytes(5000).toString('base64')),
      Buffer.concat([randomBytes(1100), Buffer.from('x'.repeat(9000))]),
      Buffer.concat([Buffer.from('x'.repeat(300)), randomBytes(5000)]),
      ...[3, 40, 90, 200, 900, 4000].map(count => Buffer.from(sentence(count, count + 1))),
      Buffer.from(JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ id: i, name: sentence(4, i) })))),
      Buffer.from(
        Array.from({ length: 3000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * i) % 300))).join(''),
      ),
      Buffer.from(Array.from({ length: 9000 }, (_, i) => i % 251)),
    ]
    const found = values.map(value => pglzSize(value))
    const expected = await sizesOnServer(values)
    // The server compresses only what lies in a long row, and may stop before it comes to a short value.
    for (const [i, size] of expected.entries())
      if (size !== null) expect({ i, size: found[i] }).toEqual({ i, size })
    expect(found.map((size, i) => size !== null || expected[i] === null)).not.toContain(false)
    expect(expected.filter(size => size !== null).length).toBeGreaterThan(8)
  })

  it('is cut short where nobody needs to know more', () => {
    const value = Buffer.from(JSON.stringify(Array.from({ length: 20_000 }, (_, i) => sentence(5, i))))
    expect(pglzSize(value, 2704)).toBe(2705)
  })
})
