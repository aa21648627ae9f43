// How raw values are written down for people: nothing of them is lost.
import { expect, test } from 'vitest'
import type { JudgedValue } from '../../src/codec/judging-functions.ts'
import { WRITING_FUNCTIONS } from '../../src/codec/raw-text.ts'

function call(name: string, first: JudgedValue, second: JudgedValue = null): unknown {
  return WRITING_FUNCTIONS.find(each => each.name === name)?.compute(first, second)
}

test.each([0.1, -0, 5e-324, 1.7976931348623157e308, 1e21, -123456789.125, Number.POSITIVE_INFINITY])(
  'the text of %d reads back as the same double',
  value => {
    expect(Object.is(Number(call('sqlite2pg_real_text', value)), value)).toBe(true)
  },
)

test('text becomes a JSON string of one line', () => {
  const text = 'tab\tline\n"quoted" \\ \u007f \u2028 😀'
  const json = String(call('sqlite2pg_text_json', Buffer.from(text), '41'))
  expect(json).not.toMatch(/[\t\n]/)
  expect(JSON.parse(json)).toBe(text)
  expect(call('sqlite2pg_text_json', Buffer.from(text, 'utf16le'), '4100')).toBe(json)
})

test.each([
  ['a NUL', Buffer.from('a\0b'), '41'],
  ['bytes that are no UTF-8', Buffer.from([0xff]), '41'],
  ['half a surrogate pair', Buffer.from([0x3d, 0xd8]), '4100'],
])('%s is no text', (_, bytes, letter) => {
  expect(call('sqlite2pg_text_json', bytes, letter)).toBeNull()
})

test('a text whose JSON is longer than a string can be is none', () => {
  expect(call('sqlite2pg_text_json', Buffer.alloc(90_000_000, 1), '41')).toBeNull()
})
