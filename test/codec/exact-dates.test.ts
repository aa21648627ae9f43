// Dates, truth values, JSON and ids in every spelling, moved whole and compared cell by cell.
import { describe, expect, it } from 'vitest'
import { column, Moves } from './moved.ts'

const moves = await Moves.open()

const BAD_MOMENTS = [
  '2024-02-30',
  '2016-12-31 23:59:60',
  '2024-05-06 24:00:00',
  '0000-01-01 00:00:00',
  'now',
  'infinity',
  '2024-05-06 07:08:09.123456789',
  '2024-05-06T07:08:09Z',
  '6.5.2024',
  '',
  ' 2024-05-06',
  '294277-01-01',
  '2024-02-30 10:00:00',
]

describe('dates, truth, JSON and ids keep what they say', () => {
  it('years before 1 and above 9999, as far as PostgreSQL reaches', async () => {
    const naive = [
      '-4712-01-01 00:00:00',
      '-0001-12-31T23:59:59.999999',
      '-0044-03-15',
      '0001-01-01 00:00:00',
    ]
    const late = ['10000-01-01 00:00', '123456-02-29 12:00:00.5', '294276-12-31 23:59:59.999999', null]
    expect(await moves.exactly(column([...naive, ...late], 'DATETIME'))).toEqual({
      c0: 'timestamp without time zone',
    })
    const zoned = ['-0044-03-15 12:00:00+01:00', '0001-01-01T00:00:00+14:00', '9999-12-31 23:59:59.5 -1400']
    expect(await moves.exactly(column([...zoned, '200000-01-01T00:00:00Z'], 'DATETIME'))).toEqual({
      c0: 'timestamp with time zone',
    })
    expect(await moves.exactly(column(['-4712-01-01', '-0400-02-29', '294276-12-31'], 'DATE'))).toEqual({
      c0: 'date',
    })
  })

  it('naive date-times from year 1 to 9999, with every number of fraction digits', async () => {
    const values = [
      ...[
        '0001-01-01 00:00:00',
        '9999-12-31 23:59:59.999999',
        '2024-02-29 12:34:56.1',
        '2024-02-29T12:34:56',
      ],
      ...['2024-02-29 12:34:56.123456', '2024-02-29 12:34', '2024-02-29', '1969-12-31 23:59:59.000001', null],
      ...['2024-02-29 12:34:56.1234560', '2024-02-29 00:00:00.000', '2000-02-29T00:00:00.5'],
    ]
    expect(await moves.exactly(column(values, 'DATETIME', 'TIMESTAMP'))).toEqual({
      c0: 'timestamp without time zone',
      c1: 'timestamp without time zone',
    })
  })

  it('date-times with offsets keep their instant', async () => {
    const values = [
      ...['2024-05-06T07:08:09Z', '2024-05-06T07:08:09.123Z', '2024-05-06 07:08:09.123 +00:00', null],
      ...['2024-05-06 07:08:09+05:30', '2024-05-06 00:00:00.000001-1130', '2024-05-06 07:08:09.5+02'],
      ...['2024-05-06 07:08:09.123456 +0000 UTC', '0002-01-01T00:00:00Z', '9998-12-31 23:59:59.999999Z'],
    ]
    expect(await moves.exactly(column(values, 'DATETIME', 'TIMESTAMPTZ'))).toEqual({
      c0: 'timestamp with time zone',
      c1: 'timestamp with time zone',
    })
  })

  it.each([
    ['seconds', [1714980000n, 1_000_000_000n, 2147483647n, 0n]],
    ['milliseconds', [1714980000123n, 100_000_000_001n, 4_100_000_000_000n, 0n, null]],
    ['microseconds', [1714980000123456n, 100_000_000_000_001n, 4_100_000_000_000_000n]],
  ])('%s since 1970 in a DATETIME column are instants', async (_, values) => {
    expect(await moves.exactly(column(values, 'DATETIME'))).toEqual({ c0: 'timestamp with time zone' })
  })

  it('one value that PostgreSQL would refuse, obey or change makes a DATETIME column text', async () => {
    const types = await moves.exactly(
      BAD_MOMENTS.map(
        (value, i) =>
          `CREATE TABLE t${i} (c DATETIME); INSERT INTO t${i} VALUES ('2024-05-06 07:08:09'), ('${value}');`,
      ).join('\n'),
    )
    expect(types).toEqual(Object.fromEntries(BAD_MOMENTS.map((_, i) => [`t${i}.c`, 'text'])))
  })

  it('dates and times of day', async () => {
    expect(await moves.exactly(column(['0001-01-01', '9999-12-31', '2024-02-29', null], 'DATE'))).toEqual({
      c0: 'date',
    })
    expect(
      await moves.exactly(column(['00:00:00', '23:59:59.999999', '07:08', '12:00:00.5', null], 'TIME')),
    ).toEqual({ c0: 'time without time zone' })
    expect(await moves.exactly(column(['2024-02-29', '2024-02-29 10:00:00'], 'DATE'))).toEqual({
      c0: 'timestamp without time zone',
    })
  })

  it('truth values as numbers and as words', async () => {
    for (const words of [
      ['TRUE', 'false'],
      ['yes', 'NO'],
      ['Y', 'n'],
      ['on', 'OFF'],
      ['t', 'F'],
    ])
      expect(await moves.exactly(column([0n, 1n, ...words, null], 'BOOLEAN'))).toEqual({ c0: 'boolean' })
    expect(await moves.exactly(column([0n, 1n, 'TRUE', 'no'], 'BOOLEAN'))).toEqual({ c0: 'text' })
    expect(await moves.exactly(column([0n, 1n, 2n, null], 'BOOLEAN'))).toEqual({ c0: 'smallint' })
    expect(await moves.exactly(column([0n, 1n, ''], 'BOOLEAN'))).toEqual({ c0: 'text' })
  })

  it('JSON keeps its text, numbers among it too', async () => {
    const values = [
      ...[
        'null',
        '{"b": 1,  "a": 2, "a": 3}',
        '"\\u0000"',
        '[1.50, 1e400]',
        '" \\t\\n"',
        '{"k": "a\\\\b"}',
        null,
      ],
      ...['"tab\\there"', '"é😀"', 7n, 2.5, '[]', ' {} \n'],
    ]
    expect(await moves.exactly(column(values, 'JSON'))).toEqual({ c0: 'json' })
  })

  it('JSONB keeps its meaning, or stays json where jsonb would lose something', async () => {
    const values = ['{"b": 1, "a": [true, null, "x\\ny"]}', 'null', '"\\ud83d\\ude00"', '1e2', null]
    expect(await moves.exactly(column(values, 'JSONB'))).toEqual({ c0: 'jsonb' })
    expect(await moves.exactly(column(['{"a": 1, "a": 2}'], 'JSONB'))).toEqual({ c0: 'json' })
    expect(await moves.exactly(column(['"\\u0000"'], 'JSONB'))).toEqual({ c0: 'json' })
    expect(await moves.exactly(column(['"\\ud800"'], 'JSONB'))).toEqual({ c0: 'json' })
    expect(await moves.exactly(column(['{a: 1}'], 'JSONB'))).toEqual({ c0: 'text' })
  })

  it('UUIDs in each spelling', async () => {
    const values = [
      ...['9ee973a5-edc8-400b-bed4-8b1cac447801', '08A979D7D23A4399A3EBDA1B2B6CC7C9', null],
      '{e05463c1-3c10-4246-8e11-42eac2fd5b26}',
    ]
    expect(await moves.exactly(column(values, 'UUID', 'GUID'))).toEqual({ c0: 'uuid', c1: 'uuid' })
    expect(await moves.exactly(column([...values, ''], 'UUID'))).toEqual({ c0: 'text' })
  })
})
