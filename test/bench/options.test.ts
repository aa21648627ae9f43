// The bench's command line, and what it refuses before it begins.
import { expect, test } from 'vitest'
import { objectToSizes } from '../../bench/data/free-space.ts'
import { readOptions } from '../../bench/options.ts'
import { growthSize, LOAD_SIZES } from '../../bench/sizes.ts'

test('quick is the default, and an option overrides its mode', () => {
  expect(readOptions([])).toMatchObject({ sizes: ['guide'], rounds: 3, growthTasks: [10_000, 100_000] })
  expect(readOptions(['--mode', 'full', '--rounds', '2', '--only', 'load,start'])).toMatchObject({
    parts: ['load', 'start'],
    sizes: ['guide', 'large', 'wide'],
    rounds: 2,
    growthRounds: 2,
    jobs: [1, 2, 4],
  })
})

test('a word that is none of the known ones is answered with the known ones', () => {
  expect(() => readOptions(['--size', 'huge'])).toThrow('--size takes small, guide, large')
  expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds takes whole numbers from 1, not "0"')
})

test('the ten-million size of the growth part is ten times the large one', () => {
  const [large, most] = [LOAD_SIZES.large, growthSize(10_000_000)]
  expect(growthSize(1_000_000)).toEqual({ ...large, name: '1M tasks' })
  expect(most).toMatchObject({ name: '10M tasks', users: 10_000, tasks: 10 * large.tasks })
})

test('sizes above the free space are refused with a sentence that names the largest', () => {
  const sizes = [LOAD_SIZES.guide, LOAD_SIZES.wide]
  expect(objectToSizes(sizes, '/disk', 50e9)).toBeNull()
  expect(objectToSizes(sizes, '/disk', 5e9)).toBe(
    'size wide (2,000 blobs of 1.0 MB) needs about 12.4 GB in /disk, where 5.0 GB are free. Name another folder with --data, or smaller data with --size and --tasks.',
  )
})
