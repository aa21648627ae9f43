// Texts that are judged many at once must come to what SQLite's own functions and the parsers of single texts say.
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dateInterest,
  type Interest,
  jsonInterest,
  timeInterest,
  timestampInterest,
  uuidInterest,
} from '../../src/codec/interest.ts'
import { isPlainJsonb } from '../../src/codec/plain-json.ts'
import { joinJudgements, judgeTexts, NO_TEXTS } from '../../src/codec/text-chunk.ts'
import { TEXT_SEPARATOR } from '../../src/codec/usual-texts.ts'
import { sqlite } from '../../src/sql/text.ts'
import { judgeJson } from '../../src/sql/translate/json-text.ts'

const database = new Database(':memory:')

const chunkOf = (...texts: readonly string[]): Buffer => Buffer.from(texts.join(TEXT_SEPARATOR))

/** Texts near to the well-formed one: with a piece cut out, doubled or exchanged. */
function near(written: fc.Arbitrary<string>, pieces: readonly string[]): fc.Arbitrary<string> {
  const changed = fc
    .tuple(written, fc.nat(40), fc.nat(3), fc.constantFrom('', ...pieces))
    .map(([text, at, cut, piece]) => text.slice(0, at) + piece + text.slice(at + cut))
  return fc.oneof(written, changed)
}

const digits = (least: number, most: number, width: number): fc.Arbitrary<string> =>
  fc.integer({ min: least, max: most }).map(value => String(value).padStart(width, '0'))

const day = fc
  .tuple(
    fc.oneof(digits(0, 9999, 4), fc.constantFrom('1900', '2000', '2023', '2024')),
    digits(0, 13, 2),
    digits(0, 32, 2),
  )
  .map(parts => parts.join('-'))
const clock = fc.tuple(digits(0, 25, 2), digits(0, 61, 2), digits(0, 61, 2)).map(parts => parts.join(':'))
const moment = fc
  .tuple(
    day,
    fc.constantFrom(' ', 'T', 't', '  '),
    clock,
    fc.constantFrom('', '.123', '.123456', '.1', '.1234567', 'Z'),
  )
  .map(parts => parts.join(''))
const PIECES = ['0', '9', '-', ':', '.', ' ', 'T', 'é', 'a', 'G', '-0']

const usualTexts: readonly (readonly [string, Interest, fc.Arbitrary<string>])[] = [
  ['timestamp', timestampInterest, near(moment, PIECES)],
  ['date', dateInterest, near(day, PIECES)],
  ['time', timeInterest, near(clock, PIECES)],
  ['uuid', uuidInterest, near(fc.uuid(), PIECES)],
]

describe('a text is usual in a chunk just where SQL says that it is', () => {
  it.each(usualTexts)('as a %s', (kind, interest, written) => {
    const isUsual = database.prepare<[string]>(
      `SELECT coalesce(${interest.usual.test(sqlite`c`)}, 0) FROM (SELECT ? AS c)`,
    )
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 20 }), texts => {
        const usual = texts.filter(text => isUsual.pluck().get(text) === 1)
        expect(judgeTexts(kind, chunkOf(...texts))).toMatchObject({
          values: texts.length,
          usual: usual.length,
        })
      }),
      { numRuns: 300 },
    )
  })
})

describe('JSON beyond doubt', () => {
  const written = near(
    fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.jsonValue({ maxDepth: 3 }).map(value => JSON.stringify(value, null, 1)),
    ),
    [
      '"',
      '\\',
      '\\u0041',
      '\\ud800',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e5',
      '1e99',
      '\n',
      '\t',
      'é',
      '{"a":1,"a":2}',
    ],
  )

  it('is JSON to SQLite, and JSON that jsonb holds without a loss', () => {
    const isJson = database.prepare<[string]>('SELECT json_valid(?)').pluck()
    fc.assert(
      fc.property(written, text => {
        const bytes = Buffer.from(text)
        if (!isPlainJsonb(bytes, 0, bytes.length)) return
        expect([text, judgeJson(text), isJson.get(text)]).toEqual([text, 'jsonb', 1])
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    '{}',
    '[]',
    '{"a": [1, -2.5, 0.10], "b": {"a": null}}',
    '"é\\n"',
    ' true ',
    '0',
    '[[[[1]]]]',
    '{"a":"x","b":false}',
  ])('is %s', text => {
    expect(isPlainJsonb(Buffer.from(text), 0, Buffer.from(text).length)).toBe(true)
  })

  it.each([
    '',
    ' ',
    '{"a":1,"a":2}',
    '-0',
    '01',
    '1.',
    '.5',
    '+1',
    '"\\u0041"',
    '{a:1}',
    '[1,]',
    '[1',
    'nul',
    '"a',
    '{"a"}',
    '1 2',
  ])('is not %j', text => {
    expect(isPlainJsonb(Buffer.from(text), 0, Buffer.from(text).length)).toBe(false)
  })

  it('counts as usual, and other JSON by its own judge', () => {
    const chunk = chunkOf('{"a": 1}', '"\\n"', '{"a":1,"a":2}', '{a:1}', '1e5')
    expect(judgeTexts('jsonb', chunk)).toMatchObject({ usual: 1, shapes: { jsonb: 2, json: 1 } })
    expect(judgeTexts('json', chunk)).toMatchObject({ usual: 1, shapes: { json: 1 } })
    expect(judgeTexts('json', chunkOf('null'))).toMatchObject({ usual: 1, shapes: {} })
    expect(jsonInterest.texts).toBe('json')
  })
})

describe('the measures of a chunk', () => {
  it('are those that SQLite gives of each text', () => {
    const measure = database.prepare<[string]>(
      "SELECT length(c), octet_length(c), c GLOB '*[' || char(9, 10, 13) || '\\]*' FROM (SELECT ? AS c)",
    )
    const text = fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter(each => each.isWellFormed() && !/[\0\u0001]/.test(each))
    const special = fc.constantFrom('\t', 'a\nb', '\r', '\\', '', 'é😀', '\u007f', '\u0002')
    fc.assert(
      fc.property(fc.array(fc.oneof(text, special), { minLength: 1, maxLength: 20 }), texts => {
        const each = texts.map(one => measure.raw().get(one) as [number, number, number])
        expect(judgeTexts('text', chunkOf(...texts))).toEqual({
          ...NO_TEXTS,
          values: texts.length,
          maxCharacters: Math.max(...each.map(([characters]) => characters)),
          maxBytes: Math.max(...each.map(([, bytes]) => bytes)),
          totalBytes: each.reduce((sum, [, bytes]) => sum + bytes, 0),
          needsEscape: each.reduce((sum, [, , needsEscape]) => sum + needsEscape, 0),
        })
      }),
    )
  })

  it.each([
    ['a NUL', Buffer.from('a\0b')],
    ['half a character', Buffer.from([0x61, 0xc3])],
    ['halves of a character in two texts', Buffer.from([0xc3, 1, 0xa9])],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80])],
  ])('say that %s is not clean', (_, bytes) => {
    expect(judgeTexts('text', bytes).isClean).toBe(false)
    expect(joinJudgements(judgeTexts('text', chunkOf('a')), judgeTexts('text', bytes)).isClean).toBe(false)
  })

  it('of no text are none, and of an empty text are of one', () => {
    expect(judgeTexts('text', null)).toEqual(NO_TEXTS)
    expect(judgeTexts('text', Buffer.alloc(0))).toEqual({ ...NO_TEXTS, values: 1 })
  })

  it('of two chunks are those of all their texts', () => {
    const [one, other] = [
      ['2024-05-06', 'x'],
      ['2024-05-07', '2024-05-06Z', 'é\t', '2024-05-06 07:08:09'],
    ]
    const joined = joinJudgements(judgeTexts('date', chunkOf(...one)), judgeTexts('date', chunkOf(...other)))
    expect(joined).toEqual(judgeTexts('date', chunkOf(...one, ...other)))
  })
})
