// A moment of a run: some time after it has connected, or into one of its steps, so that short steps such as
// publishing are hit as often as long ones.
import { setTimeout as pause } from 'node:timers/promises'
import type { RandomSource } from '../../../fixtures/random.ts'
import type { Program } from '../program.ts'
import type { StormRelay } from './storm-relay.ts'

/** The same run without a fault. */
export interface Reference {
  /** From its first connection on: before that nothing can happen to it that would matter. */
  readonly connectedMs: number
  /** Empty for a verb that tells none. */
  readonly steps: readonly { readonly name: string; readonly wallMs: number }[]
}

export interface Moment {
  /** The step whose end is waited for first; null for the first connection. */
  readonly after: string | null
  readonly waitMs: number
}

/** Sometimes it is over already. */
const MOST = 1.05

export function drawMoment(random: RandomSource, { connectedMs, steps }: Reference): Moment {
  const connect = steps.findIndex(({ name }) => name === 'connect')
  const [share, byTime, step] = [random.fraction(), random.chance(0.4), random.fraction()]
  if (byTime || connect < 0) return { after: null, waitMs: connectedMs * MOST * share }
  const drawn = connect + Math.floor(step * (steps.length - 1 - connect))
  return { after: steps[drawn]?.name ?? null, waitMs: (steps[drawn + 1]?.wallMs ?? 0) * MOST * share }
}

/** Resolves with the end of the program at the latest. */
export async function untilMoment(
  program: Program,
  relay: Pick<StormRelay, 'connected'>,
  { after, waitMs }: Moment,
): Promise<void> {
  const over = new AbortController()
  const ended = program.ended.then(() => over.abort())
  const begun = after === null ? relay.connected : program.said(new RegExp(`^${after}: `, 'm'))
  await Promise.race([begun, ended])
  await pause(waitMs, undefined, { signal: over.signal }).catch(() => undefined)
}

export function momentText({ after, waitMs }: Moment): string {
  return `${Math.round(waitMs)} ms after ${after ?? 'its first connection'}`
}
