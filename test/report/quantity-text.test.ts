import { expect, test } from 'vitest'
import { bytesText, countText, durationText, quantityText, rateText } from '../../src/report/quantity-text.ts'

test('counts have a comma every three digits', () => {
  expect([0n, 999n, 1000n, 1234567n, -1234n].map(countText)).toEqual([
    '0',
    '999',
    '1,000',
    '1,234,567',
    '-1,234',
  ])
})

test('one is singular, anything else plural', () => {
  expect(quantityText(1n, 'row')).toBe('1 row')
  expect(quantityText(0, 'row')).toBe('0 rows')
  expect(quantityText(2, 'index', 'indexes')).toBe('2 indexes')
})

test('bytes are shown in the unit that keeps them below a thousand', () => {
  expect([0n, 999n, 1000n, 12_345_678n, 999_960n, 5_000_000_000_000_000_000n].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '12.3 MB',
    '1.0 MB',
    '5000 PB',
  ])
})

test('durations change from seconds to minutes to hours', () => {
  expect([0.041, 9.99, 12.34, 59.96, 65, 3599.6, 7380].map(durationText)).toEqual([
    '0.04 s',
    '9.99 s',
    '12.3 s',
    '1 m 00 s',
    '1 m 05 s',
    '1 h 00 m',
    '2 h 03 m',
  ])
})

test('no rate is told for no time or no rows', () => {
  expect(rateText(1000n, 0.5)).toBe('2,000')
  expect(rateText(1000n, 0)).toBe('')
  expect(rateText(0n, 1)).toBe('')
})
