import { expect, test } from 'vitest'
import { firstBy, groupBy, oncePer } from '../../src/model/once-per.ts'

test('what follows from a record is worked out once for it, also where that is nothing', () => {
  const asked: object[] = []
  const find = oncePer((of: object) => {
    asked.push(of)
    return undefined
  })
  const [one, other] = [{}, {}]
  expect([find(one), find(one), find(other)]).toEqual([undefined, undefined, undefined])
  expect(asked).toEqual([one, other])
})

test('of several items with one key the first is found', () => {
  const byLetter = firstBy(['apple', 'bean', 'avocado'], word => word[0])
  expect([byLetter.get('a'), byLetter.get('b'), byLetter.get('c')]).toEqual(['apple', 'bean', undefined])
})

test('items of one key stay in their order', () => {
  const byLetter = groupBy(['apple', 'bean', 'avocado'], word => word[0])
  expect([...byLetter]).toEqual([
    ['a', ['apple', 'avocado']],
    ['b', ['bean']],
  ])
})
