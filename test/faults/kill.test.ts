// SIGKILL, which leaves a program no time for anything, at moments spread over a whole run. The moments come
// from a seed that is printed; SQLITE2PG_TEST_SEED repeats them.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { seedRandom } from '../../fixtures/random.ts'
import { folderDigest } from '../run/folder-digest.ts'
import { newPath } from '../run/workplace.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { NOTHING, privateSchemas, schemaContents, untilAlone } from './live-schema.ts'
import { type Program, runProgram, startProgram } from './program.ts'

const source = newPath('todo.db')
generateTodoDatabase(source, { users: 2000, tasks: 8_000, patterns: 500 })
const digest = folderDigest(source)

const seed = Number(process.env['SQLITE2PG_TEST_SEED'] ?? Date.now() % 1_000_000)
const random = seedRandom(seed)
console.log(`moments of the kills: SQLITE2PG_TEST_SEED=${seed}`)

const REPLACE = ['--force-recreate', '--yes']

function migration(database: TestDatabase, ...more: readonly string[]): readonly string[] {
  return ['migrate', '-s', source, '-p', database.url, ...more]
}

/** One moment in each of `count` equal parts of a run, in milliseconds from its start. */
function moments(count: number, durationMs: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => ((i + random.fraction()) / count) * durationMs)
}

async function succeed(argv: readonly string[]): Promise<number> {
  const { exitCode, stderr, durationMs } = await runProgram(argv)
  expect(exitCode, stderr).toBe(0)
  return durationMs
}

/** Kills it and waits until its last statement has ended on the server too. */
async function killAfter(program: Program, waitMs: number, database: TestDatabase): Promise<void> {
  await pause(waitMs)
  await program.stop('SIGKILL')
  await untilAlone(database.url)
}

/** What every killed run must leave behind it once another has gone through. */
async function expectClean(database: TestDatabase): Promise<void> {
  expect(await privateSchemas(database.url, 'run')).toEqual([])
  expect(folderDigest(source)).toEqual(digest)
}

async function emptyTarget({ url }: TestDatabase): Promise<void> {
  await query(url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public')
}

test('a run killed at any of 12 moments leaves the live schema empty or whole, and the next run goes through', {
  timeout: 120_000,
}, async () => {
  const database = await withDatabase()
  const firstMs = await succeed(migration(database))
  const durationMs = Math.min(firstMs, await succeed(migration(database, ...REPLACE)))
  const whole = await schemaContents(database.url, 'public')
  expect(whole.relations).toHaveLength(6)
  const seen = { empty: 0, whole: 0 }
  for (const waitMs of moments(12, durationMs)) {
    await emptyTarget(database)
    await killAfter(startProgram(migration(database)), waitMs, database)
    const left = await schemaContents(database.url, 'public')
    const published = left.relations.length > 0
    expect(left, `killed after ${waitMs} ms`).toEqual(published ? whole : NOTHING)
    seen[published ? 'whole' : 'empty']++
    await succeed(migration(database, ...(published ? REPLACE : [])))
    expect(await schemaContents(database.url, 'public')).toEqual(whole)
    await expectClean(database)
  }
  expect(seen.empty).toBeGreaterThan(4)
  await database.drop()
})

// The old tables have the same names and other rows, so that a mixture would show.
test('a replacing run killed at any of 8 moments leaves the old tables or the new ones, all of them', {
  timeout: 120_000,
}, async () => {
  const database = await withDatabase()
  const earlier = newPath('earlier.db')
  generateTodoDatabase(earlier, { users: 50, tasks: 400, patterns: 20, seed: 7 })
  const putBack = ['migrate', '-s', earlier, '-p', database.url, ...REPLACE]
  await succeed(putBack)
  const old = await schemaContents(database.url, 'public')
  const durationMs = await succeed(migration(database, ...REPLACE))
  const whole = await schemaContents(database.url, 'public')
  await succeed(putBack)
  for (const waitMs of moments(8, durationMs)) {
    await killAfter(startProgram(migration(database, ...REPLACE)), waitMs, database)
    const left = await schemaContents(database.url, 'public')
    const published = left.relations.join() !== old.relations.join()
    expect(left, `killed after ${waitMs} ms`).toEqual(published ? whole : old)
    await succeed(putBack)
    expect(await schemaContents(database.url, 'public')).toEqual(old)
    await expectClean(database)
  }
  await database.drop()
})

test('a run killed within the milliseconds of publishing leaves nothing or everything', {
  timeout: 120_000,
}, async () => {
  const database = await withDatabase()
  await succeed(migration(database))
  const whole = await schemaContents(database.url, 'public')
  for (const waitMs of moments(4, 24)) {
    await emptyTarget(database)
    const program = startProgram(migration(database))
    await program.said(/^verify: /m)
    await killAfter(program, waitMs, database)
    const left = await schemaContents(database.url, 'public')
    expect(left, `killed ${waitMs} ms after the proof`).toEqual(left.relations.length > 0 ? whole : NOTHING)
  }
  await emptyTarget(database)
  await succeed(migration(database))
  await expectClean(database)
  await database.drop()
})
