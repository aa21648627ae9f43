// The bars and how they are judged.
import { expect, test } from 'vitest'
import { BARS } from '../../bench/bars.ts'
import { judgeBars } from '../../bench/judge-bars.ts'
import { loads } from './made-measurements.ts'

function judged(name: string, ...measurements: Parameters<typeof judgeBars>[1][]) {
  const all = judgeBars(BARS, measurements.flat())
  return all.find(one => one.bar.name === name)
}

test('each bar has a name of its own', () => {
  expect(new Set(BARS.map(bar => bar.name)).size).toBe(BARS.length)
})

test('the median of the ratios decides, and a limit that is reached is met', () => {
  const ours = loads('sqlite2pg', [{ load: 35 }, { load: 34 }, { load: 90 }])
  const peer = loads('pgloader', [{ load: 100 }, { load: 100 }, { load: 100 }])
  const name = "load beside pgloader's, large"
  expect(judged(name, ours, peer)).toMatchObject({ verdict: 'met', spread: { median: 0.35, most: 0.9 } })
  const slow = loads('sqlite2pg', [{ load: 36 }, { load: 35.1 }, { load: 1 }])
  expect(judged(name, slow, peer)).toMatchObject({ verdict: 'not met' })
})

test('a memory bar holds the value itself', () => {
  const ours = loads('sqlite2pg', [{ whole: 1 }], 200_000_001)
  expect(judged('peak memory, large', ours)).toMatchObject({ verdict: 'not met' })
})

test('a bar that lacks a side is not measured and says what it lacks', () => {
  const ours = loads('sqlite2pg', [{ load: 1, rows: 1 }])
  const failed = loads('pgloader', ['was ended after 300 s'])
  const name = "load beside pgloader's, large"
  const of = (...all: Parameters<typeof judged>[1][]) => judged(name, ...all)
  expect(of(ours)).toMatchObject({ verdict: 'not measured', because: 'pgloader did not run' })
  expect(of(ours, failed)).toMatchObject({ because: 'pgloader was ended after 300 s' })
  expect(of([])).toMatchObject({ because: 'load, large did not run' })
  expect(judged('full proof beside rows, large', ours)).toMatchObject({
    because: 'sqlite2pg does not tell verify',
  })
})
