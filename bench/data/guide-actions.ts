// The guide deletes a user's tasks with the user; the fixtures' schema leaves the actions out. SQLite cannot
// alter a constraint, so the text of the schema is changed: https://www.sqlite.org/lang_altertable.html#otheralter
import Database from 'better-sqlite3'

const ACTIONS = [
  ['REFERENCES users (id)', 'REFERENCES users (id) ON DELETE CASCADE'],
  ['REFERENCES recurring_patterns (id)', 'REFERENCES recurring_patterns (id) ON DELETE SET NULL'],
] as const

/** Gives the foreign keys of a todo database the guide's actions. */
export function giveGuideActions(path: string): void {
  const database = new Database(path)
  try {
    database.unsafeMode()
    database.pragma('writable_schema = ON')
    const change = database.prepare("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table'")
    for (const [plain, acting] of ACTIONS) change.run(plain, acting)
    database.pragma('writable_schema = RESET')
  } finally {
    database.close()
  }
}
