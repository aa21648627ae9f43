import { expect, test } from 'vitest'
import { clipText, displayWidth, padLeft, padRight, wrapText } from '../../src/report/display-width.ts'

test('wide characters and emoji take two columns, combining marks none', () => {
  expect(displayWidth('tasks')).toBe(5)
  expect(displayWidth('名前')).toBe(4)
  expect(displayWidth('한글')).toBe(4)
  expect(displayWidth('e\u0301')).toBe(1)
  expect(displayWidth('🎉')).toBe(2)
  expect(displayWidth('👨‍👩‍👧')).toBe(2)
  expect(displayWidth('🇫🇷')).toBe(2)
  expect(displayWidth('é✓→')).toBe(3)
})

test('padding counts columns and leaves longer text whole', () => {
  expect(padRight('名', 4)).toBe('名  ')
  expect(padLeft('名', 4)).toBe('  名')
  expect(padRight('longer', 3)).toBe('longer')
})

test('wrapping breaks at spaces and keeps a longer word whole', () => {
  expect(wrapText('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrapText('a incomprehensible b', 5)).toEqual(['a', 'incomprehensible', 'b'])
  expect(wrapText('anything at all', Number.POSITIVE_INFINITY)).toEqual(['anything at all'])
})

test('clipping ends with an ellipsis inside the width', () => {
  expect(clipText('名前名前', 5)).toBe('名前…')
  expect(clipText('short', 5)).toBe('short')
})
