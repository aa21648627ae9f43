// What a fault is: something that happens to a run at a moment that was drawn, and that is over when `strike` is.
import type { RandomSource } from '../../../fixtures/random.ts'
import type { Program } from '../program.ts'
import type { StormRelay } from './storm-relay.ts'
import type { StormServer } from './storm-server.ts'

export interface Scene {
  readonly program: Program
  readonly server: StormServer
  /** Of the database, past the relay. */
  readonly url: string
  /** Between the program and the server. */
  readonly relay: StormRelay
  readonly random: RandomSource
  /** Bytes of the source. */
  readonly sizeBytes: number
  /** Resolves at the drawn moment, or with the end of the program. */
  untilMoment(): Promise<void>
}

export interface Fault {
  readonly name: string
  /** The disk that the run's database must lie on. */
  readonly disk?: 'home' | 'tablespace'
  /** That may come of it, where they are not 0 and 4. */
  readonly exitCodes?: readonly number[]
  /** Draws what it needs, waits for the moment, strikes, and clears away what it brought. */
  strike(scene: Scene): Promise<void>
}

/** True if the program ends within that time. */
export async function endsWithin({ program }: Pick<Scene, 'program'>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<false>(resolve => {
    timer = setTimeout(resolve, ms, false)
  })
  const ended = program.ended.then(() => true)
  try {
    return await Promise.race([ended, late])
  } finally {
    clearTimeout(timer)
  }
}
