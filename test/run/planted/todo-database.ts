// A todo database as SQLAlchemy makes one, with the same values in tables of every kind of key.
const CELLS = `number INTEGER NOT NULL, title VARCHAR(200), hours FLOAT, due_date DATETIME, details JSON, file BLOB, done BOOLEAN`

const CELL_VALUES = `i,
  CASE i WHEN 5 THEN '' WHEN 6 THEN NULL WHEN 7 THEN 'Café crème' ELSE 'task ' || i END,
  CASE i WHEN 9 THEN 0.1 ELSE i / 7.0 END, printf('2024-05-%02d 07:08:09.%06d', 1 + i % 28, i * 1001),
  '{"a": 1.25, "n": [' || i || ', null]}', CASE WHEN i % 5 > 0 THEN randomblob(20) END, i % 3 = 0`

/** Gaps between the ids, so that a row may be too many among them. */
export const TODO = `
  CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(255) NOT NULL, created_at DATETIME);
  CREATE UNIQUE INDEX ix_users_email ON users (email);
  CREATE TABLE patterns (id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), frequency VARCHAR(7) NOT NULL);
  CREATE TABLE tasks (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, ${CELLS},
    user_id INTEGER NOT NULL REFERENCES users (id), pattern_id INTEGER REFERENCES patterns (id));
  CREATE INDEX idx_tasks_user_id ON tasks (user_id);
  CREATE TABLE by_text (code TEXT NOT NULL PRIMARY KEY, ${CELLS});
  CREATE TABLE by_two (a INTEGER NOT NULL, b VARCHAR(9) NOT NULL, ${CELLS}, PRIMARY KEY (a, b));
  CREATE TABLE stored_by_key (b VARCHAR(9), a INTEGER, ${CELLS}, PRIMARY KEY (b, a)) WITHOUT ROWID;
  CREATE TABLE keyless (${CELLS});
  INSERT INTO users VALUES (1, 'nora@example.org', '2024-09-01 06:30:00.000000'), (2, 'jürgen@example.de', NULL);
  INSERT INTO patterns VALUES (1, 1, 'weekly'), (2, 2, 'daily');
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90)
    INSERT INTO keyless (rowid, number, title, hours, due_date, details, file, done)
      SELECT i, ${CELL_VALUES} FROM n WHERE i <> 60;
  INSERT INTO tasks SELECT number * 3, *, 1 + number % 2, CASE WHEN number % 4 = 0 THEN 1 END FROM keyless;
  INSERT INTO by_text SELECT 'é' || number, * FROM keyless;
  INSERT INTO by_two SELECT number % 10, 'k' || number, * FROM keyless;
  INSERT INTO stored_by_key SELECT 'k' || number, number % 10, * FROM keyless;`

export interface RowTable {
  readonly name: string
  /** Columns before `number`, and in the target what they hold for a row of that number. */
  readonly keyColumns: readonly string[]
  readonly keyValues: (number: number) => string
  /** As verify names a row of the source, and one that only the target has. */
  readonly key: (number: number) => string
  readonly extraKey: (number: number) => string | null
}

function keyed(
  name: string,
  keyColumns: readonly string[],
  keyValues: RowTable['keyValues'],
  key: RowTable['key'],
): RowTable {
  return { name, keyColumns, keyValues, key, extraKey: key }
}

export const ROW_TABLES: readonly RowTable[] = [
  keyed(
    'tasks',
    ['id', 'user_id'],
    number => `${number * 3}, 1, `,
    number => `id=${number * 3}`,
  ),
  keyed(
    'by_text',
    ['code'],
    number => `'é${number}', `,
    number => `code='é${number}'`,
  ),
  keyed(
    'by_two',
    ['a', 'b'],
    number => `${number % 10}, 'k${number}', `,
    number => `a=${number % 10}, b='k${number}'`,
  ),
  keyed(
    'stored_by_key',
    ['b', 'a'],
    number => `'k${number}', ${number % 10}, `,
    number => `b='k${number}', a=${number % 10}`,
  ),
  {
    name: 'keyless',
    keyColumns: [],
    keyValues: () => '',
    key: number => `rowid ${number}`,
    extraKey: () => null,
  },
]
