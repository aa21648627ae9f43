// The disk runs full: the one that the tables lie on, or the one that holds everything, the log of the server's changes
// too; without room for that the server gives up altogether. The room comes back when somebody has cleared away.
import { endsWithin, type Fault, type Scene } from '../fault.ts'

const MOST_SLACK_BYTES = 3 * 2 ** 20
const CLEARED_AFTER_MS = 1500

async function fillUp(scene: Scene, disk: 'home' | 'tablespace'): Promise<void> {
  const { server, random, untilMoment } = scene
  const slackBytes = random.chance(0.5) ? 0 : random.between(0, MOST_SLACK_BYTES)
  await untilMoment()
  try {
    await server.disks?.[disk].fill(slackBytes)
    await endsWithin(scene, CLEARED_AFTER_MS)
  } finally {
    await server.disks?.[disk].free()
  }
  await server.untilUp()
}

export const fillTablespace: Fault = {
  name: 'disk of the tables full',
  disk: 'tablespace',
  strike: scene => fillUp(scene, 'tablespace'),
}

export const fillHome: Fault = {
  name: 'disk of the server full',
  disk: 'home',
  strike: scene => fillUp(scene, 'home'),
}
