// What the application does next: it inserts without an id, deletes a user, updates a task. Asked by SQL of the
// published schema, never of the plan.
import { afterAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/index.ts'
import type { TableWishes } from '../../src/model/options.ts'
import { query, withDatabase } from '../server/database.ts'
import { fixtureFile, fixtureWishes, sourceFile } from './workplace.ts'

const database = await withDatabase()
afterAll(() => database.drop())

const ask = (sql: string, params: readonly unknown[] = []) => query(database.url, sql, params)

async function move(
  schema: string,
  sqlitePath: string,
  tables: Record<string, TableWishes> = {},
): Promise<void> {
  const report = await migrate({ sqlitePath, url: database.url, schema, tables })
  expect(report).toMatchObject({ outcome: 'succeeded', error: null })
}

const moveFixture = (schema: string, name: string) =>
  move(schema, fixtureFile(name), { ...fixtureWishes(name) })

describe('the next INSERT gets a fresh id', () => {
  it('in a table with ids from SQLAlchemy, above the largest', async () => {
    await moveFixture('ids_d', 'd-integer-ids')
    const rows = await ask(
      `INSERT INTO ids_d.tasks (description, user_id) VALUES ('a', 1), ('b', 1) RETURNING id::int, is_complete`,
    )
    expect(rows).toEqual([
      { id: 41, is_complete: false },
      { id: 42, is_complete: false },
    ])
    expect(
      await ask(`INSERT INTO ids_d.users (email, hashed_password) VALUES ('n', 'h') RETURNING id::int`),
    ).toEqual([{ id: 6 }])
  })

  it('in every table with an identity of every fixture', async () => {
    for (const name of ['a-singular-user-task', 'd-integer-ids', 'e-recurring-patterns', 'hard']) {
      const schema = `all_${name.slice(0, 1)}`
      await moveFixture(schema, name)
      const identities = await ask(
        `SELECT c.relname AS table, a.attname AS column, pg_get_serial_sequence(format('%I.%I', $1::text, c.relname), a.attname) AS sequence
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relnamespace = $1::regnamespace AND a.attidentity <> ''`,
        [schema],
      )
      expect(identities.length).toBeGreaterThan(1)
      for (const { table, column, sequence } of identities) {
        const [row] = await ask(
          `SELECT nextval($1) > (SELECT coalesce(max("${column}"), 0) FROM ${schema}."${table}") AS fresh`,
          [sequence],
        )
        expect(row, `${name} ${table}.${column}`).toEqual({ fresh: true })
      }
    }
  })

  it('after AUTOINCREMENT, beyond every id that was ever given, in an emptied table too', async () => {
    await moveFixture('ids_hard', 'hard')
    const tasks = await ask(
      `INSERT INTO ids_hard.tasks (title, status, priority, completed, updated_at)
       VALUES ('new', 'pending', 'LOW', false, now()) RETURNING id::int`,
    )
    expect(tasks).toEqual([{ id: 501 }])
    expect(await ask(`INSERT INTO ids_hard.outbox DEFAULT VALUES RETURNING id::int, body`)).toEqual([
      { id: 43, body: 'null' },
    ])
  })

  it('from 1 in an empty table and in one whose ids are all negative', async () => {
    await move(
      'ids_low',
      sourceFile(
        `CREATE TABLE fresh (id INTEGER PRIMARY KEY, a TEXT); CREATE TABLE negative (id INTEGER PRIMARY KEY);
         INSERT INTO negative VALUES (-5), (0)`,
      ),
    )
    expect(await ask(`INSERT INTO ids_low.fresh (a) VALUES ('x') RETURNING id::int`)).toEqual([{ id: 1 }])
    expect(await ask('INSERT INTO ids_low.negative DEFAULT VALUES RETURNING id::int')).toEqual([{ id: 1 }])
  })

  it('and an id of the application’s own choice is still taken', async () => {
    await moveFixture('ids_own', 'd-integer-ids')
    const rows = await ask(
      `INSERT INTO ids_own.tasks (id, description, user_id) VALUES (1000, 'own', 1) RETURNING id::int`,
    )
    expect(rows).toEqual([{ id: 1000 }])
  })
})

describe('deletes and updates', () => {
  it('deleting a user deletes its tasks and patterns', async () => {
    await moveFixture('delete_e', 'e-recurring-patterns')
    await ask('DELETE FROM delete_e.users WHERE id = 1')
    const [left] = await ask(
      `SELECT (SELECT count(*)::int FROM delete_e.tasks WHERE user_id = 1) AS tasks, (SELECT count(*)::int FROM delete_e.tasks) AS others,
         (SELECT count(*)::int FROM delete_e.recurring_patterns WHERE user_id = 1) AS patterns`,
    )
    expect(left).toEqual({ tasks: 0, others: 16, patterns: 0 })
  })

  it('deleting a pattern leaves its tasks without one', async () => {
    await moveFixture('null_e', 'e-recurring-patterns')
    await ask('DELETE FROM null_e.recurring_patterns WHERE id = 3')
    expect(
      await ask('SELECT id::int FROM null_e.tasks WHERE id IN (14, 15) AND recurring_pattern_id IS NULL'),
    ).toHaveLength(2)
    expect(await ask('SELECT id FROM null_e.tasks')).toHaveLength(23)
  })

  it('deleting a user is refused where the schema says nothing', async () => {
    await move('refuse_e', fixtureFile('e-recurring-patterns'))
    await expect(ask('DELETE FROM refuse_e.users WHERE id = 1')).rejects.toMatchObject({ code: '23503' })
  })

  it('the source’s own trigger moves updated_at, once and on that row only', async () => {
    await moveFixture('touch_a', 'a-singular-user-task')
    await ask(`UPDATE touch_a.task SET title = 'changed' WHERE id = 1`)
    const rows = await ask(
      `SELECT id::int FROM touch_a.task WHERE updated_at > (now() AT TIME ZONE 'utc') - interval '1 minute'
         AND updated_at <= now() AT TIME ZONE 'utc'`,
    )
    expect(rows).toEqual([{ id: 1 }])
  })

  it('a touch of the config moves updated_at, whatever the session’s time zone', async () => {
    await moveFixture('touch_b', 'b-text-ids')
    const [row] = await ask(
      `SET TIME ZONE 'Asia/Tokyo'; UPDATE touch_b.tasks SET completed = true WHERE id = '42'`,
    ).then(() =>
      ask(
        `SELECT abs(extract(epoch FROM updated_at - now() AT TIME ZONE 'utc')) < 60 AS now, created_at < updated_at AS later
         FROM touch_b.tasks WHERE id = '42'`,
      ),
    )
    expect(row).toEqual({ now: true, later: true })
  })
})

describe('defaults, checks and keys work', () => {
  it('defaults of the config and of the file apply', async () => {
    await moveFixture('default_e', 'e-recurring-patterns')
    const [task] = await ask(
      `INSERT INTO default_e.tasks (title, user_id) VALUES ('t', 1) RETURNING priority, completed`,
    )
    expect(task).toEqual({ priority: 'medium', completed: false })
    await moveFixture('default_d', 'd-integer-ids')
    const [row] = await ask(
      `INSERT INTO default_d.tasks (description, user_id) VALUES ('t', 1)
       RETURNING abs(extract(epoch FROM created_at - now() AT TIME ZONE 'utc')) < 60 AS now, is_complete`,
    )
    expect(row).toEqual({ now: true, is_complete: false })
  })

  it('a bad priority is refused by the CHECK, a good one taken', async () => {
    await moveFixture('check_c', 'c-chat-and-tags')
    const set = (priority: string) => ask('UPDATE check_c.tasks SET priority = $1', [priority])
    await expect(set('whenever')).rejects.toMatchObject({ code: '23514' })
    await expect(set('urgent')).resolves.toEqual([])
  })

  it('a second tag of the same name is refused for the same user only', async () => {
    await moveFixture('unique_c', 'c-chat-and-tags')
    const tag = (id: string, user: string) =>
      ask(
        `INSERT INTO unique_c.tags (id, user_id, name, created_at, updated_at) VALUES ($1, $2, 'work', now(), now()) RETURNING color`,
        [id, user],
      )
    await expect(tag('t1', '52214d10-1022-4516-a28f-0ef1fda9d57b')).rejects.toMatchObject({ code: '23505' })
    expect(await tag('t2', 'd462ac9a-c0c1-42b0-8406-f01983bc3799')).toEqual([{ color: '#007bff' }])
  })

  it('NOT NULL is refused and varchar(n) is bounded', async () => {
    await moveFixture('null_d', 'd-integer-ids')
    await expect(ask('INSERT INTO null_d.tasks (user_id) VALUES (1)')).rejects.toMatchObject({
      code: '23502',
    })
    const long = 'x'.repeat(501)
    await expect(
      ask('INSERT INTO null_d.tasks (description, user_id) VALUES ($1, 1)', [long]),
    ).rejects.toMatchObject({ code: '22001' })
  })

  it('a foreign key that is NOT VALID still refuses new orphans', async () => {
    await moveFixture('orphan_hard', 'hard')
    const insert = `INSERT INTO orphan_hard.task_tags (task_id, tag_id) VALUES (1, 999)`
    await expect(ask(insert)).rejects.toMatchObject({ code: '23503' })
    const update = `UPDATE orphan_hard.tasks SET recurring_rule_id = 72 WHERE id = 1`
    await expect(ask(update)).rejects.toMatchObject({ code: '23503' })
  })
})
