// A short run of the property: the same databases each time, and a few new ones whose seeds are told when they fail.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { type PropertyResult, runProperty } from './run-property.ts'

const FIXED = Array.from({ length: 60 }, (_, i) => 20_000 + i)
const FRESH = Array.from({ length: 4 }, (_, i) => (Date.now() % 1_000_000_000) + i)

let database: TestDatabase
let result: PropertyResult

beforeAll(async () => {
  database = await withDatabase()
  result = await runProperty({ url: database.url, seeds: [...FIXED, ...FRESH], shrinkAttempts: 40 })
}, 300_000)
afterAll(() => database.drop())

test(`random databases arrive cell by cell or are refused with a reason (fresh seeds from ${FRESH[0]})`, () => {
  const told = result.failures.map(({ seed, wishes, failure, statements }) => ({
    again: `npm run property -- --seed ${seed} --count 1`,
    wishes,
    ...failure,
    statements,
  }))
  expect(told).toEqual([])
})

test('few random databases are refused with default options', () => {
  expect(result.defaults.refused / result.defaults.count).toBeLessThan(0.2)
})

test('what the generator makes is SQLite, of many kinds', () => {
  expect(result.statements.refused / result.statements.tried).toBeLessThan(0.1)
  const { features } = result
  const missing = [
    'foreign key',
    'composite unique',
    'check',
    'default',
    'partial index',
    'hostile names',
    'STRICT',
    'view',
  ].filter(feature => !features.has(feature))
  expect(missing).toEqual([])
})
