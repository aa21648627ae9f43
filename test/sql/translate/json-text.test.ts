// What jsonb would keep, what only json keeps, and what is no JSON at all.
import { describe, expect, it } from 'vitest'
import { judgeJson } from '../../../src/sql/translate/json-text.ts'

describe('jsonb loses nothing of', () => {
  it.each([
    ...[
      'null',
      'true',
      '0',
      '-0.5e+3',
      '-0.05',
      '""',
      '"a\\u0041"',
      '[]',
      '{}',
      ' { "a" : [ 1 , 2 ] } ',
      '"\\ud83d\\ude00"',
      '"😀"',
    ],
    ...[
      '{"a": {"a": 1}}',
      '[{"a": 1}, {"a": 2}]',
      '{"a": 1, "A": 2}',
      '{"a:": 1, "b": ":"}',
      '{"": 1}',
      '"\\\\u0000"',
    ],
    ...['{"a": "{\\"a\\": 1, \\"a\\": 2}"}', '1e300', '123456789012345678901234567890.5'],
  ])('%s', text => {
    expect(judgeJson(text)).toBe('jsonb')
  })
})

describe('only json keeps', () => {
  it.each([
    ['a key twice', '{"a": 1, "a": 2}'],
    ['a key twice in two spellings', '{"a": 1, "\\u0061": 2}'],
    ['a key twice, deep inside', '[{"b": {"c": 1, "d": [], "c": 2}}]'],
    ['the empty key twice', '{"": 1, "": 2}'],
    ['a zero with a sign', '[-0]'],
    ['a zero with a sign and an exponent', '-0.0e5'],
    ['a NUL', '"\\u0000"'],
    ['a NUL in a key', '{"\\u0000": 1}'],
    ['a lone surrogate', '"\\ud800"'],
    ['a surrogate pair the wrong way round', '"\\ude00\\ud83d"'],
    ['an exponent beyond numeric', '1e100000'],
    ['a number of very many digits', `${'9'.repeat(20_000)}`],
  ])('%s', (_, text) => {
    expect(judgeJson(text)).toBe('json')
  })
})

describe('no JSON is', () => {
  it.each([
    ...[
      '',
      ' ',
      'undefined',
      'NaN',
      'Infinity',
      "{'a': 1}",
      '{a: 1}',
      '[1,]',
      '{"a": 1,}',
      '01',
      '+1',
      '.5',
      '1.',
      '0x1F',
    ],
    ...['"a', '"\t"', '"\\x41"', '[1] [2]', '// 1', '"\\u00g0"', 'True', 'None', '\ufeff1'],
  ])('“%s”', text => {
    expect(judgeJson(text)).toBe('not json')
  })
})

describe('long and deep texts', () => {
  it('strings of 20 million characters are judged', () => {
    expect(judgeJson(`"${'a'.repeat(20_000_000)}"`)).toBe('jsonb')
    expect(judgeJson(`"${'\\n'.repeat(10_000_000)}"`)).toBe('jsonb')
  })

  it('1,000 levels are JSON, one more is none, which is where SQLite stops reading', () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}"]"${']'.repeat(levels)}`
    expect(judgeJson(nested(1000))).toBe('jsonb')
    expect(judgeJson(nested(1001))).toBe('not json')
  })
})
