// How often and how long work is taken up again.
import { describe, expect, test } from 'vitest'
import { Sqlite2pgError } from '../../../src/model/errors.ts'
import { Recorder } from '../../../src/run/recorder.ts'
import { Perseverance } from '../../../src/run/resume/perseverance.ts'

const recorder = (signal?: AbortSignal) =>
  new Recorder({ verb: 'migrate', dryRun: false, onEvent: undefined, signal })
const fault = (text = 'lost') => new Sqlite2pgError('TARGET_LOST', text, '')
const refused = () => new Sqlite2pgError('TARGET_REFUSED', 'refused', '')
const unmoved = { isPassing: () => true, regain: async () => {}, made: () => 0 }

/** Fails so many times, then gives its number of calls. */
function failing(times: number): () => Promise<number> {
  let calls = 0
  return async () => {
    if (++calls <= times) throw fault()
    return calls
  }
}

describe('work that fails for a moment', () => {
  test('is done again, and a notice tells how often', async () => {
    const perseverance = new Perseverance(5000, recorder())
    expect(await perseverance.persist({ ...unmoved, work: failing(2) })).toBe(3)
    expect(perseverance.notices).toMatchObject([
      { code: 'RETRIED', message: expect.stringMatching(/^went on after 2 times .* s in all: lost$/) },
    ])
  })

  test('is done again once what it needs is there again', async () => {
    let attempts = 0
    const regain = async () => {
      if (++attempts < 3) throw refused()
    }
    const perseverance = new Perseverance(5000, recorder())
    expect(await perseverance.persist({ ...unmoved, regain, work: failing(1) })).toBe(2)
    expect(attempts).toBe(3)
  })

  test('is not done again without patience', async () => {
    const perseverance = new Perseverance(0, recorder())
    await expect(perseverance.persist({ ...unmoved, work: failing(1) })).rejects.toThrow('lost')
    expect(perseverance.notices).toEqual([])
  })

  test('ends with its own failure when patience is at its end', async () => {
    const regain = async () => {
      throw refused()
    }
    const started = performance.now()
    const work = new Perseverance(400, recorder()).persist({ ...unmoved, regain, work: failing(99) })
    await expect(work).rejects.toMatchObject({ code: 'TARGET_LOST' })
    expect(performance.now() - started).toBeGreaterThan(390)
  })

  test('is given patience anew whenever something was done for good', async () => {
    let made = 0
    const work = async () => {
      if (++made < 8) throw fault()
      return made
    }
    const perseverance = new Perseverance(150, recorder())
    expect(await perseverance.persist({ ...unmoved, work, made: () => made })).toBe(8)
  })
})

test('what does not pass is told at once, from the work and from coming back', async () => {
  const perseverance = new Perseverance(5000, recorder())
  const lasting = { ...unmoved, isPassing: () => false, work: failing(1) }
  await expect(perseverance.persist(lasting)).rejects.toThrow('lost')
  const busy = async () => {
    throw new Sqlite2pgError('TARGET_BUSY', 'another run', '')
  }
  await expect(perseverance.persist({ ...unmoved, regain: busy, work: failing(1) })).rejects.toThrow(
    'another run',
  )
})

test('an interruption ends the waiting', async () => {
  const controller = new AbortController()
  const work = new Perseverance(60_000, recorder(controller.signal)).persist({
    ...unmoved,
    regain: async () => {
      throw refused()
    },
    work: failing(99),
  })
  setTimeout(() => controller.abort(), 300)
  const started = performance.now()
  await expect(work).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(performance.now() - started).toBeLessThan(1500)
})
