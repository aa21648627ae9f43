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
  readonly params: readonly unknown[]
  readonly at: number
}

const EVERY_MS = 10

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
    const numbered = sql.replaceAll('?', () => `$${++place}`)
    queue.push({ sql: numbered, params, at: performance.now() + lagMs })
    changes++
  }
  const write = async (): Promise<void> => {
    for (; running; await pause(EVERY_MS)) {
      change('UPDATE t SET version = version + 1 WHERE id = ?', 1)
      change('UPDATE t SET note = ? WHERE id = ?', `written ${changes}`, 10 + ((changes * 7) % 900))
      change('DELETE FROM t WHERE id = ?', 1000 + (changes % 200))
      change('INSERT INTO t VALUES (?, ?, 0) ON CONFLICT DO NOTHING', 1000 + ((changes * 3) % 200), 'again')
    }
  }
  const replicate = async (): Promise<void> => {
    for (; running || queue.length > 0; await pause(1))
      while (queue[0] !== undefined && (queue[0].at <= performance.now() || !running)) {
        const next = queue.shift()
        if (next !== undefined) await client.query(next.sql, [...next.params])
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
