// SIGKILL at moments spread over a whole rollback: what is live is the new state or the old one, never a part of both,
// and a rollback afterwards ends the matter. The moments come from a seed that is printed. And connections that break
// at its COMMIT.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { generateTodoDatabase } from '../../fixtures/generate.ts'
import { seedRandom } from '../../fixtures/random.ts'
import { migrate, rollback, status } from '../../src/index.ts'
import { liveState, ownSchemas } from '../run/live-state.ts'
import { newPath } from '../run/workplace.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'
import { untilAlone } from './live-schema.ts'
import { runProgram, startProgram } from './program.ts'
import { startRelay } from './relay.ts'

const [source, earlier] = [newPath('todo.db'), newPath('earlier.db')]
generateTodoDatabase(source, { users: 40, tasks: 300, patterns: 20 })
generateTodoDatabase(earlier, { users: 20, tasks: 100, patterns: 5, seed: 7 })

const seed = Number(process.env['SQLITE2PG_TEST_SEED'] ?? Date.now() % 1_000_000)
const random = seedRandom(seed)
console.log(`moments of the kills: SQLITE2PG_TEST_SEED=${seed}`)

let database: TestDatabase
beforeAll(async () => {
  database = await withDatabase()
})
afterAll(() => database.drop())

async function move(sqlitePath: string): Promise<void> {
  const report = await migrate({ sqlitePath, url: database.url, forceRecreate: true })
  expect(report.error).toBeNull()
}

/** Each ALTER TABLE takes a while, so that kills fall into the transaction too. */
const SLOW = `CREATE SCHEMA slow; CREATE FUNCTION slow.down() RETURNS event_trigger LANGUAGE plpgsql
    AS $$ BEGIN IF current_setting('application_name') = 'sqlite2pg' THEN PERFORM pg_sleep(0.04); END IF; END $$;
  CREATE EVENT TRIGGER slow_down ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION slow.down()`
const enable = (way: 'ENABLE' | 'DISABLE') => query(database.url, `ALTER EVENT TRIGGER slow_down ${way}`)

test('a rollback killed at any of 7 moments leaves the new tables or the old ones, all of them', {
  timeout: 120_000,
}, async () => {
  await move(earlier)
  const old = await liveState(database.url)
  await move(source)
  await query(database.url, SLOW)
  const whole = await runProgram(['rollback', '-p', database.url])
  expect(whole.exitCode, whole.stderr).toBe(0)
  expect(await liveState(database.url)).toEqual(old)
  const seen = { undone: 0, kept: 0 }
  for (let i = 0; i < 7; i++) {
    await enable('DISABLE')
    await move(source)
    const published = await liveState(database.url)
    await enable('ENABLE')
    const waitMs = (0.3 + (0.75 * (i + random.fraction())) / 7) * whole.durationMs
    const program = startProgram(['rollback', '-p', database.url])
    await pause(waitMs)
    await program.stop('SIGKILL')
    await untilAlone(database.url)
    const left = await liveState(database.url)
    const isUndone = left.join() === old.join()
    expect(left, `killed after ${waitMs} ms`).toEqual(isUndone ? old : published)
    expect(await ownSchemas(database.url)).toEqual([isUndone ? 'sqlite2pg_undone' : 'sqlite2pg_replaced'])
    const { runs } = await status({ url: database.url })
    expect(runs.some(({ outcome }) => outcome === 'running')).toBe(false)
    expect(runs.find(({ verb }) => verb === 'migrate')?.outcome).toBe(isUndone ? 'rolled back' : 'succeeded')
    seen[isUndone ? 'undone' : 'kept']++
    if (!isUndone) expect((await rollback({ url: database.url })).report.error).toBeNull()
    expect(await liveState(database.url)).toEqual(old)
  }
  expect(seen.kept).toBeGreaterThan(0)
})

test.each([
  ['after the server got it, the rollback finds that it is done', true],
  ['before the server got it, the rollback says that nothing was rolled back', false],
])('of a COMMIT that is not answered: %s', async (_, passedOn) => {
  const own = await withDatabase()
  onTestFinished(() => own.drop())
  expect((await migrate({ sqlitePath: source, url: own.url })).error).toBeNull()
  const published = await liveState(own.url)
  const relay = await startRelay(own.url, {
    after: /SET SCHEMA/,
    message: /COMMIT\0/,
    passedOn,
    afterwards: 'cut',
  })
  const { report, rolledBack } = await rollback({ url: relay.url })
  expect(relay.hasStruck).toBe(true)
  const left = await liveState(own.url)
  const [run] = (await status({ url: own.url })).runs
  if (passedOn) {
    expect(report.error).toBeNull()
    expect(rolledBack?.removed).toHaveLength(3)
    expect(left.some(line => line.startsWith('relation'))).toBe(false)
    expect(run).toMatchObject({ verb: 'rollback', outcome: 'succeeded' })
  } else {
    expect(report.error).toMatchObject({ code: 'TARGET_LOST' })
    expect(report.error?.message).toContain('the server did not commit, so nothing was rolled back')
    expect(left).toEqual(published)
    expect(run).toMatchObject({ verb: 'rollback', outcome: 'failed', errorCode: 'TARGET_LOST' })
    expect((await rollback({ url: own.url })).report.error).toBeNull()
  }
})

test('two rollbacks at once undo one step between them', async () => {
  const own = await withDatabase()
  onTestFinished(() => own.drop())
  for (const sqlitePath of [earlier, source])
    expect((await migrate({ sqlitePath, url: own.url, forceRecreate: true })).error).toBeNull()
  const both = await Promise.all([rollback({ url: own.url }), rollback({ url: own.url })])
  expect(both.map(({ report }) => report.error?.code ?? 'done').sort()).toEqual([
    'NOTHING_TO_ROLL_BACK',
    'done',
  ])
  expect(await ownSchemas(own.url)).toEqual(['sqlite2pg_undone'])
})
