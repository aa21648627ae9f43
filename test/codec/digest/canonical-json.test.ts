// JSON by our own writer is, byte for byte, what a server writes of a jsonb of it.
import fc from 'fast-check'
import { afterAll, expect, it, test } from 'vitest'
import { jsonbText } from '../../../src/codec/digest/canonical-json.ts'
import { query, withDatabase } from '../../server/database.ts'
import { JSON_ONLY, JSONB } from './hostile-values.ts'

const database = await withDatabase()
afterAll(() => database.drop())

async function asServerWrites(texts: readonly string[]): Promise<readonly string[]> {
  const rows = await query<{ written: string }>(
    database.url,
    'SELECT text::jsonb::text AS written FROM unnest($1::text[]) WITH ORDINALITY AS t (text, i) ORDER BY i',
    [texts],
  )
  return rows.map(({ written }) => written)
}

test('every kind of value', async () => {
  expect(JSONB.map(jsonbText)).toEqual(await asServerWrites(JSONB))
})

test.each(JSON_ONLY)('%s, of which jsonb would lose a part, stays as it is', text => {
  expect(jsonbText(text)).toBe(text)
})

test.each(['', ' ', '{a', '[1,]', "{'a':1}", 'NaN', '01', '+1', '\ufeff[]', '"\u0001"'])(
  '%j, which is no JSON, stays as it is',
  text => {
    expect(jsonbText(text)).toBe(text)
  },
)

test.each([100_000, 1_000_000])('JSON %i deep stays as it is', depth => {
  const text = '['.repeat(depth) + ']'.repeat(depth)
  expect(jsonbText(text)).toBe(text)
})

/** As a program would write it that likes spaces, escapes and exponents. */
const SPACE = fc.constantFrom('', ' ', '\n', '\t ')
const NUMBER = fc
  .tuple(
    fc.bigInt({ min: 0n, max: 10n ** 25n }),
    fc.option(fc.integer({ min: 0, max: 10 ** 6 })),
    fc.integer({ min: -30, max: 30 }),
  )
  .map(
    ([whole, fraction, exponent]) =>
      `${whole}${fraction === null ? '' : `.${fraction}`}${exponent === 0 ? '' : `e${exponent}`}`,
  )
const TEXT = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter(text => !text.includes('\0') && text.isWellFormed())
const STRING = TEXT.chain(text =>
  fc.constantFrom(
    JSON.stringify(text),
    JSON.stringify(text).replace(
      /[^"\\ -~]/g,
      unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
    ),
  ),
)
const { json } = fc.letrec<{ json: string; list: string; object: string }>(tie => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    ...[fc.constantFrom('null', 'true', 'false'), NUMBER, STRING, tie('list'), tie('object')],
  ),
  list: fc
    .tuple(fc.array(tie('json'), { maxLength: 5 }), SPACE)
    .map(([items, space]) => `[${space}${items.join(`${space},${space}`)}${space}]`),
  object: fc
    .tuple(fc.uniqueArray(fc.tuple(TEXT, tie('json')), { selector: ([key]) => key, maxLength: 6 }), SPACE)
    .map(
      ([members, space]) =>
        `{${space}${members.map(([key, value]) => `${JSON.stringify(key)}${space}:${space}${value}`).join(`${space},`)}}`,
    ),
}))

it('whatever JSON it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(json, { minLength: 200, maxLength: 300 }), async texts => {
      const written = texts.map(jsonbText)
      const expected = await asServerWrites(texts)
      // A zero with a minus sign is lost in a jsonb, so such a text is not written as one.
      for (const [i, text] of texts.entries()) expect([text, written[i]]).toEqual([text, expected[i]])
    }),
    { numRuns: 5 },
  )
})
