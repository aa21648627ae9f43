import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { recognizeTouchTrigger } from '../../../src/sql/recognize/touch-trigger.ts'

/** The text as SQLite stored it, after it has fired once. */
function stored(sql: string): string {
  const database = new Database(':memory:')
  database.exec(
    `CREATE TABLE tasks(id INTEGER PRIMARY KEY, title, "done at", updated_at TEXT); ${sql}; INSERT INTO tasks VALUES (1, 'a', 0, 'old')`,
  )
  database.exec("UPDATE tasks SET title = 'b'")
  const text = database
    .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")
    .pluck()
    .get() as string
  database.close()
  return text
}

const touch = (head: string, body = 'UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;') =>
  `CREATE TRIGGER touch ${head} BEGIN ${body} END`
const plain = {
  name: 'touch',
  table: 'tasks',
  column: 'updated_at',
  expression: 'CURRENT_TIMESTAMP',
  updateOf: [],
  when: 'always',
  key: 'id',
}

describe('recognizeTouchTrigger', () => {
  it.each([
    [touch('AFTER UPDATE ON tasks'), plain],
    [touch('AFTER UPDATE ON "tasks" FOR EACH ROW'), plain],
    [
      touch('after update of title, "done at" on tasks -- note\n'),
      { ...plain, updateOf: ['title', 'done at'] },
    ],
    [
      touch('AFTER UPDATE ON tasks FOR EACH ROW WHEN NEW.updated_at = OLD.updated_at'),
      { ...plain, when: 'equal' },
    ],
    [
      touch('AFTER UPDATE ON tasks WHEN (OLD."updated_at" IS NEW."updated_at")'),
      { ...plain, when: 'unchanged' },
    ],
    [touch('AFTER UPDATE ON tasks WHEN NEW.updated_at <= OLD.updated_at'), { ...plain, when: 'not later' }],
    [touch('AFTER UPDATE ON tasks WHEN OLD.updated_at >= NEW.updated_at'), { ...plain, when: 'not later' }],
    [
      touch(
        'AFTER UPDATE ON tasks',
        `UPDATE "tasks" SET "updated_at" = datetime('now') WHERE "id" = OLD."id";`,
      ),
      { ...plain, expression: "datetime('now')" },
    ],
    [
      touch(
        'AFTER UPDATE ON tasks',
        `UPDATE tasks SET updated_at = (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) WHERE NEW.rowid = rowid;`,
      ),
      { ...plain, expression: "(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))", key: 'rowid' },
    ],
    [
      touch(
        'AFTER UPDATE ON tasks',
        'UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE tasks.id = NEW.id;',
      ),
      plain,
    ],
  ])('knows %j', (sql, expected) => {
    expect(recognizeTouchTrigger(stored(sql))).toEqual(expected)
  })

  it.each([
    touch('BEFORE UPDATE ON tasks'),
    touch('AFTER INSERT ON tasks'),
    touch('UPDATE ON tasks'),
    touch("AFTER UPDATE ON tasks WHEN NEW.title <> 'x'"),
    touch('AFTER UPDATE ON tasks WHEN NEW.title = OLD.title'),
    touch('AFTER UPDATE ON tasks WHEN NEW.updated_at >= OLD.updated_at'),
    touch(
      'AFTER UPDATE ON tasks',
      "UPDATE tasks SET updated_at = CURRENT_TIMESTAMP, title = 'x' WHERE id = NEW.id;",
    ),
    touch('AFTER UPDATE ON tasks', "UPDATE tasks SET updated_at = 'now' WHERE id = NEW.id;"),
    touch('AFTER UPDATE ON tasks', "UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE 'id' = NEW.id;"),
    touch('AFTER UPDATE ON tasks', 'UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id <= NEW.id;'),
    touch('AFTER UPDATE ON tasks', 'UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.title;'),
    touch('AFTER UPDATE ON tasks', 'UPDATE tasks SET updated_at = CURRENT_TIMESTAMP;'),
    touch(
      'AFTER UPDATE ON tasks',
      'UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id; SELECT 1;',
    ),
    touch(
      'AFTER UPDATE ON tasks',
      'UPDATE OR IGNORE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;',
    ),
    touch('AFTER UPDATE ON other', 'UPDATE tasks SET updated_at = CURRENT_TIMESTAMP WHERE id = NEW.id;'),
    '',
    'CREATE TRIGGER',
  ])('leaves %j alone', sql => {
    expect(recognizeTouchTrigger(sql)).toBeNull()
  })
})
