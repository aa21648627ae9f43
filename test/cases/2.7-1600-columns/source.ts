import Database from 'better-sqlite3'

export function build(path: string): void {
  const database = new Database(path)
  const columns = Array.from({ length: 1601 }, (_, i) => `c${i}`)
  database.exec(`CREATE TABLE t (${columns.join(', ')}); CREATE TABLE u (a INT); INSERT INTO u VALUES (1)`)
  database.close()
}
