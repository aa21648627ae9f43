// A short storm of faults, each kind once, on small databases; `npm run faults` makes one as long as you like.
// SQLITE2PG_TEST_SEED repeats it. On a busy machine it ends early, with as many runs as there was time for.
import { afterAll, expect, test } from 'vitest'
import { FAULTS } from './storm/faults/all.ts'
import { runStorm } from './storm/run-storm.ts'
import { summaryText } from './storm/summary.ts'

const seed = Number(process.env['SQLITE2PG_TEST_SEED'] ?? Date.now() % 1_000_000)
const ENOUGH_MS = 25_000

const over = new AbortController()
const timer = setTimeout(() => over.abort(), ENOUGH_MS)
const storm = runStorm({
  seeds: FAULTS.map((_, i) => seed + i),
  megabytes: 4,
  mostStrikes: 1,
  tell: line => console.log(line),
  signal: over.signal,
})
// Its disks are to be unmounted, however the test ends.
afterAll(async () => {
  clearTimeout(timer)
  over.abort()
  await storm.catch(() => undefined)
}, 300_000)

test('whatever happens to a run, the old state is live or the whole new one, and the next run goes through', {
  timeout: 300_000,
}, async () => {
  console.log(`storm of faults: SQLITE2PG_TEST_SEED=${seed}`)
  const result = await storm
  console.log(summaryText(result))
  expect(result.failures).toEqual([])
  expect(result.passed).toBeGreaterThan(0)
})
