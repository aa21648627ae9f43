import { describe, expect, test } from 'vitest'
import { sourcePath } from '../../src/sqlite/source-path.ts'

const CASES: readonly (readonly [written: string, path: string])[] = [
  ['./todo.db', './todo.db'],
  ['my db?#100%.sqlite', 'my db?#100%.sqlite'],
  ['C:\\data\\todo.db', 'C:\\data\\todo.db'],
  ['C:/data/todo.db', 'C:/data/todo.db'],
  ['~/todo.db', '/home/ada/todo.db'],
  ['~todo.db', '~todo.db'],
  ['sqlite:///todo.db', 'todo.db'],
  ['sqlite:///./todo.db', './todo.db'],
  ['sqlite:////srv/todo.db', '/srv/todo.db'],
  ['sqlite:////srv/todo.db?timeout=5', '/srv/todo.db'],
  ['sqlite+aiosqlite:///./todo.db', './todo.db'],
  ['SQLite:///C:\\data\\todo.db', 'C:\\data\\todo.db'],
  ['sqlite:///C:/data/todo.db', 'C:/data/todo.db'],
  ['sqlite://todo.db', 'todo.db'],
  ['sqlite:todo.db', 'todo.db'],
  ['file:./dev.db', './dev.db'],
  ['file:./dev.db?connection_limit=1', './dev.db'],
  ['file:/srv/my%20todo.db', '/srv/my todo.db'],
  ['file:./100%.db', './100%.db'],
  ['file:///srv/todo.db', '/srv/todo.db'],
  ['file://localhost/srv/todo.db', '/srv/todo.db'],
  ['file:///C:/data/todo.db', 'C:/data/todo.db'],
  ['sqlite_backup.db', 'sqlite_backup.db'],
]

describe('sourcePath', () => {
  test.each(CASES)('%s is the path %s', (written, path) => {
    expect(sourcePath(written, '/home/ada')).toBe(path)
  })
})
