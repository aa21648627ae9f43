// What the configuration asks for is validated before anything is built, against the file and the server.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate, plan, type TableWishes } from '../../src/index.ts'
import { query, type TestDatabase, withDatabase } from '../server/database.ts'

let database: TestDatabase
const sqlitePath = join(mkdtempSync(join(tmpdir(), 'sqlite2pg-wishes-')), 'todo.db')

beforeAll(async () => {
  database = await withDatabase()
  const source = new Database(sqlitePath)
  source.exec(`
    CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, nick TEXT);
    INSERT INTO users VALUES (1, 'a@x', 'same'), (2, 'b@x', 'same');
    CREATE TABLE tasks (id INTEGER PRIMARY KEY, user_id INTEGER, priority TEXT, updated_at DATETIME);
    INSERT INTO tasks VALUES (1, 1, 'low', '2024-05-06 07:08:09'), (2, 7, 'odd', NULL);`)
  source.close()
})
afterAll(() => database.drop())

async function endings(tables: Record<string, TableWishes>) {
  const options = { sqlitePath, url: database.url, tables }
  const planned = await plan(options)
  const migrated = await migrate({ ...options, schema: 'public' })
  const [published] = await query<{ count: string }>(
    database.url,
    "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'",
  )
  if (Number(published?.count) > 0) await query(database.url, 'DROP TABLE public.users, public.tasks CASCADE')
  return { planned: planned.report, migrated, published: Number(published?.count) }
}

describe('a wish that cannot be met ends a dry run as it ends the real run, with nothing published', () => {
  it.each<[string, Record<string, TableWishes>, string, RegExp]>([
    [
      'an unknown table',
      { taks: { touch: ['updated_at'] } },
      'BAD_CONFIG',
      /taks: .*table the file does not have/,
    ],
    [
      'an unknown column of an index',
      { tasks: { indexes: [{ columns: ['nope'] }] } },
      'BAD_CONFIG',
      /tasks\.nope/,
    ],
    [
      'a default of an identity column',
      { tasks: { columns: { id: { default: '1' } } } },
      'BAD_CONFIG',
      /tasks\.id: .*hands out ids by itself/,
    ],
    [
      'an unknown column of a touch trigger',
      { tasks: { touch: ['changed'] } },
      'BAD_CONFIG',
      /tasks\.changed/,
    ],
    [
      'a touch column that is no time',
      { tasks: { touch: ['user_id'] } },
      'BAD_CONFIG',
      /tasks\.user_id.*bigint/,
    ],
    [
      'a foreign key to an unknown table',
      { tasks: { foreignKeys: [{ columns: ['user_id'], references: { table: 'people' } }] } },
      'BAD_CONFIG',
      /people/,
    ],
    [
      'a new foreign key without a parent',
      { tasks: { foreignKeys: [{ columns: ['user_id'] }] } },
      'BAD_CONFIG',
      /without saying what it references/,
    ],
    [
      'a CHECK with a slip of the pen',
      { tasks: { checks: [{ expression: "priority IN ('low'" }] } },
      'BAD_CONFIG',
      /tasks\.checks\[0\].*syntax error/,
    ],
    [
      'a CHECK over an unknown column',
      { tasks: { checks: [{ expression: 'prio > 1' }] } },
      'BAD_CONFIG',
      /column "prio" does not exist/,
    ],
    [
      'a default of another type',
      { tasks: { columns: { user_id: { default: "'x'" } } } },
      'BAD_CONFIG',
      /tasks\.columns\.user_id\.default/,
    ],
    [
      'a condition of an index that is no condition',
      { tasks: { indexes: [{ columns: ['id'], where: 'id +' }] } },
      'BAD_CONFIG',
      /indexes\[0\]\.where/,
    ],
    [
      'uniqueness the rows do not have',
      { users: { unique: [{ columns: ['nick'] }] } },
      'DECISION_NEEDED',
      /users\(nick\).*1 values? occurs? more than once/,
    ],
    [
      'a unique index the rows do not allow',
      { users: { indexes: [{ columns: ['nick'], unique: true }] } },
      'DECISION_NEEDED',
      /users\(nick\)/,
    ],
    [
      'a type the values do not fit',
      { tasks: { columns: { priority: { type: 'integer' } } } },
      'DECISION_NEEDED',
      /tasks\.priority.*cannot become integer/,
    ],
    [
      'an index of a method that does not know the type',
      { tasks: { indexes: [{ columns: ['priority'], method: 'gin' }] } },
      'BAD_CONFIG',
      /^tasks\.indexes, tasks_priority_idx: .*no default operator class/,
    ],
    [
      'a unique index of a method that has none',
      { tasks: { indexes: [{ columns: ['id'], method: 'hash', unique: true }] } },
      'BAD_CONFIG',
      /tasks_id_idx: .*does not support unique/,
    ],
    [
      'a condition of an index that depends on the time',
      { tasks: { indexes: [{ columns: ['id'], where: 'updated_at < now()' }] } },
      'BAD_CONFIG',
      /tasks_id_idx: .*IMMUTABLE/,
    ],
    [
      'a CHECK that asks another table',
      { tasks: { checks: [{ name: 'any', expression: '(SELECT true)' }] } },
      'BAD_CONFIG',
      /^tasks\.checks, any: .*subquery/,
    ],
    [
      'a default that asks a table',
      { tasks: { columns: { user_id: { default: '(SELECT 1)' } } } },
      'BAD_CONFIG',
      /^tasks\.columns, a default: .*subquery/,
    ],
    [
      'a CHECK that ends in a comment',
      { tasks: { checks: [{ expression: 'id > 0 -- always' }] } },
      'BAD_CONFIG',
      /^tasks\.checks, tasks_check: .*syntax error/,
    ],
  ])('%s', async (_, tables, code, message) => {
    const { planned, migrated, published } = await endings(tables)
    expect(planned.error?.code).toBe(code)
    expect(planned.error?.message).toMatch(message)
    expect(migrated.error).toEqual(planned.error)
    expect(published).toBe(0)
  })
})

it('wishes are tried without leaving anything behind', async () => {
  const before = await query(database.url, 'SELECT nspname FROM pg_namespace ORDER BY 1')
  const tables = { tasks: { indexes: [{ columns: ['priority'] }], checks: [{ expression: 'id > 0' }] } }
  const { report } = await plan({ sqlitePath, url: database.url, tables })
  expect(report.error).toBeNull()
  expect(await query(database.url, 'SELECT nspname FROM pg_namespace ORDER BY 1')).toEqual(before)
})

describe('a wish the rows only partly meet', () => {
  it('creates a CHECK that rows break as NOT VALID and says so', async () => {
    const { planned, migrated } = await endings({
      tasks: { checks: [{ name: 'prio', expression: "priority IN ('low', 'high')" }] },
    })
    expect(migrated.error).toBeNull()
    expect(planned.notices).toContainEqual(
      expect.objectContaining({ code: 'CHECK_NOT_VALID', object: 'tasks.prio' }),
    )
  })

  it('creates a foreign key with orphans as NOT VALID and names them', async () => {
    const { migrated } = await endings({
      tasks: { foreignKeys: [{ columns: ['user_id'], references: { table: 'users' }, onDelete: 'cascade' }] },
    })
    expect(migrated.error).toBeNull()
    expect(migrated.foreignKeys).toMatchObject([{ table: 'tasks', orphans: 1n, state: 'not valid' }])
  })
})

describe('a wish that works for the type and fails for a row', () => {
  it.each<[string, TableWishes]>([
    ['checks, tasks_check', { checks: [{ expression: "(priority || '')::date IS NULL" }] }],
    ['indexes, odd', { indexes: [{ name: 'odd', columns: ['id'], where: '10 / (id - 1) > 0' }] }],
  ])('tasks.%s', async (wish, tasks) => {
    const { planned, migrated, published } = await endings({ tasks })
    // Only PostgreSQL could say so, and only of rows that it has.
    expect(planned.exitCode).toBe(0)
    expect(migrated.error).toMatchObject({ code: 'DECISION_NEEDED' })
    expect(migrated.error?.message).toContain(
      `tasks.${wish}: PostgreSQL cannot build it for the rows of the file: `,
    )
    expect(published).toBe(0)
  })
})
