// Nothing passes between the program and its server, and nobody is told, as with a firewall that has forgotten a
// connection: until it passes again, until the connections are reset after all, or until somebody presses Ctrl-C.
import { endsWithin, type Fault } from '../fault.ts'

const MOST_SILENT_MS = 1500

export const stall: Fault = {
  name: 'silence that passes',
  strike: async scene => {
    const silentMs = scene.random.between(200, MOST_SILENT_MS)
    await scene.untilMoment()
    scene.relay.silence('pass')
    await endsWithin(scene, silentMs)
    scene.relay.flow()
  },
}

export const silenceThenReset: Fault = {
  name: 'silence, then a reset',
  strike: async scene => {
    const silentMs = scene.random.between(200, MOST_SILENT_MS)
    const serverKnows = scene.random.chance(0.5)
    const later = scene.random.chance(0.5) ? 'pass' : 'refused'
    await scene.untilMoment()
    scene.relay.silence(later)
    await endsWithin(scene, silentMs)
    scene.relay.cut('all', serverKnows)
    scene.relay.flow()
  },
}

export const silenceThenInterrupt: Fault = {
  name: 'silence, then Ctrl-C',
  exitCodes: [0, 4, 130],
  strike: async scene => {
    const silentMs = scene.random.between(200, MOST_SILENT_MS)
    await scene.untilMoment()
    scene.relay.silence('pass')
    if (!(await endsWithin(scene, silentMs))) await scene.program.stop('SIGINT')
  },
}
