// The reader that judges the transfer, judged itself: it takes what is equal for equal and sees what is not.
import { describe, expect, test } from 'vitest'
import { agrees, differencesOf } from './compare-cells.ts'
import type { Cell } from './expected-cell.ts'
import { asUtf8 } from './read-sides.ts'

const integer = (value: bigint): Cell => ({ storageClass: 'integer', value })
const real = (value: number): Cell => ({ storageClass: 'real', value })
const text = (value: string): Cell => ({ storageClass: 'text', bytes: Buffer.from(value) })
const bytes = (hex: string, storageClass: 'text' | 'blob' = 'blob'): Cell => ({
  storageClass,
  bytes: Buffer.from(hex, 'hex'),
})

type Case = readonly [cell: Cell, type: string, found: string | null]

const titled = (cases: readonly Case[]): (readonly [string, ...Case])[] =>
  cases.map(([cell, type, found]) => {
    const value =
      'value' in cell
        ? String(cell.value)
        : 'bytes' in cell
          ? JSON.stringify(cell.bytes.toString('latin1'))
          : ''
    return [`${cell.storageClass} ${value} as ${type} ${JSON.stringify(found)}`, cell, type, found]
  })

describe('a cell', () => {
  test.each(
    titled([
      [{ storageClass: 'null' }, 'text', null],
      [integer(9223372036854775807n), 'bigint', '9223372036854775807'],
      [integer(9007199254740993n), 'numeric', '9007199254740993'],
      [integer(3n), 'double precision', '3'],
      [integer(1n), 'boolean', 'true'],
      [integer(7n), 'text', '7'],
      [integer(7n), 'bytea', '\\x37'],
      [integer(1714979289123n), 'timestamp with time zone', '2024-05-06 07:08:09.123+00'],
      [real(-0), 'double precision', '-0'],
      [real(5e-324), 'double precision', '5e-324'],
      [real(Number.POSITIVE_INFINITY), 'numeric', 'Infinity'],
      [real(0.1), 'numeric', '0.1'],
      [real(0.1 + 0.2), 'text', '0.30000000000000004'],
      [real(1e17), 'text', '1.0e+17'],
      [real(-0), 'text', '-0.0'],
      [text('a\\N\t'), 'text', 'a\\N\t'],
      [text('\uFEFFx'), 'text', '\uFEFFx'],
      [text('True'), 'boolean', 'true'],
      [text('2024-05-06'), 'timestamp without time zone', '2024-05-06 00:00:00'],
      [text('2024-05-06T07:08'), 'timestamp without time zone', '2024-05-06 07:08:00'],
      [text('-0044-03-15'), 'date', '0045-03-15 BC'],
      [text('10000-01-01'), 'date', '10000-01-01'],
      [text('2024-05-06T07:08:09+02:00'), 'timestamp with time zone', '2024-05-06 05:08:09+00'],
      [text('07:08'), 'time without time zone', '07:08:00'],
      [text('{0F8FAD5B-D9CB-469F-A165-70867728950E}'), 'uuid', '0f8fad5b-d9cb-469f-a165-70867728950e'],
      [text('{"b":1.0,"a":[2e1]}'), 'jsonb', '{"a": [20], "b": 1}'],
      [bytes('c3a9'), 'text', 'é'],
      [bytes(''), 'bytea', '\\x'],
      [bytes('ff', 'text'), 'bytea', '\\xff'],
    ]),
  )('%s is right', (_, cell, type, found) => {
    expect(agrees(cell, found, type)).toBe(true)
  })

  test.each(
    titled([
      [{ storageClass: 'null' }, 'text', ''],
      [text(''), 'text', null],
      [integer(9007199254740993n), 'double precision', '9007199254740992'],
      [integer(2n), 'boolean', 'true'],
      [real(0), 'double precision', '-0'],
      [real(-0), 'numeric', '0'],
      [real(0.1), 'text', '0.1000'.padEnd(22, '0')],
      [real(123456789), 'double precision', '123456792'],
      [text('2024-02-30'), 'date', '2024-03-01'],
      [text('23:59:60'), 'time without time zone', '00:00:00'],
      [text('2024-05-06 07:08:09.1234567'), 'timestamp without time zone', '2024-05-06 07:08:09.123457'],
      [text('2024-05-06 07:08:09Z'), 'timestamp without time zone', '2024-05-06 07:08:09'],
      [text('now'), 'timestamp without time zone', '2024-05-06 07:08:09'],
      [text('abc '), 'text', 'abc'],
      [text('é'), 'text', 'e\u0301'],
      [bytes('610062', 'text'), 'text', 'a'],
      [bytes('ff', 'text'), 'text', '\uFFFD'],
      [text('{"a":1}'), 'json', '{"a": 1}'],
      [integer(5n), 'timestamp with time zone', '1970-01-01 00:00:05+00'],
    ]),
  )('%s is wrong', (_, cell, type, found) => {
    expect(agrees(cell, found, type)).toBe(false)
  })

  test.each([
    [integer(1714979289123n), 'timestamp with time zone', 'epoch_ms', '2024-05-06 07:08:09.123+00'],
    [real(0.5), 'timestamp without time zone', 'epoch_s:timestamp', '1970-01-01 00:00:00.5'],
    [integer(0n), 'timestamp with time zone', 'coredata', '2001-01-01 00:00:00+00'],
    [integer(13359452889123456n), 'timestamp with time zone', 'webkit', '2024-05-06 07:08:09.123456+00'],
    [integer(638505760891234560n), 'timestamp with time zone', 'ticks', '2024-05-06 07:08:09.123456+00'],
    [integer(20240506n), 'date', 'yyyymmdd', '2024-05-06'],
    [text(''), 'bigint', 'bigint:empty_null', null],
    [
      text('2024-05-06 07:08:09.1234567'),
      'timestamp without time zone',
      'timestamp:truncate',
      '2024-05-06 07:08:09.123456',
    ],
    [real(-1.259), 'numeric', 'numeric(12,2):truncate', '-1.25'],
    [bytes('4c6174696eefe9', 'text'), 'text', 'latin1', 'Latinïé'],
    [bytes('809f', 'text'), 'text', 'cp1252', '€Ÿ'],
    [bytes('61ff', 'text'), 'text', 'text:replace', 'a\uFFFD'],
    [bytes('610062', 'text'), 'text', 'text:strip_nul', 'ab'],
    [bytes('00112233445566778899aabbccddeeff'), 'uuid', 'guid', '33221100-5544-7766-8899-aabbccddeeff'],
  ] as const)('$1 by $2 is right: $3', (cell, type, cast, found) => {
    expect(agrees(cell, found, type, cast)).toBe(true)
  })

  test.each([
    [integer(1n), 'timestamp with time zone', 'epoch_ms', '1970-01-01 00:00:01+00'],
    [integer(1n), 'timestamp with time zone', 'ticks', '0001-01-01 00:00:00+00'],
    [bytes('81', 'text'), 'text', 'cp1252', '\u0081'],
    [text(''), 'text', 'text:strip_nul', null],
  ] as const)('$1 by $2 is wrong: $3', (cell, type, cast, found) => {
    expect(agrees(cell, found, type, cast)).toBe(false)
  })

  test('of a UTF-16 file is judged by its UTF-8 bytes, a lone surrogate too', () => {
    expect(asUtf8(Buffer.from('é🙂', 'utf16le'), 'UTF-16le').toString()).toBe('é🙂')
    expect(asUtf8(Buffer.from('00d8', 'hex'), 'UTF-16le').toString('hex')).toBe('eda080')
  })
})

describe('rows', () => {
  const columns = [
    { name: 'a', type: 'bigint' },
    { name: 'b', type: 'text' },
  ]

  test('are the same in any order', () => {
    const rows = [
      ['2', 'y'],
      ['1', 'x'],
      ['1', 'x'],
    ]
    expect(
      differencesOf(
        [
          [integer(1n), text('x')],
          [integer(1n), text('x')],
          [integer(2n), text('y')],
        ],
        rows,
        columns,
      ),
    ).toEqual([])
  })

  test('that occur twice instead of once are a difference', () => {
    const found = differencesOf(
      [
        [integer(1n), text('x')],
        [integer(2n), text('x')],
      ],
      [
        ['1', 'x'],
        ['1', 'x'],
      ],
      columns,
    )
    expect(found).toEqual(['"a": integer 2 is bigint "1"'])
  })

  test('that are missing are a difference', () => {
    expect(differencesOf([[integer(1n), text('x')]], [], columns)).toEqual([
      '1 rows in the file, 0 in PostgreSQL',
    ])
  })
})
