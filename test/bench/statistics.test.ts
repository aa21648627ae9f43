// How medians and ratios are made of measurements.
import { expect, test } from 'vitest'
import { type Quantity, ratioSpread, spreadOf } from '../../bench/statistics.ts'
import { loads } from './made-measurements.ts'

const ours: Quantity = { part: 'load', size: 'large', contender: 'ours', figure: 'whole' }
const peer: Quantity = { ...ours, contender: 'peer' }

test('the median of an even number is the mean of the middle two, and nothing has none', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, least: 1, most: 4, count: 4 })
  expect(spreadOf([10, 9, 100])).toMatchObject({ median: 10 })
  expect(spreadOf([])).toBeNull()
})

test('a ratio is made within each round, so that a machine that slows down moves both sides', () => {
  const measurements = [
    ...loads('ours', [{ whole: 1 }, { whole: 10 }, { whole: 3 }]),
    ...loads('peer', [{ whole: 2 }, { whole: 20 }, { whole: 4 }]),
  ]
  expect(ratioSpread(measurements, ours, peer)).toEqual({ median: 0.5, least: 0.5, most: 0.75, count: 3 })
})

test('a round in which one side failed has no ratio', () => {
  const measurements = [
    ...loads('ours', [{ whole: 1 }, { whole: 3 }]),
    ...loads('peer', ['ended with code 1', { whole: 6 }]),
  ]
  expect(ratioSpread(measurements, ours, peer)).toMatchObject({ median: 0.5, count: 1 })
  expect(ratioSpread(measurements, ours, { ...peer, contender: 'nobody' })).toBeNull()
})
