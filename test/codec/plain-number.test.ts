// A text is a plain number if PostgreSQL's numeric gives the very same text back.
import { describe, expect, it } from 'vitest'
import { isPlainNumber } from '../../src/codec/plain-number.ts'

describe('a plain number is', () => {
  it.each(['0', '12', '-5.50', '0.5', '0.0', '-0.01', '123456789012345678901234567890', '9'.repeat(1000)])(
    '%s',
    text => {
      expect(isPlainNumber(text)).toBe(true)
    },
  )
})

describe('no plain number is', () => {
  it.each([
    '',
    ' 1',
    '1 ',
    '+5',
    '007',
    '-0',
    '-0.0',
    '1.',
    '.5',
    '1e3',
    '0x1F',
    '1_000',
    '١',
    'NaN',
    '9'.repeat(1001),
  ])('“%s”', text => {
    expect(isPlainNumber(text)).toBe(false)
  })
})
