// What is written reads back as the same tree, whatever stands in it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shapeOf } from '../../src/sql/map-expression.ts'
import { parseExpression } from '../../src/sql/parse/expression.ts'
import { writeExpression } from '../../src/sql/write-expression.ts'
import { randomArithmetic, randomExpressions } from './random-expressions.ts'
import { TRANSLATE_CASES } from './translate-cases.ts'

/** Every word is a column but these two. */
const names = { has: (name: string): boolean => name !== 'true' && name !== 'abc' }

it.each([
  ...new Set([
    ...TRANSLATE_CASES.map(({ sqlite }) => sqlite),
    ...fc.sample(fc.oneof(randomExpressions, randomArithmetic), { numRuns: 200, seed: 5 }),
    `"false" IS NOT TRUE AND "it's" <> 'it''s'`,
    "a LIKE 'x!_%' ESCAPE '!' OR n NOT BETWEEN -9223372036854775808 AND - -1",
    'CAST(n AS DECIMAL(10, 2)) = count(*)',
  ]),
])('%s', sqlite => {
  const node = parseExpression(sqlite, names)
  if (node.kind === 'unsupported') return
  expect(shapeOf(parseExpression(writeExpression(node), names))).toBe(shapeOf(node))
})
