// The census must say the same whatever way it takes: in one range or many, on one lane or several, gathered or
// value by value.
import type Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { takeCensus } from '../../src/inspect/census.ts'
import { inspectSource } from '../../src/inspect/inspect.ts'
import { type ScanOptions, TableScan } from '../../src/inspect/table-scan.ts'
import type { CensusExample, TableCensus } from '../../src/model/census.ts'
import { interestFinder } from '../../src/plan/types/column-interest.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import type { SourceReader } from '../../src/sqlite/reader.ts'
import { sourceFile } from '../run/workplace.ts'

type Options = (reader: SourceReader) => ScanOptions

/** Every table of the file. */
async function censusOf(
  fill: (source: Database.Database) => void,
  ...options: readonly Options[]
): Promise<readonly (readonly TableCensus[])[]> {
  const file = await openSource(sourceFile(fill))
  try {
    const reader = file.openReader()
    reader.begin()
    const { tables, encoding } = inspectSource(file, reader)
    const interest = interestFinder(tables, { tables: {}, casts: {} }, 150_000)
    const all: TableCensus[][] = []
    for (const ofReader of options) {
      const taken: TableCensus[] = []
      for (const table of tables) {
        const scan = new TableScan(reader, table, () => {}, ofReader(reader))
        taken.push(await takeCensus(scan, encoding, column => interest(table, column)))
      }
      all.push(taken)
    }
    return all
  } finally {
    file.close()
  }
}

/** Answers come late, and not in the order of the questions. */
const onLanes =
  (lanes: number, mostRows: number): Options =>
  reader => {
    let asked = 0
    const asker: ScanOptions['asker'] = {
      lanes,
      raw: async (sql, params = []) => {
        const delay = ++asked % 3
        for (let i = 0; i < delay; i++) await new Promise(resolve => setImmediate(resolve))
        return reader.raw(sql, params)
      },
    }
    return { asker, mostRows, fewRows: 0 }
  }

const inOneRange: Options = () => ({ fewRows: 0 })
const asFewRows: Options = () => ({})

const VALUES = [
  ...['NULL', '0', '1', '-1', '9223372036854775807', '-9223372036854775808', '1714980000', '20240506'],
  ...['0.0', '-0.0', '1.5', '9e999', '-9e999', '9007199254740993.0', '9.3e18', '5e-324', '1e300', '3.0'],
  ...["''", "'a'", "'é😀é'", "char(9) || 'x'", "'x\\y'", 'char(10)', "'12'", "'007'", "'true'", "'t'"],
  ...[
    "replace(hex(zeroblob(500)), '0', 'x')",
    "replace(hex(zeroblob(501)), '0', 'é')",
    "'a' || char(1) || 'b'",
  ],
  ...["CAST(x'6100' AS TEXT)", "CAST(x'ff' AS TEXT)", "CAST(x'c3' AS TEXT)", "CAST(x'a9' AS TEXT)"],
  ...["CAST(x'eda080' AS TEXT)", "CAST(x'efbfbf' AS TEXT)", "CAST(x'01' AS TEXT)", "CAST(x'00' AS TEXT)"],
  ...["x''", "x'00'", "x'ff'", "x'61'", "x'7b7d'", "jsonb('[1]')", 'zeroblob(3000)'],
  ...["'2024-05-06 07:08:09'", "'2024-02-29T23:59:59.123'", "'2023-02-29 00:00:00'", "'2024-05-06 24:00:00'"],
  ...["'2024-05-06'", "'2024-02-30'", "'07:08:09'", "'24:00:00'", "'2024-05-06T07:08:09Z'"],
  ...["'9ee973a5-edc8-400b-bed4-8b1cac447801'", "'9EE973A5-EDC8-400B-BED4-8B1CAC447801'"],
  ...[`'{"a":1,"b":[true,null]}'`, `'{"a":1,"a":2}'`, `'"\\u0000"'`, `'[1,]'`, `'"é"'`, `'{"a": "x\\n"}'`],
]

const TYPES = [
  ...['INTEGER', 'TEXT', 'REAL', 'BLOB', 'NUMERIC', 'BOOLEAN', 'DATETIME', 'DATE', 'TIME', 'UUID', 'JSON'],
  ...['JSONB', 'DECIMAL(5,2)', 'VARCHAR(10)', ''],
]

const ROWIDS = [-(2n ** 63n), -(2n ** 62n), -5n, -4n, -3n, 0n, 1n, 2n, 3n, 4n, 5n, 2n ** 62n, 2n ** 63n - 1n]

const COLUMNS = Array.from({ length: Math.ceil(VALUES.length / 3) }, (_, at) => `c${at}`)

/** A table for each type; `options` come after the columns. */
function fillTables(source: Database.Database, options = ''): void {
  for (const [i, type] of TYPES.entries()) {
    const columns = COLUMNS.map(name => `${name} ${type}`).join(', ')
    source.exec(`CREATE TABLE t${i} (key INTEGER PRIMARY KEY, ${columns})${options}`)
    for (const [row, rowid] of ROWIDS.entries()) {
      // Every column begins elsewhere; two of three keep to two values, so that they may be as expected.
      const cells = COLUMNS.map((_, at) => VALUES[(3 * at + (at % 3 === 0 ? row : row % 2)) % VALUES.length])
      source.exec(`INSERT INTO t${i} VALUES (${rowid}, ${cells.join(', ')})`)
    }
  }
}

describe('a census of hostile values, whose rowids lie at both ends of 64 bits', () => {
  it.each(['UTF-8', 'UTF-16le', 'UTF-16be'])(
    'says the same by one range and by many, in %s',
    async encoding => {
      const [whole, ...others] = await censusOf(
        source => {
          source.exec(`PRAGMA encoding = '${encoding}'`)
          fillTables(source)
        },
        inOneRange,
        onLanes(4, 1),
        onLanes(2, 5),
      )
      for (const other of others) expect(other).toEqual(whole)
    },
  )

  it('says the same of texts gathered and of texts asked one by one', async () => {
    const [gathered, asked] = await censusOf(source => fillTables(source), inOneRange, asFewRows)
    expect(gathered).toEqual(asked)
  })

  it('says the same of a table without rowid', async () => {
    const [gathered] = await censusOf(source => fillTables(source), inOneRange)
    const [asked] = await censusOf(source => fillTables(source, ' WITHOUT ROWID'), inOneRange)
    expect(gathered?.map(withoutPlaces)).toEqual(asked?.map(withoutPlaces))
  })
})

/** Examples of a table without rowid have no place, and come in the order of the key. */
function withoutPlaces(census: TableCensus): TableCensus {
  const moved = (example: CensusExample): CensusExample => ({ ...example, rowid: null })
  const columns = census.columns.map(column => {
    const { badExample } = column.texts
    const texts = { ...column.texts, badExample: badExample === null ? null : moved(badExample) }
    return { ...column, texts, examples: column.examples.map(moved) }
  })
  return { ...census, columns }
}

describe('a census on several lanes', () => {
  it('fails with the error of the lane that failed, once all have come to rest', async () => {
    let [underWay, asked] = [0, 0]
    const failing: Options = reader => ({
      mostRows: 1,
      asker: {
        lanes: 3,
        raw: async (sql, params = []) => {
          underWay++
          const isThird = ++asked === 3
          await new Promise(resolve => setImmediate(resolve))
          underWay--
          if (isThird) throw new Error('a lane fell')
          return reader.raw(sql, params)
        },
      },
    })
    const fill = (source: Database.Database): void => fillTables(source)
    await expect(censusOf(fill, failing)).rejects.toThrow('a lane fell')
    expect(underWay).toBe(0)
  })
})

it('quotes the values that would lose something, not the first ones', async () => {
  const [[table] = []] = await censusOf(
    source => {
      source.exec(`CREATE TABLE t (j JSONB); INSERT INTO t VALUES ('{}'), ('[1]'), ('{"a":1,"a":2}')`)
    },
    () => ({}),
  )
  expect(table?.columns[0]?.examples[0]).toMatchObject({ rowid: '3', value: `'{"a":1,"a":2}'` })
})
