// A folder with a file todo.db to be moved, made anew for each refusal.
import Database from 'better-sqlite3'
import { makeFolder } from '../package/program.ts'

const ONE_TABLE = "CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT); INSERT INTO tasks VALUES (1, 'a')"

export function folderWithSource(sql = ONE_TABLE): string {
  const folder = makeFolder()
  const file = new Database(`${folder}/todo.db`)
  file.exec(sql)
  file.close()
  return folder
}
