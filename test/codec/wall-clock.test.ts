// The wall clocks of zones as PostgreSQL knows them: each of our instants shows the time it was found for, and where
// we find none, PostgreSQL's own conversion shows another time.
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { microsecondsOf } from '../../src/codec/moment.ts'
import { instantsOfWallClock } from '../../src/codec/wall-clock.ts'
import { query, withDatabase } from '../server/database.ts'

const database = await withDatabase()
afterAll(() => database.drop())

const ZONES = [
  ...['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo'],
  ...['Pacific/Apia', 'Africa/Casablanca', 'UTC'],
] as const

/** Wall-clock times of 1990 to 2024 in quarters of an hour: many lie in the hours that are set back or left out. */
const WALLS = fc.array(fc.integer({ min: 0, max: 35 * 366 * 96 }), { minLength: 200, maxLength: 400 })

const SWITCHES = [
  '2024-03-31 02:30:00',
  '2024-10-27 02:30:00',
  '2024-03-10 02:15:00',
  '2024-11-03 01:45:00',
  '2024-10-06 02:15:00',
  '2024-04-07 01:45:00',
  '2011-12-30 12:00:00',
  '2018-11-04 00:30:00',
]

function wallText(quarter: number): string {
  return new Date(Date.UTC(1990, 0, 1) + quarter * 900_000).toISOString().slice(0, 19).replace('T', ' ')
}

async function agree(zone: string, walls: readonly string[]): Promise<void> {
  const found = walls.map(wall => {
    const [date = '', time = ''] = wall.split(' ')
    return instantsOfWallClock(microsecondsOf({ date, time, offset: null }), zone)
  })
  const rows = await query<{ wall: string; shown: string | null; missing: boolean }>(
    database.url,
    `SELECT wall, to_char(to_timestamp(instant / 1000000) AT TIME ZONE $2, 'YYYY-MM-DD HH24:MI:SS') AS shown,
       (wall::timestamp AT TIME ZONE $2) AT TIME ZONE $2 <> wall::timestamp AS missing
     FROM unnest($1::text[], $3::bigint[]) AS t (wall, instant)`,
    [
      walls.flatMap((wall, i) =>
        (found[i] ?? []).map(() => wall).concat(found[i]?.length === 0 ? [wall] : []),
      ),
      zone,
      found.flatMap(instants => (instants.length === 0 ? [null] : instants.map(String))),
    ],
  )
  for (const { wall, shown, missing } of rows) {
    if (shown === null) expect(missing, `${wall} in ${zone} exists`).toBe(true)
    else expect(shown, `${wall} in ${zone}`).toBe(wall)
  }
}

it.each(ZONES)('%s', async zone => {
  await agree(zone, SWITCHES)
  await fc.assert(
    fc.asyncProperty(WALLS, walls => agree(zone, walls.map(wallText))),
    { numRuns: 3 },
  )
})

it('an hour that is shown twice has two instants, one that is left out has none', () => {
  const count = (wall: string, zone: string): number => {
    const [date = '', time = ''] = wall.split(' ')
    return instantsOfWallClock(microsecondsOf({ date, time, offset: null }), zone).length
  }
  expect(count('2024-10-27 02:30:00', 'Europe/Paris')).toBe(2)
  expect(count('2024-03-31 02:30:00', 'Europe/Paris')).toBe(0)
  expect(count('2011-12-30 12:00:00', 'Pacific/Apia')).toBe(0)
  expect(count('2024-04-07 01:45:00', 'Australia/Lord_Howe')).toBe(2)
})
