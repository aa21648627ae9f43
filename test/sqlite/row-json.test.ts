// The values of a wide row as JSON in pieces are, byte for byte, the JSON that SQLite writes of the whole row.
import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { inspectSource } from '../../src/inspect/inspect.ts'
import { valueCells, valuesCell } from '../../src/plan/aside/quarantine-cells.ts'
import { sqliteName } from '../../src/sql/quote.ts'
import { sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { rowJson } from '../../src/sqlite/row-json.ts'
import { encodingOf } from '../../src/sqlite/row-places.ts'
import { newPath } from '../run/workplace.ts'

const LONG = 300_000
const ENCODINGS = ['UTF-8', 'UTF-16le', 'UTF-16be'] as const

const VALUES: readonly unknown[] = [
  ...['', 'a', 'ab', 'abc'].map(start => start + '🎈'.repeat(LONG)),
  ...['"\\\n\t\r', '\u0001\u001f', '\ufeffé\ufffd', '€'].map(unit => unit.repeat(LONG)),
  randomBytes(LONG * 4),
  Buffer.alloc(0),
  `nul \0 ${'x'.repeat(LONG)}`,
  ...[null, '', 'short', 12n, 0.5, -0.0, Buffer.from('b')],
]

describe('JSON of a row in pieces', () => {
  for (const encoding of ENCODINGS) {
    it(`is the JSON of the whole row in ${encoding}`, async () => {
      const path = newPath()
      const database = new Database(path)
      database.pragma(`encoding = '${encoding}'`)
      database.exec('CREATE TABLE "t ""x" (id INTEGER PRIMARY KEY, "a ""\\" , b NOT NULL)')
      const insert = database.prepare('INSERT INTO "t ""x" VALUES (?, ?, ?)')
      VALUES.forEach((value, i) => {
        insert.run(i + 1, value, i % 2 === 0 ? 'y'.repeat(LONG) : 1n)
      })
      insert.run(VALUES.length + 1, null, 'z')
      database.exec(
        `UPDATE "t ""x" SET "a ""\\" = CAST(x'${'c3'.repeat(LONG)}' AS TEXT) WHERE id = ${VALUES.length + 1}`,
      )
      database.close()
      await compare(path, VALUES.length + 1)
    })
  }
})

async function compare(path: string, rows: number): Promise<void> {
  const file = await openSource(path)
  try {
    const reader = file.openReader()
    reader.begin()
    const [source] = inspectSource(file, reader).tables
    if (source === undefined) throw new Error('no table')
    const [table, cells, encoding] = [sqliteName(source.name), valueCells(source), encodingOf(reader)]
    for (let id = 1; id <= rows; id++) {
      const place = { sql: sqlite`id = ?`, params: [BigInt(id)] }
      const pieces = [...rowJson({ reader, encoding, table, place }, cells)]
      expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(3_700_000)
      const whole = reader.value<string>(sqlite`SELECT ${valuesCell(cells)} FROM ${table} WHERE id = ?`, [
        BigInt(id),
      ])
      expect(Buffer.concat(pieces).equals(Buffer.from(whole ?? '')), `row ${id}`).toBe(true)
    }
  } finally {
    file.close()
  }
}
