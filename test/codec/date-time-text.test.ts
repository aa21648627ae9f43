// Our own judge of dates and times: what PostgreSQL keeps exactly has a shape, everything else has none.
import { describe, expect, it } from 'vitest'
import { shapeOfDateTimeText } from '../../src/codec/date-time-text.ts'
import { shapeOfEpoch } from '../../src/codec/epoch-shape.ts'

describe('a text has the shape', () => {
  it.each([
    ['2024-02-29', 'date'],
    ['0001-01-01', 'date'],
    ['9999-12-31', 'date'],
    ['2024-05-06 07:08', 'timestamp'],
    ['2024-05-06 07:08:09', 'timestamp'],
    ['2024-05-06T07:08:09', 'timestamp'],
    ['2024-05-06 07:08:09.1', 'timestamp'],
    ['2024-05-06 07:08:09.123456', 'timestamp'],
    ['2024-05-06 07:08:09.123456000', 'timestamp'],
    ['2024-05-06 07:08:09.1234567', 'timestamp fine'],
    ['2024-05-06T07:08:09Z', 'timestamptz'],
    ['2024-05-06 07:08:09.123 +00:00', 'timestamptz'],
    ['2024-05-06 07:08:09 +0000 UTC', 'timestamptz'],
    ['2024-05-06 07:08:09+02', 'timestamptz offset'],
    ['2024-05-06 07:08:09-0330', 'timestamptz offset'],
    ['2024-05-06 07:08:09+14:00', 'timestamptz offset'],
    ['0001-01-01T00:00:00Z', 'timestamptz'],
    ['2024-05-06T07:08:09.123456789Z', 'timestamptz fine'],
    ['10000-01-01', 'date far'],
    ['-0044-03-15', 'date far'],
    ['294276-12-31 23:59:59.999999', 'timestamp far'],
    ['-4712-01-01 00:00:00', 'timestamp far'],
    ['2024-05-06 07:08Z', 'timestamptz'],
    ['0001-01-01T00:00:00+02:00', 'timestamptz far'],
    ['9999-12-31 23:59:59-02:00', 'timestamptz far'],
    ['2024-05-06 07:08:09 +0200 CEST m=+0.0001', 'go time'],
    ['2024-05-06 07:08:09.5 -0300 -03', 'go time'],
    ['07:08', 'time'],
    ['07:08:09', 'time'],
    ['23:59:59.999999', 'time'],
  ])('%s: %s', (text, shape) => {
    expect(shapeOfDateTimeText(text)).toBe(shape)
  })
})

describe('a text has no shape where PostgreSQL would refuse it, obey it or change it:', () => {
  it.each([
    ...[
      '',
      ' ',
      'now',
      'today',
      'epoch',
      'infinity',
      'allballs',
      'null',
      'None',
      '2024',
      '2024-05',
      '20240506',
    ],
    ...[
      '2023-02-29',
      '2024-02-30',
      '1900-02-29',
      '2024-04-31',
      '2024-13-01',
      '2024-00-10',
      '2024-01-00',
      '0000-01-01',
    ],
    ...[
      '010000-01-01',
      '294277-01-01',
      '-4713-01-01',
      '-0000-01-01',
      '-44-03-15',
      '6.5.2024',
      '05/06/2024',
      'May 6 2024',
      '2024-5-6',
      ' 2024-05-06',
      '2024-05-06 ',
    ],
    ...[
      '2024-05-06 24:00:00',
      '2024-05-06 23:60:00',
      '2016-12-31 23:59:60',
      '2024-05-06 7:08',
      '2024-05-06  07:08:09',
    ],
    ...['2024-05-06t07:08:09', '2024-05-06 07:08:09.', '2024-05-06 07:08:09 PM', '2024-05-06 07:08:09z'],
    ...[
      '2024-05-06 07:08:09+15:00',
      '294276-12-31 23:59:59-01:00',
      '2024-05-06 07:08:09+02:60',
      '2024-05-06 07:08:09 CEST m=+0.1',
      '2024-05-06 07:08:09 CEST',
    ],
    ...[
      '24:00:00',
      '36:00',
      '7:08',
      '07:08:60',
      '07:08:09.1234567',
      '07:08:09Z',
      '2024-05-06\n',
      '２024-05-06',
    ],
  ])('“%s”', text => {
    expect(shapeOfDateTimeText(text)).toBeNull()
  })
})

describe('a number counts in the unit of its window', () => {
  it.each([
    [0n, 'epoch zero'],
    [999_999_999n, 'coredata'],
    [99_999_999n, null],
    [20_240_506n, 'yyyymmdd'],
    [2_460_437n, 'julian'],
    [2_460_437.5, 'julian'],
    [13_359_453_600_000_000n, 'webkit'],
    [638_505_768_001_234_567n, 'ticks'],
    [1_714_980_000_123_456_789n, 'epoch ns'],
    [1_714_980_000.5, 'epoch s with fraction'],
    [1_000_000_000n, 'epoch s'],
    [2_147_483_647n, 'epoch s'],
    [2_147_483_648n, null],
    [99_999_999_999n, null],
    [100_000_000_000n, 'epoch ms'],
    [4_100_000_000_000n, 'epoch ms'],
    [4_100_000_000_001n, null],
    [100_000_000_000_000n, 'epoch us'],
    [4_100_000_000_000_000n, 'epoch us'],
    [4_100_000_000_000_001n, null],
    [-1_714_980_000n, null],
    [2n ** 63n - 1n, null],
  ])('%s: %s', (value, shape) => {
    expect(shapeOfEpoch(value)).toBe(shape)
  })
})
