// What a type accepts of a single value and what it objects to a column must be one judgement: rows are set aside by
// the first, types are chosen by the second.
import type Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boolean } from '../../src/codec/boolean.ts'
import { bytea, byteaOfBlobs } from '../../src/codec/bytea.ts'
import { parseCast } from '../../src/codec/cast/cast.ts'
import type { Candidate } from '../../src/codec/codec.ts'
import { date, declaredTimestamptz, epoch, time, timestamp } from '../../src/codec/date-time.ts'
import { bigint, integer, smallint } from '../../src/codec/integer.ts'
import {
  booleanInterest,
  dateInterest,
  decimalInterest,
  type Interest,
  jsonbInterest,
  jsonInterest,
  timeInterest,
  timestampInterest,
  uuidInterest,
} from '../../src/codec/interest.ts'
import { json, jsonb, jsonOfBlobs } from '../../src/codec/json.ts'
import { numeric, numericOf } from '../../src/codec/numeric.ts'
import { doublePrecision } from '../../src/codec/real.ts'
import { pureText, text, textOfBlobs, varchar } from '../../src/codec/text.ts'
import { uuid } from '../../src/codec/uuid.ts'
import { takeCensus } from '../../src/inspect/census.ts'
import { inspectSource } from '../../src/inspect/inspect.ts'
import { TableScan } from '../../src/inspect/table-scan.ts'
import { type SqliteSql, sqlite } from '../../src/sql/text.ts'
import { openSource } from '../../src/sqlite/open-source.ts'
import { sourceFile } from '../run/workplace.ts'

/** As in a column declared as text. */
const textInterest: Interest = {
  name: 'text',
  usual: { shape: 'decimal', test: () => sqlite`0`, implies: null },
  otherwise: null,
  blobsAsTexts: true,
}

/** A value as SQL writes it, so that texts of any bytes can be made. */
type Written = string

const bytes = (values: Uint8Array): string => `x'${Buffer.from(values).toString('hex')}'`
const textOf = (value: string): Written => `CAST(${bytes(Buffer.from(value))} AS TEXT)`

const TELLING = [
  ...['0', '1', '-1', '9223372036854775807', '-9223372036854775808', '32767', '32768', '-32769'],
  ...['2147483648', '9007199254740992', '9007199254740993', '-9007199254740993', '1714980000', '999.99'],
  ...['1714980000123', '1714980000123456', '253402300800', '-62135596801', '0.1', '1e-5', '1000.0', '1e15'],
  ...['9e999', '-9e999', '-0.0', '5e-324', '1.7976931348623157e308', '123.456', '1e16', '-1000', '1.005'],
  ...["''", "'a'", "'abc'", "'äöü'", "'abcd'", "'é😀é'", "x''", "x'00'", "x'ff'", "'1'", "'t'", "'YES'"],
  ...[
    "CAST(x'6100' AS TEXT)",
    "CAST(x'eda080' AS TEXT)",
    "CAST(x'c080' AS TEXT)",
    "CAST(x'f4908080' AS TEXT)",
  ],
  ...["CAST(x'ff' AS TEXT)", "CAST(x'7b7d00' AS TEXT)", `'{"a":1,"a":2}'`, `'{"a":1}'`, `'"\\u0000"'`],
  ...[`'"\\ud800"'`, "'[1, 2'", "'null'", "'1e99999'", `'{a:1}'`, "'9EE973A5EDC8400BBED48B1CAC447801'"],
  ...["'9ee973a5-edc8-400b-bed4-8b1cac447801'", "'{9ee973a5-edc8-400b-bed4-8b1cac447801}'"],
  ...["'2024-05-06'", "'2024-02-30'", "'2024-05-06 07:08:09'", "'2024-05-06T07:08:09.123Z'", "'24:00:00'"],
  ...["'07:08'", "'07:08:09.1234567'", "'now'", "'2024-05-06 07:08:09+02:00'", "'0000-00-00'"],
]

const written: fc.Arbitrary<Written> = fc.oneof(
  fc.constantFrom(...TELLING),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => `${value.toExponential()}`),
  fc.integer({ min: -2_000_000, max: 2_000_000 }).map(value => `${value / 1000}`),
  fc.string({ unit: 'binary', maxLength: 12 }).map(textOf),
  fc.uint8Array({ maxLength: 8 }).map(value => `CAST(${bytes(value)} AS TEXT)`),
  fc.uint8Array({ maxLength: 8 }).map(bytes),
  fc.json({ maxDepth: 2 }).map(textOf),
  fc.uuid().map(textOf),
  fc.date({ noInvalidDate: true }).map(value => textOf(value.toISOString())),
)

interface Judge {
  readonly interest: Interest | null
  readonly candidates: readonly Candidate[]
  /** What is read of the column. */
  readonly value: (column: SqliteSql) => SqliteSql
}

const CHOSEN: readonly Judge[] = (
  [
    [null, [smallint, integer, bigint, doublePrecision, numeric(130000), numeric(150000)]],
    [null, [text, pureText, varchar(3), bytea, byteaOfBlobs]],
    [textInterest, [textOfBlobs]],
    [decimalInterest(5, 2), [numericOf(5, 2)]],
    [decimalInterest(400, 3), [numericOf(400, 3)]],
    [booleanInterest, [boolean]],
    [uuidInterest, [uuid]],
    [jsonInterest, [json, jsonOfBlobs]],
    [jsonbInterest, [jsonb, jsonOfBlobs]],
    [dateInterest, [date, timestamp]],
    [timeInterest, [time]],
    [timestampInterest, [timestamp, declaredTimestamptz, date, epoch('s'), epoch('ms'), epoch('us')]],
  ] as const
).map(([interest, candidates]) => ({ interest, candidates, value: column => column }))

const ASKED_FOR: readonly Judge[] = [
  ...['smallint', 'integer', 'bigint', 'double precision', 'numeric', 'numeric(5,2)', 'boolean', 'text'],
  ...['varchar(3)', 'bytea', 'date', 'time', 'timestamp', 'timestamptz', 'json', 'jsonb', 'uuid', 'guid'],
  ...['epoch_s', 'epoch_ms', 'epoch_us', 'julian', 'ticks', 'yyyymmdd', 'latin1'],
].map(name => parseCast(name, 150_000) ?? fail(name))

function fail(name: string): never {
  throw new Error(`no cast is called ${name}`)
}

/** An epoch wants a value that shows its unit, which zero alone does not. */
const isLoneZero = (candidate: Candidate, value: Written): boolean =>
  value === '0' && candidate.reading.epochUnit !== undefined

async function judged(values: readonly Written[], encoding: 'UTF-8' | 'UTF-16le' | 'UTF-16be') {
  const file = await openSource(sourceFile(source => fill(source, values, encoding)))
  try {
    const reader = file.openReader()
    reader.begin()
    const disagreements: string[] = []
    for (const [i, table] of inspectSource(file, reader).tables.entries()) {
      const scan = new TableScan(reader, table)
      for (const { interest, candidates, value } of [...CHOSEN, ...ASKED_FOR]) {
        const read = value(sqlite`c`)
        const { columns } = await takeCensus(
          scan,
          encoding,
          () => interest,
          () => read,
        )
        for (const candidate of candidates.filter(each => !isLoneZero(each, values[i] ?? ''))) {
          const objection = columns[0] === undefined ? 'no census' : candidate.objection(columns[0])
          const accepted = reader.value(
            sqlite`SELECT ${candidate.accepts(read)} FROM ${scan.name} WHERE ${read} IS NOT NULL`,
          )
          if (accepted !== undefined && (objection === null ? 1n : 0n) !== accepted)
            disagreements.push(
              `${values[i]} as ${candidate.type} (${candidate.reading.name}): accepted ${accepted}, ${objection}`,
            )
        }
      }
    }
    return disagreements
  } finally {
    file.close()
  }
}

function fill(source: Database.Database, values: readonly Written[], encoding: string): void {
  source.exec(`PRAGMA encoding = '${encoding}'`)
  for (const [i, value] of values.entries()) {
    source.exec(
      `CREATE TABLE t${String(i).padStart(3, '0')} (c); INSERT INTO t${String(i).padStart(3, '0')} SELECT ${value}`,
    )
  }
}

describe('a type accepts a value exactly where it would not object to a column of it', () => {
  it('for every telling value', async () => {
    expect(await judged(TELLING, 'UTF-8')).toEqual([])
  })

  it.each(['UTF-16le', 'UTF-16be'] as const)('for texts in a database of %s', async encoding => {
    const texts = [
      "'abc'",
      "'é😀é'",
      "CAST(x'00d8' AS TEXT)",
      "CAST(x'd800' AS TEXT)",
      "CAST(x'00000000' AS TEXT)",
      '1',
      "'{}'",
    ]
    expect(await judged(texts, encoding)).toEqual([])
  })

  it('for values made at random', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(written, { minLength: 30, maxLength: 60 }), async values => {
        expect(await judged(values, 'UTF-8')).toEqual([])
      }),
      { numRuns: 5 },
    )
  })
})
