// What is built after the rows, as a list that can run one by one and as statements that can run at once.
import { expect, test } from 'vitest'
import { afterRows } from '../../../src/plan/target/after-rows.ts'
import { circle, SCHEMA } from '../../apply/lane-ground.ts'

const statements = afterRows(circle(6), SCHEMA)
const sqlOf = (object: string): readonly string[] =>
  statements.filter(statement => statement.object === object).map(({ sql }) => sql)

test('each statement stands behind those that it follows', () => {
  for (const [i, { follows }] of statements.entries())
    for (const earlier of follows) {
      expect(statements.indexOf(earlier)).toBeGreaterThanOrEqual(0)
      expect(statements.indexOf(earlier)).toBeLessThan(i)
    }
})

test("a large table's key is made as an index and then declared, a small one's is added", () => {
  expect(sqlOf('t0_pkey')).toEqual([
    'CREATE UNIQUE INDEX "t0_pkey" ON "built"."t0" ("id")',
    'ALTER TABLE "built"."t0" ADD CONSTRAINT "t0_pkey" PRIMARY KEY USING INDEX "t0_pkey"',
  ])
  expect(sqlOf('t1_pkey')).toEqual(['ALTER TABLE "built"."t1" ADD CONSTRAINT "t1_pkey" PRIMARY KEY ("id")'])
})

test("a large table's foreign key is added and then checked, a small one's and one to itself in one go", () => {
  const [added, checked] = sqlOf('t0_next_fkey')
  expect(added).toMatch(/REFERENCES "built"."t1" \("code"\) ON DELETE CASCADE NOT VALID$/)
  expect(checked).toBe('ALTER TABLE "built"."t0" VALIDATE CONSTRAINT "t0_next_fkey"')
  expect(sqlOf('t1_next_fkey')).toHaveLength(1)
  expect(sqlOf('t0_self_fkey')).toHaveLength(1)
  expect(sqlOf('t0_self_fkey')[0]).not.toContain('NOT VALID')
})

test('a foreign key follows what makes the columns of its parent unique', () => {
  const key = statements.find(({ object }) => object === 't1_next_fkey')
  expect(key?.follows.map(({ object }) => object)).toEqual(['t2_pkey', 't2_code_key'])
})

test('a table is analyzed after its indexes are there', () => {
  const analyzed = statements.find(({ object, phase }) => phase === 'statistics' && object === 't1')
  expect(analyzed?.follows.map(({ object }) => object)).toEqual([
    't1_pkey',
    't1_code_key',
    't1_next_idx',
    't1_self_idx',
  ])
})
