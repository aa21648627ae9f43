// A hundred thousand letters pass a btree, six thousand random ones do not.
import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'

/** Text that nothing compresses much: the same each time. */
function noise(bytes: number): string {
  let text = ''
  for (let i = 0; text.length < bytes; i++) text += createHash('sha256').update(String(i)).digest('base64')
  return text.slice(0, bytes)
}

export function build(path: string): void {
  const database = new Database(path)
  database.pragma('foreign_keys = OFF')
  database.exec(`
    CREATE TABLE fits (id INTEGER PRIMARY KEY, body TEXT UNIQUE, raw BLOB);
    CREATE INDEX fits_raw ON fits (raw, body);
    CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT, raw BLOB, short TEXT);
    CREATE INDEX notes_body ON notes (body);
    CREATE INDEX notes_short ON notes (short) WHERE short IS NOT NULL;
    CREATE INDEX notes_part ON notes (body) WHERE id < 2;
    CREATE INDEX notes_lower ON notes (lower(body));
    CREATE UNIQUE INDEX notes_raw ON notes (raw, short DESC);
    CREATE UNIQUE INDEX notes_nocase ON notes (body COLLATE NOCASE);
    CREATE TABLE pages (url TEXT PRIMARY KEY, twin TEXT NOT NULL, UNIQUE (twin, url));
    CREATE TABLE visits (id INTEGER PRIMARY KEY, url TEXT REFERENCES pages, at TEXT);
    CREATE TABLE pairs (a TEXT, b TEXT, c TEXT, PRIMARY KEY (a, b, c));
  `)
  const letters = 'x'.repeat(100_000)
  database.prepare('INSERT INTO fits VALUES (?, ?, ?)').run(1, letters, Buffer.alloc(100_000))
  database.prepare('INSERT INTO fits VALUES (?, ?, ?)').run(2, noise(2600), null)
  const note = database.prepare('INSERT INTO notes VALUES (?, ?, ?, ?)')
  note.run(1, 'short', Buffer.from('a'), 'x')
  note.run(2, noise(6000), Buffer.from(noise(6000)), 'y')
  note.run(3, letters, null, null)
  database.prepare('INSERT INTO pages VALUES (?, ?)').run(`https://example.org/${noise(4000)}`, 'a')
  database.prepare('INSERT INTO pages VALUES (?, ?)').run('https://example.org/', 'a')
  database.prepare('INSERT INTO visits VALUES (?, ?, ?)').run(1, 'https://example.org/', '2024-01-01')
  database.prepare('INSERT INTO pairs VALUES (?, ?, ?)').run(noise(1000), noise(1000), noise(1000))
  database.close()
}
