// The function that masks a value: what it tells apart, and what it takes for the same.
import { describe, expect, it, test } from 'vitest'
import type { JudgedValue } from '../../../src/codec/judging-functions.ts'
import { maskingFunctions } from '../../../src/codec/mask/masking-functions.ts'

const KEY = Buffer.from('a key of this test')
const [maskBy] = [maskingFunctions(KEY), maskingFunctions(null)].map(([mask]) => mask)
const mask = (value: JudgedValue, storageClass = 'text', letter = '41', make = 'hash|32'): JudgedValue =>
  maskBy?.compute(`${make}|${storageClass}|${letter}`, value) ?? null

test('NULL stays NULL, and an empty text does not', () => {
  expect(mask(null, 'null')).toBeNull()
  expect(mask(Buffer.from(''))).toMatch(/^[0-9a-f]{32}$/)
})

test('one value is the same every time, among thousands of others', () => {
  const first = Array.from({ length: 3000 }, (_, i) => mask(Buffer.from(`value ${i}`)))
  expect(first).toEqual(Array.from({ length: 3000 }, (_, i) => mask(Buffer.from(`value ${i}`))))
  expect(new Set(first).size).toBe(3000)
})

describe('it is the same', () => {
  it.each<[string, JudgedValue, JudgedValue]>([
    [
      'of a text in UTF-16, low byte first',
      mask(Buffer.from('ü 🙂')),
      mask(Buffer.from('ü 🙂', 'utf16le'), 'text', '4100'),
    ],
    [
      'of a text in UTF-16, high byte first',
      mask(Buffer.from('ü')),
      mask(Buffer.from([0, 0xfc]), 'text', '0041'),
    ],
    ['of a number and its digits', mask(12n, 'integer'), mask(Buffer.from('12'))],
  ])('%s', (_, one, other) => {
    expect(one).toBe(other)
  })
})

describe('it is another', () => {
  it.each<[string, JudgedValue, JudgedValue]>([
    ['of a blob than of the text of its bytes', mask(Buffer.from('a'), 'blob'), mask(Buffer.from('a'))],
    ['behind a NUL', mask(Buffer.from('a\0b')), mask(Buffer.from('a\0c'))],
    [
      'far behind in a long text',
      mask(Buffer.from(`${'x'.repeat(1_000_000)}a`)),
      mask(Buffer.from(`${'x'.repeat(1_000_000)}b`)),
    ],
    ['of zero and of its negative', mask(0, 'real'), mask(-0, 'real')],
  ])('%s', (_, one, other) => {
    expect(one).not.toBe(other)
  })
})

test('a reader without a key masks nothing and lets nothing through', () => {
  const [keyless] = maskingFunctions(null)
  expect(() => keyless?.compute('hash|32|text|41', Buffer.from('secret'))).toThrow(/no key/)
})

test('a domain is kept of texts only', () => {
  const blob = mask(Buffer.from('jane@firm.example'), 'blob', '41', 'keep-domain|254')
  expect(blob).toMatch(/^[0-9a-f]{24}@example\.invalid$/)
  expect(mask(Buffer.from('jane@firm.example'), 'text', '41', 'keep-domain|254')).toMatch(/@firm\.example$/)
})
