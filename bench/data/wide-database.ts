// Rows that are wide: one table of blobs that no compression makes smaller, the same on every machine.
import { createCipheriv } from 'node:crypto'
import { fillNewDatabase } from '../../fixtures/build.ts'

export const WIDE_TABLE = 'files'

/** Makes the new SQLite file `path` with `rows` blobs of `rowBytes` each. */
export function makeWideDatabase(path: string, rows: number, rowBytes: number): void {
  fillNewDatabase(path, database => {
    database.pragma('journal_mode = OFF')
    database.pragma('synchronous = OFF')
    database.exec(
      `CREATE TABLE ${WIDE_TABLE} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, content BLOB NOT NULL)`,
    )
    const insert = database.prepare(`INSERT INTO ${WIDE_TABLE} VALUES (?, ?, ?)`)
    // A key stream is even noise and costs next to nothing.
    const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16))
    const zeros = Buffer.alloc(rowBytes)
    database.transaction(() => {
      for (let id = 1; id <= rows; id++) insert.run(id, `file ${id}.bin`, noise.update(zeros))
    })()
  })
}
