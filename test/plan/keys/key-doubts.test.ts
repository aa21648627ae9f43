// What the plan says of a key's length is what the server says: keys around the limit, one table each.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, type RunReport } from '../../../src/index.ts'
import { sourceFile } from '../../run/workplace.ts'
import { query, type TestDatabase, withDatabase } from '../../server/database.ts'

/** Text that compresses hardly, by half, or well: the same each time. */
const TEXTURES: Readonly<Record<string, (i: number) => string>> = {
  noise: i => createHash('sha256').update(String(i)).digest('base64'),
  words: i => `${createHash('sha256').update(String(i)).digest('hex').slice(0, 12)} lorem ipsum `,
  paths: i => `/usr/share/doc/package-${i}/changelog.gz:`,
}

const LENGTHS: Readonly<Record<string, readonly number[]>> = {
  noise: [500, 505, 2600, 2670, 2680, 2685, 2690, 2700, 2710, 2750],
  words: [3000, 3500, 4000, 4200, 4400, 4600, 5000, 6000],
  paths: [6000, 8000, 9000, 10_000, 11_000, 12_000, 14_000],
}

function textOf(texture: string, length: number): string {
  let text = ''
  for (let i = 0; text.length < length; i++) text += TEXTURES[texture]?.(i)
  return text.slice(0, length)
}

let database: TestDatabase
let report: RunReport
const tables = Object.entries(LENGTHS).flatMap(([texture, lengths]) =>
  lengths.map(length => ({ name: `${texture}_${length}`, text: textOf(texture, length) })),
)

beforeAll(async () => {
  database = await withDatabase()
  const sqlitePath = sourceFile(source => {
    for (const { name, text } of tables) {
      source.exec(
        `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, v TEXT, w TEXT); CREATE INDEX ${name}_v ON ${name} (v, w)`,
      )
      source.prepare(`INSERT INTO ${name} VALUES (1, ?, NULL)`).run(text)
    }
  })
  report = await migrate({ sqlitePath, url: database.url })
})
afterAll(() => database.drop())

describe('keys around the limit of a btree', () => {
  it('never stop a run', () => {
    expect(report.error).toBeNull()
    const states = new Set(report.indexes.map(({ state }) => state))
    expect(states).toEqual(new Set(['created', 'left out']))
  })

  it('are left out only where the server refuses them, but for a few bytes', async () => {
    for (const { name, state } of report.indexes) {
      if (state === 'created') continue
      const table = name.slice(0, -2)
      // The room that alignment may take is not known beforehand.
      const padded = `CREATE INDEX ON ${table} (v, (repeat('x', 24)))`
      await expect(query(database.url, padded), name).rejects.toThrow(/index row size/)
    }
  })
})
