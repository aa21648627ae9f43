// The server is restarted: in order, with every session told; or as after a power cut, with recovery afterwards.
// https://www.postgresql.org/docs/current/server-shutdown.html
import type { Fault } from '../fault.ts'

const MOST_ABSENT_MS = 1500

const restart = (mode: 'fast' | 'immediate'): Fault => ({
  name: `server restarted (${mode})`,
  strike: async ({ server, random, untilMoment }) => {
    const absentMs = random.chance(0.5) ? 0 : random.between(0, MOST_ABSENT_MS)
    await untilMoment()
    await server.restart(mode, absentMs)
  },
})

export const restartFast = restart('fast')
export const restartImmediate = restart('immediate')
