// The file and its journal as they are in the middle of a transaction that has written to the file.
import { copyFileSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'

export function build(path: string): void {
  const live = `${path}.live`
  const database = new Database(live)
  database.pragma('cache_size = 2')
  database.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'committed')")
  database.exec('BEGIN')
  const insert = database.prepare('INSERT INTO t (v) VALUES (?)')
  for (let i = 0; i < 500; i++) insert.run('never committed '.repeat(20))
  copyFileSync(live, path)
  copyFileSync(`${live}-journal`, `${path}-journal`)
  database.exec('ROLLBACK')
  database.close()
  rmSync(live)
}
