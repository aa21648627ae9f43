// The connections are reset by something between the program and its server, which may or may not tell the server.
import type { Fault } from '../fault.ts'

export const cutConnections: Fault = {
  name: 'connections reset',
  strike: async ({ relay, random, untilMoment }) => {
    const which = random.chance(0.5) ? 'all' : 'newest'
    const serverKnows = random.chance(0.7)
    await untilMoment()
    relay.cut(which, serverKnows)
  },
}

/** Where a run copies nothing, such as a rollback, or less than was drawn, nothing happens to it. */
export const cutCopy: Fault = {
  name: 'connection cut within a COPY',
  strike: async ({ program, relay, random, sizeBytes }) => {
    const share = random.fraction()
    // Often in the first bytes, where little has been sent; never much beyond what a file of that size becomes.
    relay.cutCopyAfter(Math.floor(sizeBytes * share * share))
    await program.ended
  },
}
