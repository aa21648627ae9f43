// Lists as literals of PostgreSQL: each element as its type takes it, or none at all.
import { expect, it } from 'vitest'
import { writeArray } from '../../../src/codec/load/arrays.ts'

it.each([
  ['int4', '[1, null, -3]', '{"1",NULL,"-3"}'],
  ['text', '["a\\"b", "\\\\", ""]', '{"a\\"b","\\\\",""}'],
  ['text', '{a,b}', '{a,b}'],
  ['bool', '[true, false]', '{"true","false"}'],
  ['jsonb', '[{"a": [1]}, [2]]', '{"{\\"a\\":[1]}","[2]"}'],
  ['int4', '[[1, 2], [3, 4]]', '{{"1","2"},{"3","4"}}'],
] as const)('for %s %s becomes %s', (element, text, literal) => {
  expect(writeArray(element, text)).toBe(literal)
})

it.each([
  ['int4', '["1"]'],
  ['int8', '[9007199254740993]'],
  ['text', '[true]'],
  ['uuid', '["x"]'],
  ['text', 'a,b'],
  ['text', '[1,'],
  ['text', '{"a": 1'],
] as const)('for %s %s is no list', (element, text) => {
  expect(writeArray(element, text)).toBeNull()
})
