// SIGKILL, which leaves a program no time for anything.
import type { Fault } from '../fault.ts'

export const killTool: Fault = {
  name: 'tool killed',
  strike: async ({ program, untilMoment }) => {
    await untilMoment()
    await program.stop('SIGKILL')
  },
}
