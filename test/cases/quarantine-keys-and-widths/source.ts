// Keys that no btree takes and rows that no page holds; texts that do not compress.
import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'

export function build(path: string): void {
  const database = new Database(path)
  database.exec('CREATE TABLE pages (url TEXT PRIMARY KEY, title TEXT)')
  const insert = database.prepare('INSERT INTO pages VALUES (?, ?)')
  insert.run('short', 'a')
  insert.run(noise('long', 6000), 'b')
  const columns = Array.from({ length: 1100 }, (_, i) => `c${i} REAL`)
  database.exec(`CREATE TABLE wide (${columns.join(', ')})`)
  database.prepare(`INSERT INTO wide VALUES (${columns.map(() => '1.5').join(', ')})`).run()
  database.exec('INSERT INTO wide (c0) VALUES (1.5)')
  database.close()
}

function noise(seed: string, length: number): string {
  let text = ''
  while (text.length < length)
    text += createHash('sha512')
      .update(seed + text.length)
      .digest('base64')
  return text.slice(0, length)
}
