import Database from 'better-sqlite3'

const TYPES = ['INT', 'TEXT', 'REAL', 'DATE', 'BOOLEAN', 'BLOB']

export function build(path: string): void {
  const database = new Database(path)
  const columns = Array.from({ length: 1500 }, (_, i) => `c${i} ${TYPES[i % TYPES.length]}`)
  database.exec(`CREATE TABLE t (${columns.join(', ')})`)
  database.exec(
    "INSERT INTO t (c0, c1, c2, c1494) VALUES (1, 'x', 2.5, 7); INSERT INTO t (c1495) VALUES ('y')",
  )
  database.close()
}
