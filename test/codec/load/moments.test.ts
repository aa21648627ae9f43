// Moments for columns that the target has: what is sent of each spelling, and what is none.
import { expect, it } from 'vitest'
import { momentKindOf, momentSpec, writeLoadedMoment } from '../../../src/codec/load/moments.ts'

const AS_INSTANT = momentSpec('timestamptz', 6)

it.each([
  ['2024-05-06T07:08:09.5Z', '2024-05-06 07:08:09.500000+00'],
  ['2024-05-06 07:08:09', '2024-05-06 07:08:09+00'],
  ['-0044-03-15 00:00:00', '0045-03-15 00:00:00+00 BC'],
  ['10000-01-01 00:00:00', '10000-01-01 00:00:00+00'],
  [1_714_979_289n, '2024-05-06 07:08:09+00'],
  [1_714_979_289.5, '2024-05-06 07:08:09.500000+00'],
  ['1714979289123', '2024-05-06 07:08:09.123000+00'],
] as const)('%s is sent as %s', (value, sent) => {
  expect(writeLoadedMoment(AS_INSTANT, value)).toBe(sent)
})

it.each([
  '',
  'now',
  'infinity',
  '2016-12-31 23:59:60',
  '0000-00-00',
  999_999_999n,
  5e9,
  -1n,
  new Uint8Array(8),
])('%s is no moment', value => {
  expect(writeLoadedMoment(AS_INSTANT, value)).toBeNull()
})

it('digits beyond those of the type are not cut, and a date has no time of day', () => {
  expect(writeLoadedMoment(momentSpec('timestamp', 3), '2024-05-06 07:08:09.1234')).toBeNull()
  expect(writeLoadedMoment(momentSpec('date', 6), '2024-05-06T00:00:00+00:00')).toBe('2024-05-06')
  expect(writeLoadedMoment(momentSpec('date', 6), '2024-05-06 00:00:00+02:00')).toBeNull()
})

it('counts, naive texts and texts with an offset are told apart', () => {
  expect([5n, '12', '2024-05-06', '2024-05-06 00:00:00Z', 'x'].map(momentKindOf)).toEqual([
    'count',
    'count',
    'naive',
    'offset',
    null,
  ])
})
