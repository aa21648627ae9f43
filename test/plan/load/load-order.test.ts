// The order of a load: parents first, a key to the own table in force, one key of each circle taken away.
import { expect, it } from 'vitest'
import type { LoadedKey } from '../../../src/plan/load/load-keys.ts'
import { orderLoad } from '../../../src/plan/load/load-order.ts'

/** Of a key nothing but its two tables matters here. */
function key(table: string, parent: string): LoadedKey {
  return {
    table,
    ends: { parent: { target: parent } },
    key: { name: `${table}_${parent}` },
  } as unknown as LoadedKey
}

it('parents come first, whatever order the tables have', () => {
  const keys = [key('c', 'b'), key('b', 'a'), key('d', 'a')]
  expect(orderLoad(['c', 'd', 'b', 'a'], keys)).toEqual({ tables: ['a', 'd', 'b', 'c'], inTheWay: new Set() })
})

it('a key to the own table stays in force', () => {
  expect(orderLoad(['a'], [key('a', 'a')]).inTheWay.size).toBe(0)
})

it('of a circle one key is taken away, and the tables behind it wait', () => {
  const keys = [key('a', 'b'), key('b', 'c'), key('c', 'a'), key('d', 'a')]
  const { tables, inTheWay } = orderLoad(['d', 'a', 'b', 'c'], keys)
  expect(inTheWay.size).toBe(1)
  for (const one of keys.filter(other => !inTheWay.has(other)))
    expect(tables.indexOf(one.table)).toBeGreaterThan(tables.indexOf(one.ends?.parent.target ?? ''))
})
