// The application still has the file open when it is copied: 4 kB of file, everything else in the log.
import { copyFileSync, renameSync } from 'node:fs'
import Database from 'better-sqlite3'

export function build(path: string): void {
  const live = `${path}.live`
  const database = new Database(live)
  database.pragma('journal_mode = WAL')
  database.pragma('wal_autocheckpoint = 0')
  database.exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'in the log')")
  copyFileSync(live, path)
  copyFileSync(`${live}-wal`, `${path}-wal`)
  database.close()
  renameSync(live, `${path}.checkpointed`)
}
