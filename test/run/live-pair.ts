// A pair of databases that never rests: an application writes to the SQLite file, and every change reaches the target
// some time later, as a replication would bring it there.
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import pg from 'pg'

export interface LivePair {
  /** Changes that were made so far. */
  readonly changes: () => number
  stop(): Promise<void>
}

interface Change {
  readonly sql: string
  readonly at: number
}

const EVERY_MS = 10
/** Beyond its lag a change is never late by much more: while the machine is busy, nothing new is written. */
const MOST_OVERDUE_MS = 20

/** Of a table `t (id, note, version)`; row 1 changes most of all. */
export async function keepChanging(path: string, url: string, lagMs: number): Promise<LivePair> {
  const database = new Database(path)
  database.pragma('busy_timeout = 5000')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const queue: Change[] = []
  let [changes, running] = [0, true]
  const change = (sql: string, ...params: readonly (number | string)[]): void => {
    database.prepare(sql).run(...params)
    let place = 0
    const written = sql.replaceAll('?', () => pg.escapeLiteral(String(params[place++])))
    queue.push({ sql: written, at: performance.now() + lagMs })
    changes++
  }
  const isOverdue = (): boolean => (queue[0]?.at ?? Infinity) + MOST_OVERDUE_MS < performance.now()
  const write = async (): Promise<void> => {
    for (; running; await pause(EVERY_MS)) {
      if (isOverdue()) continue
      change('UPDATE t SET version = version + 1 WHERE id = ?', 1)
      change('UPDATE t SET note = ? WHERE id = ?', `written ${changes}`, 10 + ((changes * 7) % 900))
      change('DELETE FROM t WHERE id = ?', 1000 + (changes % 200))
      change('INSERT INTO t VALUES (?, ?, 0) ON CONFLICT DO NOTHING', 1000 + ((changes * 3) % 200), 'again')
    }
  }
  // All that is due at once: a round trip for each would fall behind on a busy machine.
  const replicate = async (): Promise<void> => {
    for (; running || queue.length > 0; await pause(1)) {
      const due = queue.findIndex(({ at }) => running && at > performance.now())
      const some = queue.slice(0, due === -1 ? queue.length : due)
      if (some.length > 0) await client.query(some.map(({ sql }) => sql).join(';\n'))
      queue.splice(0, some.length)
    }
  }
  const working = [write(), replicate()]
  return {
    changes: () => changes,
    stop: async () => {
      running = false
      await Promise.all(working)
      database.close()
      await client.end()
    },
  }
}
