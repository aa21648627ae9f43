// Messages that the manual quotes are real: PostgreSQL's are provoked, ours are in the source.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { query, withDatabase } from '../server/database.ts'
import { codeSpans, ROOT, readPage, section, tableRows } from './pages.ts'

const database = await withDatabase()
const latin = await withDatabase({
  encoding: 'LATIN1',
})
const role = `plain_${database.name}`
afterAll(async () => {
  await database.drop()
  await latin.drop()
  await query(new URL('/postgres', database.url).href, `DROP ROLE ${role}`)
})

describe('what guides and other tools ran into', () => {
  const quoted = tableRows(
    section(readPage('docs/troubleshooting.md'), 'What guides and other tools ran into'),
  ).flatMap(([message = '']) => codeSpans(message))

  /** Each statement ends with the message of its line, on tables that are made first. */
  const TABLES = `CREATE TABLE users (id int PRIMARY KEY, name text);
    CREATE TABLE tasks (id int PRIMARY KEY, user_id int CONSTRAINT tasks_user_id_fkey REFERENCES users, title varchar(5), done boolean, at timestamp);
    INSERT INTO tasks VALUES (1);
    CREATE ROLE ${role} LOGIN PASSWORD 'p'`
  const PROVOKED = [
    'INSERT INTO tasks (id, done) VALUES (2, 1)',
    `INSERT INTO tasks (id, at) VALUES (2, 'soon')`,
    `INSERT INTO tasks (id, at) VALUES (2, '0000-00-00')`,
    'INSERT INTO tasks VALUES (1)',
    'ALTER TABLE tasks ALTER title SET NOT NULL',
    'CREATE TABLE "Users" (id int); ALTER TABLE users RENAME TO people; SELECT * FROM users',
    `SELECT convert_from('\\x00', 'UTF8')`,
    `INSERT INTO tasks (id, title) VALUES (2, 'longer')`,
    'INSERT INTO tasks (id) VALUES (2147483648)',
    'INSERT INTO tasks (id, user_id) VALUES (2, 7)',
    'ALTER TABLE tasks DROP CONSTRAINT tasks_user_id_fkey; ALTER TABLE tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (title) REFERENCES users (id)',
    'ALTER TABLE tasks ADD FOREIGN KEY (title) REFERENCES users (name)',
    `SET ROLE ${role}; SET session_replication_role = 'replica'`,
    `REVOKE ALL ON SCHEMA public FROM PUBLIC; SET ROLE ${role}; CREATE TABLE public.more (id int)`,
    'PREPARE s0 AS SELECT 1; PREPARE s0 AS SELECT 1',
    'SET statement_timeout = 1; SELECT pg_sleep(1)',
    `SELECT 'a'::text = 1`,
    'CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)',
  ]

  async function messageOf(url: string, sql: string): Promise<string> {
    return query(url, sql).then(
      () => 'no error',
      (error: Error) => error.message,
    )
  }

  /** Of pgloader, of SQLite, and of a server that is full. */
  const OF_OTHERS = [
    'Heap exhausted, game over.',
    'sorry, too many clients already',
    'remaining connection slots are reserved …',
    'uuid = text',
    'database is locked',
    'database disk image is malformed',
  ]

  test('is what PostgreSQL says', async () => {
    await query(database.url, TABLES)
    const said: string[] = []
    for (const sql of PROVOKED) said.push(await messageOf(database.url, `BEGIN; ${sql}`))
    const long = `CREATE TABLE l (x text); CREATE INDEX ix ON l (x); INSERT INTO l SELECT string_agg(md5(i::text), '') FROM generate_series(1, 200) i`
    said.push((await messageOf(database.url, long)).replace(/\d+/, '2712'))
    said.push(await messageOf(latin.url, `CREATE TABLE e (x text); INSERT INTO e VALUES ('€')`))
    expect([...said, ...OF_OTHERS].sort()).toEqual([...quoted].sort())
  })
})

describe('messages of sqlite2pg', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => readFileSync(join(ROOT, 'src', name), 'utf8'))
    .join('\n')

  /** What stands between the parts that differ from case to case: capitals, quoted names, dots. */
  function fixedParts(message: string): readonly string[] {
    return message
      .replace(/^`[A-Z_]+`:?/, '')
      .split(/\b[A-Z]{3,}(?::[A-Z]+)?\b|\bN\b|\bssl\w+|"[^"]*"|…|: Hostname.*$|: self-signed.*$/)
      .map(part => part.replace(/^[\s:.,]+|[\s:]+$/g, ''))
      .filter(part => part.length > 5)
  }

  test.each(['docs/connecting.md'])('that %s quotes are in the source', path => {
    const rows = tableRows(readPage(path).text).filter(
      ([code = '', message = '']) =>
        /^`TARGET_[A-Z]+`$/.test(code) || /^(?:the|sslcert|HOST) /.test(code + message),
    )
    const messages = rows.map(([code = '', message = '']) => (code.startsWith('`') ? message : code))
    expect(messages.length).toBeGreaterThan(10)
    const unknown = messages.flatMap(fixedParts).filter(part => !sources.includes(part))
    expect(unknown).toEqual([])
  })
})
