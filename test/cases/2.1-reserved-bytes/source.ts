// Reserved bytes, as extensions that encrypt or checksum pages keep them: 32 of each page of an empty file.
import { closeSync, openSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'

export function build(path: string): void {
  const empty = new Database(path)
  empty.pragma('user_version = 0')
  empty.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); DROP TABLE t; VACUUM')
  empty.close()
  reserve(path, 32)
  const database = new Database(path)
  database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)')
  const insert = database.prepare('INSERT INTO t (v) VALUES (?)')
  for (let i = 1; i <= 300; i++) insert.run('v'.repeat(i * 30))
  database.close()
}

/** Byte 20 of the header, and where the cells of the first page, which has none, begin. */
function reserve(path: string, bytes: number): void {
  const descriptor = openSync(path, 'r+')
  writeSync(descriptor, Buffer.from([bytes]), 0, 1, 20)
  const cells = Buffer.alloc(2)
  cells.writeUInt16BE(4096 - bytes)
  writeSync(descriptor, cells, 0, 2, 105)
  closeSync(descriptor)
}
