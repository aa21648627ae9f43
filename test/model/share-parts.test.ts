// Work shared out over lanes: nothing is done twice or left, and the first failure ends it all.
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Lane, shareParts } from '../../src/model/share-parts.ts'

interface NamedLane extends Lane {
  readonly name: string
}

function lane(name: string, onStop: () => void = () => undefined): NamedLane {
  return { name, stop: async () => onStop() }
}

test('every part is done once, and a lane that is quicker does more of them', async () => {
  const done: [string, number][] = []
  const parts = Array.from({ length: 12 }, (_, i) => i).values()
  await shareParts([{ parts, lanes: [lane('quick'), lane('slow')] }], async ({ name }, part) => {
    await pause(name === 'slow' ? 50 : 1)
    done.push([name, part])
  })
  expect(done.map(([, part]) => part).toSorted((a, b) => a - b)).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  ])
  expect(done.filter(([name]) => name === 'quick').length).toBeGreaterThan(6)
})

test('lanes of one share do not take parts of another', async () => {
  const done: string[] = []
  const shares = [
    { parts: ['a', 'b'].values(), lanes: [lane('one')] },
    { parts: ['c'].values(), lanes: [lane('two')] },
  ]
  await shareParts(shares, async ({ name }, part) => {
    done.push(`${name} ${part}`)
  })
  expect(done.toSorted()).toEqual(['one a', 'one b', 'two c'])
})

test('the first failure stops every lane, ends the parts, and is the one that is told', async () => {
  const stopped: string[] = []
  const done: number[] = []
  const lanes = ['one', 'two'].map(name => lane(name, () => stopped.push(name)))
  const parts = Array.from({ length: 100 }, (_, i) => i).values()
  const work = shareParts([{ parts, lanes }], async ({ name }, part) => {
    await pause(name === 'one' ? 5 : 20)
    if (name === 'one') throw new Error(`part ${part} has failed`)
    done.push(part)
    throw new Error('a consequence')
  })
  await expect(work).rejects.toThrow('part 0 has failed')
  expect(stopped).toEqual(expect.arrayContaining(['one', 'two']))
  expect(done).toEqual([1])
})

test('without lanes nothing is done, and nothing waits', async () => {
  await expect(
    shareParts([{ parts: [1].values(), lanes: [] }], async () => undefined),
  ).resolves.toBeUndefined()
})

test('a failure that passes stops no lane: each ends its part, begins no other, and is heard to have ended', async () => {
  const done: number[] = []
  const said: string[] = []
  const lanes = ['one', 'two'].map(name => lane(name, () => said.push(`${name} stopped`)))
  const leniency = {
    isPassing: (error: unknown) => error instanceof Error && error.message === 'passes',
    onPassing: () => {
      said.push('passing')
      return () => said.push('all ended')
    },
  }
  const parts = Array.from({ length: 100 }, (_, i) => i).values()
  const work = shareParts(
    [{ parts, lanes }],
    async ({ name }, part) => {
      await pause(name === 'one' ? 5 : 20)
      if (name === 'one') throw new Error('passes')
      done.push(part)
    },
    leniency,
  )
  await expect(work).rejects.toThrow('passes')
  expect(done).toEqual([1])
  expect(said).toEqual(['passing', 'all ended'])
})
