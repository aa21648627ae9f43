import { describe, expect, it } from 'vitest'
import { normalJson, normalNumber } from '../../src/codec/equal-values.ts'

describe('numbers that numeric finds equal', () => {
  it.each([
    ['1', '1.0', '01', '1e0', '0.1e1', '10e-1'],
    ['-1.50', '-1.5', '-15e-1'],
    ['100000000000000000000', '1e20', '1.0e+20'],
    ['0', '-0', '0.00', '0e5'],
  ])('become one text: %s', (first, ...others) => {
    for (const other of others) expect(normalNumber(other)).toBe(normalNumber(first))
  })

  it('stay apart where they differ, and words stay words', () => {
    expect(new Set(['1', '10', '0.1', '-1', '11'].map(normalNumber)).size).toBe(5)
    expect(normalNumber('Infinity')).toBe('Infinity')
  })
})

describe('JSON that jsonb finds equal', () => {
  it('becomes one text', () => {
    expect(normalJson('{"b": [1.0, {}], "a": null, "a": 2}')).toBe(normalJson('{"a":2,"b":[1,{}]}'))
  })

  it('stays apart where it differs', () => {
    const texts = [
      '{"a":[]}',
      '{"a":{}}',
      '["a",[]]',
      '[["a",[]]]',
      '{"__proto__":1}',
      '{}',
      '1',
      '"1"',
      'no JSON',
    ]
    expect(new Set(texts.map(normalJson)).size).toBe(texts.length)
  })
})
