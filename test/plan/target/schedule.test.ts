// The scheduler by itself, over random statements: whatever ends first, nothing that would wait for another is begun.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BuildStatement, LockMode } from '../../../src/model/build-statement.ts'
import { plainStatement } from '../../../src/plan/target/build-statement.ts'
import { conflicts } from '../../../src/plan/target/lock-conflicts.ts'
import { biggestFirst, Schedule } from '../../../src/plan/target/schedule.ts'
import { postgres } from '../../../src/sql/text.ts'

const MODES: readonly LockMode[] = [
  'row share',
  'share update exclusive',
  'share',
  'share row exclusive',
  'access exclusive',
]

interface Recipe {
  readonly locks: readonly { readonly table: string; readonly mode: LockMode }[]
  readonly follows: readonly number[]
  readonly bytes: bigint
}

const RECIPE: fc.Arbitrary<Recipe> = fc.record({
  locks: fc.uniqueArray(
    fc.record({ table: fc.constantFrom('a', 'b', 'c', 'd'), mode: fc.constantFrom(...MODES) }),
    { maxLength: 2, selector: ({ table }) => table },
  ),
  follows: fc.array(fc.nat(100), { maxLength: 3 }),
  bytes: fc.bigInt(0n, 5n),
})

function statementsOf(recipes: readonly Recipe[]): readonly BuildStatement[] {
  const made: BuildStatement[] = []
  for (const [i, { locks, follows, bytes }] of recipes.entries()) {
    const earlier = follows.flatMap(at => made[at % Math.max(1, i)] ?? [])
    made.push({ ...plainStatement('keys', `s${i}`, '', postgres`SELECT 1`), locks, follows: earlier, bytes })
  }
  return made
}

const clash = (one: BuildStatement, other: BuildStatement): boolean =>
  one.locks.some(a => other.locks.some(b => a.table === b.table && conflicts(a.mode, b.mode)))

/** Runs them over so many lanes; `choose` says which of the running ones ends. */
function carryOut(
  statements: readonly BuildStatement[],
  lanes: number,
  choose: () => number,
): BuildStatement[] {
  const schedule = new Schedule(statements)
  const running: BuildStatement[] = []
  const ended: BuildStatement[] = []
  while (!schedule.isExhausted || schedule.isRunning) {
    const next = running.length < lanes ? schedule.next() : null
    if (next === null) {
      expect(running.length).toBeGreaterThan(0)
      const [done] = running.splice(choose() % running.length, 1)
      if (done === undefined) throw new Error('nothing runs')
      schedule.finish(done)
      ended.push(done)
      continue
    }
    expect(next.follows.every(earlier => ended.includes(earlier))).toBe(true)
    expect(running.some(other => clash(next, other))).toBe(false)
    running.push(next)
  }
  return ended
}

test('all statements run, none beside one that it would wait for, none before what it follows', () => {
  fc.assert(
    fc.property(
      fc.array(RECIPE, { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat(10), { minLength: 1 }),
      (recipes, lanes, choices) => {
        const statements = statementsOf(recipes)
        let turn = 0
        const ended = carryOut(biggestFirst(statements), lanes, () => choices[turn++ % choices.length] ?? 0)
        expect(new Set(ended)).toEqual(new Set(statements))
        expect(ended).toHaveLength(statements.length)
      },
    ),
    { numRuns: 300 },
  )
})

test('one lane carries out a list in its order', () => {
  fc.assert(
    fc.property(fc.array(RECIPE, { maxLength: 30 }), recipes => {
      const statements = statementsOf(recipes)
      expect(carryOut(statements, 1, () => 0)).toEqual(statements)
    }),
  )
})

test('the biggest comes first, and equals stay in their order', () => {
  const sized = statementsOf([1n, 3n, 3n, 2n].map(bytes => ({ locks: [], follows: [], bytes })))
  expect(biggestFirst(sized).map(({ object }) => object)).toEqual(['s1', 's2', 's3', 's0'])
})

test('locks stand in the way of each other both ways, as in the manual of PostgreSQL', () => {
  for (const one of MODES)
    for (const other of MODES) expect(conflicts(one, other)).toBe(conflicts(other, one))
  const own = MODES.filter(mode => conflicts(mode, mode))
  expect(own).toEqual(['share update exclusive', 'share row exclusive', 'access exclusive'])
  expect(conflicts('share', 'share row exclusive')).toBe(true)
  expect(conflicts('share', 'row share')).toBe(false)
})
