// Each type of the target with values that it takes exactly, as they then are in PostgreSQL, and values that it does not:
// those are told before anything is written.
import { afterAll, describe, expect, it } from 'vitest'
import { load } from '../../../src/index.ts'
import { query, withDatabase } from '../../server/database.ts'
import { codesOf, loaded, noticesOf, type Pair, pairOf, rowsOf } from './loading.ts'

const database = await withDatabase()
afterAll(() => database.drop())

interface Conversion {
  readonly type: string
  /** Beside the schema's own. */
  readonly types?: string
  /** SQLite literals with what PostgreSQL then writes. */
  readonly fits: readonly (readonly [string, string])[]
  readonly misfits: readonly string[]
}

const CONVERSIONS: readonly Conversion[] = [
  {
    type: 'boolean',
    fits: [
      ...(['1', '1.0', "'1'", "'TRUE'", "'t'", "'Yes'", "'on'"] as const).map(value => [value, 't'] as const),
      ...(['0', '0.0', "'0'", "'false'", "'F'", "'no'", "'OFF'"] as const).map(
        value => [value, 'f'] as const,
      ),
    ],
    misfits: ['2', "''", "'maybe'", "x'01'", '0.5'],
  },
  {
    type: 'smallint',
    fits: [
      ['-32768', '-32768'],
      ['7.0', '7'],
      ["'12'", '12'],
    ],
    misfits: ['32768', "'01'", '1.5', "'x'"],
  },
  { type: 'integer', fits: [['2147483647', '2147483647']], misfits: ['2147483648', "'1.5'"] },
  {
    type: 'bigint',
    fits: [
      ['9223372036854775807', '9223372036854775807'],
      ['9007199254740992.0', '9007199254740992'],
    ],
    misfits: ['1e300', "'9223372036854775808'"],
  },
  {
    type: 'numeric',
    fits: [
      ['0.1', '0.1'],
      ["'12345678901234567890.5'", '12345678901234567890.5'],
      ['7', '7'],
    ],
    misfits: ["'x'", "x'00'"],
  },
  {
    type: 'numeric(6,2)',
    fits: [
      ['1234.5', '1234.50'],
      ["'-0.25'", '-0.25'],
    ],
    misfits: ['1.005', '12345.6', "'1,5'"],
  },
  {
    type: 'double precision',
    fits: [
      ['0.1', '0.1'],
      ['3', '3'],
      ["'2.5'", '2.5'],
    ],
    misfits: ['9007199254740993', "'x'"],
  },
  {
    type: 'real',
    fits: [
      ['0.5', '0.5'],
      ['16777216', '1.6777216e+07'],
    ],
    misfits: ['0.1', '16777217'],
  },
  {
    type: 'timestamptz',
    fits: [
      ["'2024-05-06 07:08:09.123456'", '2024-05-06 07:08:09.123456+00'],
      ["'2024-05-06T07:08:09Z'", '2024-05-06 07:08:09+00'],
      ["'2024-05-06 07:08:09 +02:00'", '2024-05-06 05:08:09+00'],
      ["'2024-05-06 07:08:09 +0000 UTC'", '2024-05-06 07:08:09+00'],
      ["'2024-05-06 07:08:09.5 +0200 CEST m=+0.1'", '2024-05-06 05:08:09.5+00'],
      ['1714979289', '2024-05-06 07:08:09+00'],
      ['1714979289123', '2024-05-06 07:08:09.123+00'],
      ['1714979289123456', '2024-05-06 07:08:09.123456+00'],
      ["'0001-01-01T00:00:00Z'", '0001-01-01 00:00:00+00'],
      ['0', '1970-01-01 00:00:00+00'],
    ],
    misfits: ["'2024-02-30 00:00:00'", "'2024-05-06 07:08:09.1234567'", '42', "'now'", "''"],
  },
  {
    type: 'timestamp(3)',
    fits: [
      ["'2024-05-06 07:08:09.123'", '2024-05-06 07:08:09.123'],
      ["'2024-05-06 07:08:09+02:00'", '2024-05-06 05:08:09'],
    ],
    misfits: ["'2024-05-06 07:08:09.1234'", "'24:00:00'"],
  },
  {
    type: 'date',
    fits: [
      ["'2024-05-06'", '2024-05-06'],
      ["'2024-05-06 00:00:00'", '2024-05-06'],
      ['1714953600', '2024-05-06'],
    ],
    misfits: ["'2024-05-06 00:00:01'", '1714953601', "'06.05.2024'"],
  },
  {
    type: 'time',
    fits: [
      ["'07:08'", '07:08:00'],
      ["'23:59:59.999999'", '23:59:59.999999'],
    ],
    misfits: ["'24:00:00'", "'2024-05-06'"],
  },
  {
    type: 'uuid',
    fits: [
      "'9B2F6A51-3D0C-4A8E-9A1E-5F8A7F3F2F10'",
      "'9b2f6a513d0c4a8e9a1e5f8a7f3f2f10'",
      "'{9b2f6a51-3d0c-4a8e-9a1e-5f8a7f3f2f10}'",
      "x'9b2f6a513d0c4a8e9a1e5f8a7f3f2f10'",
    ].map(value => [value, '9b2f6a51-3d0c-4a8e-9a1e-5f8a7f3f2f10'] as const),
    misfits: ["'9b2f'", "x'00'", '7'],
  },
  {
    type: 'mood',
    types: "CREATE TYPE mood AS ENUM ('LOW', 'it''s high')",
    fits: [
      ["'LOW'", 'LOW'],
      ["'it''s high'", "it's high"],
    ],
    misfits: ["'low'", "''", '1'],
  },
  {
    type: 'json',
    fits: [
      [`'{"b":1, "a":[ ]}'`, '{"b":1, "a":[ ]}'],
      ['7', '7'],
      ["'null'", 'null'],
    ],
    misfits: ["''", "'{'"],
  },
  {
    type: 'jsonb',
    fits: [
      [`'{"b":1,"a":2}'`, '{"a": 2, "b": 1}'],
      ["jsonb('[1,2]')", '[1, 2]'],
    ],
    misfits: [`'{"a":1,"a":2}'`, `'"\\u0000"'`, "''"],
  },
  {
    type: 'integer[]',
    fits: [
      ["'[1, 2, null]'", '{1,2,NULL}'],
      ["'{3,4}'", '{3,4}'],
      ["'[[1],[2]]'", '{{1},{2}}'],
      ["'[]'", '{}'],
    ],
    misfits: ["'1,2'", `'["x"]'`, "'[1.5]'"],
  },
  {
    type: 'text[]',
    fits: [
      [`'["a b", "c\\"d\\\\", ""]'`, '{"a b","c\\"d\\\\",""}'],
      [`'["NULL", null]'`, '{"NULL",NULL}'],
    ],
    misfits: ["'a,b'", "'{a'"],
  },
  {
    type: 'text',
    fits: [
      ["'a\tb'", 'a\tb'],
      ['1.5', '1.5'],
      ["x'6162'", 'ab'],
    ],
    misfits: ["x'ff'", "x'6100'"],
  },
  {
    type: 'varchar(3)',
    fits: [
      ["'äöü'", 'äöü'],
      ['123', '123'],
    ],
    misfits: ["'abcd'"],
  },
  {
    type: 'char(3)',
    fits: [
      ["'ab'", 'ab '],
      ["'abc  '", 'abc'],
    ],
    misfits: ["'abcd'"],
  },
  {
    type: 'bytea',
    fits: [
      ["x'00ff'", '\\x00ff'],
      ["'ä'", '\\xc3a4'],
    ],
    misfits: ['1', '1.5'],
  },
  {
    type: 'inet',
    fits: [
      ["'10.0.0.1'", '10.0.0.1'],
      ["'::1'", '::1'],
    ],
    misfits: ["'10.0.0.256'", "'10.0.0.1/32'"],
  },
  {
    type: 'interval',
    fits: [
      ["'36:00'", '36:00:00'],
      ['1500000', '00:00:01.5'],
    ],
    misfits: ["'a while'"],
  },
  { type: 'xml', fits: [["'<a>1</a>'", '<a>1</a>']], misfits: ["'<a>'"] },
  {
    type: 'percentage',
    types: 'CREATE DOMAIN percentage AS integer CHECK (VALUE BETWEEN 0 AND 100)',
    fits: [
      ['0', '0'],
      ["'99'", '99'],
      ['50.0', '50'],
    ],
    misfits: ['101', '-1', "'x'"],
  },
  {
    type: 'word',
    types: "CREATE DOMAIN word AS varchar(4) CHECK (VALUE ~ '^[a-z]+$')",
    fits: [["'abcd'", 'abcd']],
    misfits: ["'abcde'", "'A1'"],
  },
]

let count = 0

async function pairFor({ type, types = '' }: Conversion, values: readonly string[]): Promise<Pair> {
  const rows = values.map((value, i) => `(${i + 1}, ${value})`).join(', ')
  const source = `CREATE TABLE t${++count} (id INTEGER PRIMARY KEY, v); INSERT INTO t${count} VALUES ${rows}, (999, NULL)`
  return pairOf(database.url, source, `${types}; CREATE TABLE t${count} (id integer PRIMARY KEY, v ${type})`)
}

describe.each(CONVERSIONS)('$type', conversion => {
  const { fits, misfits } = conversion

  it('takes what it holds exactly', async () => {
    const pair = await pairFor(
      conversion,
      fits.map(([value]) => value),
    )
    const report = await loaded(pair)
    expect(report.tables.map(({ proof }) => proof)).toEqual(['identical'])
    const found = await query<{ v: string }>(
      pair.url,
      `SELECT format('%s', v) AS v FROM ${pair.schema}.${report.tables[0]?.target} WHERE id < 999 ORDER BY id`,
    )
    expect(found.map(({ v }) => v)).toEqual(fits.map(([, written]) => written))
  })

  it.each(misfits)('does not take %s, and says so before anything is written', async value => {
    const [[fitting] = ['NULL']] = fits
    const pair = await pairFor(conversion, [fitting, value])
    const report = await load(pair)
    expect({ code: report.error?.code, exitCode: report.exitCode }).toEqual({
      code: 'DECISION_NEEDED',
      exitCode: 5,
    })
    expect(codesOf(report)).toContain('VALUES_MISFIT')
    expect(noticesOf(report).join()).toContain('1 of 2 values')
    expect(await rowsOf(pair, `t${count}`)).toEqual([])
  })

  it('sets such rows aside where the user wants that', async () => {
    const [[fitting] = ['NULL']] = fits
    const pair = await pairFor(conversion, [fitting, ...misfits])
    const report = await loaded(pair, { badValues: 'quarantine' })
    expect(report.tables[0]).toMatchObject({ copiedRows: 2n, quarantinedRows: BigInt(misfits.length) })
  })
})

it('an unknown label is told with those that the type knows', async () => {
  const conversion = CONVERSIONS.find(({ type }) => type === 'mood')
  if (conversion === undefined) throw new Error('no enum')
  const report = await load(await pairFor(conversion, ["'LOW'", "'low'"]))
  expect(noticesOf(report)).toEqual([
    `VALUES_MISFIT t${count}.v: the target has ${report.target?.schema}.mood: 1 of 2 values does not fit, such as 'low' (rowid 2); the labels are 'LOW', 'it''s high'`,
  ])
})
