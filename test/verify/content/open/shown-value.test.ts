// Two values that are not equal are never shown alike.
import { describe, expect, it } from 'vitest'
import { type OpenedValue, showPair, showValue } from '../../../../src/verify/content/open/shown-value.ts'

function text(value: string, proven: string | null = null): OpenedValue {
  return { kind: 'text', text: value, proven, sizeBytes: BigInt(Buffer.byteLength(value)), sha256: null }
}

function plain(value: string, proven: string | null = null): OpenedValue {
  return { kind: 'plain', text: value, proven }
}

const NULL: OpenedValue = { kind: 'null' }

describe('a pair of values', () => {
  it.each<[string, OpenedValue, OpenedValue, string, string]>([
    ['NULL and an empty text', NULL, text(''), 'NULL', `''`],
    ['a text that reads NULL', text('NULL'), NULL, `'NULL'`, 'NULL'],
    ['a quote', text("it's"), text('its'), `'it''s'`, `'its'`],
    ['letters', text('eat'), text('eaT'), `'eat'`, `'eaT'`],
    ['a no-break space', text('a\u00a0b'), text('a b'), `'a\u00a0b' (U+00A0)`, `'a b' (U+0020)`],
    ['a zero-width space', text('a\u200bb'), text('ab'), String.raw`'a\u{200b}b' (U+200B)`, `'ab'`],
    ['letters of two scripts', text('\u0430'), text('a'), `'\u0430' (U+0430)`, `'a' (U+0061)`],
    ['words of another script', text('молоко и хлеб'), text('вода'), `'молоко и хлеб'`, `'вода'`],
    ['a number and its text', plain('1'), text('1'), '1', `'1'`],
    [
      'seconds and a date-time',
      plain('1714979289', '1714979289'),
      text('2024-05-06 07:08:10', '1714979290'),
      '1714979289',
      `'2024-05-06 07:08:10' (read as 1714979290)`,
    ],
    [
      'two that are read differently',
      text('2024-05-06', '2024-05-05'),
      text('2024-05-06', '2024-05-06'),
      `'2024-05-06' (read as 2024-05-05)`,
      `'2024-05-06'`,
    ],
    ['what nothing tells apart', plain('1'), plain('1'), '1', '1 (not the same)'],
  ])('with %s', (_, source, target, left, right) => {
    expect(showPair(source, target)).toEqual({ source: left, target: right })
  })

  it('is cut between whole characters', () => {
    const faces = '😀'.repeat(100)
    const { source, target } = showPair(text(`a${faces}b`), text(`a${faces}c`))
    expect([source, target].every(shown => shown.isWellFormed())).toBe(true)
    expect([source.includes("b'"), target.includes("c'")]).toEqual([true, true])
  })
})

it('a value by itself is cut at a hundred characters', () => {
  expect(showValue(text('ab'.repeat(60)))).toBe(`'${'ab'.repeat(50)}…' (120 bytes)`)
})
