// One of the run's sessions is ended: by an administrator, or by a signal that the server cannot tell from memory that
// went bad, so that it ends all sessions and recovers. https://www.postgresql.org/docs/current/wal-reliability.html
import { query } from '../../../server/database.ts'
import { endsWithin, type Fault, type Scene } from '../fault.ts'

const SESSIONS = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'sqlite2pg'
  AND backend_type = 'client backend' ORDER BY backend_start, pid`

export const terminateSession: Fault = {
  name: 'session terminated',
  strike: async scene => {
    const victim = await chosenSession(scene)
    if (victim !== null) await query(scene.url, 'SELECT pg_terminate_backend($1)', [victim])
  },
}

export const crashSession: Fault = {
  name: 'backend killed -9',
  strike: async scene => {
    const victim = await chosenSession(scene)
    if (victim !== null) killUnlessGone(victim)
    await scene.server.untilUp()
  },
}

/** From the moment on, the first time that there is one; null if the program ends before. */
async function chosenSession(scene: Scene): Promise<number | null> {
  const share = scene.random.fraction()
  await scene.untilMoment()
  while (!(await endsWithin(scene, 2))) {
    const sessions = await query<{ pid: number }>(scene.url, SESSIONS)
    const chosen = sessions[Math.floor(share * sessions.length)]
    if (chosen !== undefined) return chosen.pid
  }
  return null
}

function killUnlessGone(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
