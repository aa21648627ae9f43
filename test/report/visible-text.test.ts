import { expect, test } from 'vitest'
import { visibleText } from '../../src/report/visible-text.ts'

test('escape sequences, line breaks and direction overrides are made visible', () => {
  expect(visibleText('a\u001b[31mb')).toBe('a\\x1b[31mb')
  expect(visibleText('a\nb\r\tc\0')).toBe('a\\nb\\r\\tc\\0')
  expect(visibleText('\u009b2J')).toBe('\\x9b2J')
  expect(visibleText('\u202Etxt')).toBe('\\u{202e}txt')
  expect(visibleText('\ud800')).toBe('\\u{d800}')
})

test('ordinary text of any language stays as it is', () => {
  expect(visibleText('名前 é 👨‍👩‍👧 "x" \\')).toBe('名前 é 👨‍👩‍👧 "x" \\')
})
