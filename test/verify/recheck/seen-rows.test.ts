import { describe, expect, it } from 'vitest'
import { SeenRows } from '../../../src/verify/recheck/seen-rows.ts'

type Side = string | null
const row = (source: Side, target: Side, key = 'k') => ({ key, rows: { source, target } })

function judgeAfter(before: readonly [Side, Side], now: readonly [Side, Side]) {
  const seen = new SeenRows()
  seen.add(row(...before))
  return seen.judge(row(...now))
}

describe('a row that differs again is', () => {
  it.each([
    ['as it was', ['a', 'b'], ['a', 'b']],
    ['missing still', ['a', null], ['a', null]],
    ['missing still, and changed in the source', ['a', null], ['b', null]],
    ['too many still', [null, 'a'], [null, 'a']],
    ['changed in the source, while the target stayed wrong', ['a', 'x'], ['b', 'x']],
    ['changed in the target, to another wrong value', ['a', 'x'], ['a', 'y']],
  ] as const)('different where it is %s', (_, before, now) => {
    expect(judgeAfter(before, now)).toBe('different')
  })

  it.each([
    ['the target has what the source had', ['b', 'a'], ['c', 'b']],
    ['the source has what the target had', ['a', 'b'], ['b', 'c']],
    ['it arrived and is deleted by now', ['a', null], [null, 'a']],
    ['it was made anew after it was deleted', [null, 'a'], ['b', null]],
  ] as const)('late where %s', (_, before, now) => {
    expect(judgeAfter(before, now)).toBe('late')
  })

  it('restless where both sides have changed it and neither follows the other', () => {
    expect(judgeAfter(['d', 'a'], ['z', 'w'])).toBe('restless')
  })

  it('late where it did not differ before', () => {
    expect(new SeenRows().judge(row('a', 'b'))).toBe('late')
  })
})

it('each row that was seen answers once, so that equal rows are counted', () => {
  const seen = new SeenRows()
  for (let i = 0; i < 2; i++) seen.add(row('a', null, 'a'))
  const judged = Array.from({ length: 3 }, () => seen.judge(row('a', null, 'a')))
  expect(judged).toEqual(['different', 'different', 'late'])
  expect([seen.count, seen.first, new SeenRows(7).first]).toEqual([2, 2, 7])
})

it('a hundred thousand rows are kept, and no more', () => {
  const seen = new SeenRows()
  for (let i = 0; i < 100_000; i++) seen.add(row('a', 'b', String(i)))
  expect(seen.isTooMany).toBe(false)
  seen.add(row('a', 'b', 'one more'))
  expect([seen.isTooMany, seen.judge(row('a', 'b', 'one more'))]).toEqual([true, 'late'])
})
