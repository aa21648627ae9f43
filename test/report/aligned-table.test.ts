import { expect, test } from 'vitest'
import { alignRows, rightCell } from '../../src/report/aligned-table.ts'
import { displayWidth } from '../../src/report/display-width.ts'

const wide = Number.POSITIVE_INFINITY

test('columns line up by display width, numbers at their right edge', () => {
  const lines = alignRows(
    [
      ['名前', rightCell('5'), 'x'],
      ['id', rightCell('1,234'), 'y'],
    ],
    { width: wide },
  )
  expect(lines).toEqual(['名前      5  x', 'id    1,234  y'])
})

test('the last column wraps under its own start', () => {
  const lines = alignRows([['id', 'a reason that is longer than the room for it']], { width: 34 })
  expect(lines).toEqual(['id  a reason that is longer than', '    the room for it'])
})

test('where the room is too narrow the last cell gets lines of its own, and no name is cut', () => {
  const name = 'n'.repeat(50)
  const lines = alignRows([[name, 'a reason that needs some room of its own']], { width: 60 })
  expect(lines[0]).toBe(name)
  expect(lines.slice(1).every(line => displayWidth(line) <= 60)).toBe(true)
})

test('a painted cell is painted without its padding', () => {
  const paint = (text: string): string => `<${text}>`
  expect(
    alignRows(
      [
        [{ text: 'a', paint }, 'x'],
        ['long', 'y'],
      ],
      { width: wide },
    ),
  ).toEqual(['<a>     x', 'long  y'])
})
