import { expect, test } from 'vitest'
import { codePointsText } from '../../../src/report/html/unseen-difference.ts'

test('only the characters that differ are named', () => {
  expect(codePointsText('café!', 'cafe\u0301!')).toBe('U+00E9')
  expect(codePointsText('cafe\u0301!', 'café!')).toBe('U+0065 U+0301')
})

test('a character beyond 16 bits is one, and many are cut', () => {
  expect(codePointsText('a😀', 'a')).toBe('U+1F600')
  expect(codePointsText('abcdef', '')).toBe('U+0061 U+0062 U+0063 U+0064 …')
})
