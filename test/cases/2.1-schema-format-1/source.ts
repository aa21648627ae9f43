// The format number in the header as SQLite wrote it until 2006; the records are alike.
import { closeSync, openSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'

export function build(path: string): void {
  const database = new Database(path)
  database.exec(`CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2);
    ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'; ALTER TABLE t ADD COLUMN c INT NOT NULL DEFAULT 7;
    INSERT INTO t VALUES (3, NULL, 8)`)
  database.close()
  const descriptor = openSync(path, 'r+')
  writeSync(descriptor, Buffer.from([0, 0, 0, 1]), 0, 4, 44)
  closeSync(descriptor)
}
