// Our calendar against JavaScript's, where that reaches, and against itself beyond.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isWithinTimestamps, microsecondsOf, momentTextOf } from '../../src/codec/moment.ts'

const ANY_MOMENT = fc.bigInt({ min: -210_866_803_200_000_000n, max: 9_224_318_015_999_999_999n })

function isoParts(microseconds: bigint): string {
  const rest = ((microseconds % 1000n) + 1000n) % 1000n
  const iso = new Date(Number((microseconds - rest) / 1000n)).toISOString()
  const [date = '', time = ''] = iso.replace('Z', '').split('T')
  return `${date} ${time}${String(rest).padStart(3, '0')}`
}

it('a moment of the years 1 to 9999 has the date and the time that JavaScript gives it', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }), moment => {
      const { date, time, isBeforeChrist } = momentTextOf(moment)
      const clock = time.includes('.') ? time : `${time}.000000`
      expect(`${date} ${clock}`).toBe(isoParts(moment))
      expect(isBeforeChrist).toBe(false)
    }),
  )
})

it('every moment of a timestamp is read back from its own text', () => {
  fc.assert(
    fc.property(ANY_MOMENT, moment => {
      const { date, time, isBeforeChrist } = momentTextOf(moment)
      const [year = '', ...rest] = date.split('-')
      const counted = isBeforeChrist ? 1 - Number(year) : Number(year)
      const sign = counted < 0 ? '-' : ''
      const written = `${sign}${String(Math.abs(counted)).padStart(4, '0')}-${rest.join('-')}`
      expect(microsecondsOf({ date: written, time, offset: null })).toBe(moment)
    }),
  )
})

it('an offset is taken away', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 253_402_300_799 }),
      fc.integer({ min: -14 * 60, max: 14 * 60 }),
      (seconds, minutes) => {
        const [date = '', clock = ''] = new Date(seconds * 1000).toISOString().split('T')
        const size = Math.abs(minutes)
        const two = (value: number): string => String(value).padStart(2, '0')
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
        const read = microsecondsOf({ date, time: clock.slice(0, 8), offset })
        expect(read).toBe(BigInt(seconds - minutes * 60) * 1_000_000n)
      },
    ),
  )
})

it.each([
  [-210_863_520_000_000_000n, '4713-01-01', true],
  [9_224_318_015_999_999_999n, '294276-12-31', false],
] as const)('%s is within reach: %s', (moment, date, isBeforeChrist) => {
  expect(momentTextOf(moment)).toMatchObject({ date, isBeforeChrist })
  expect(isWithinTimestamps(moment)).toBe(true)
  expect(isWithinTimestamps(isBeforeChrist ? moment - 1n : moment + 1n)).toBe(false)
})
