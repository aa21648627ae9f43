// Copies that another tool made: other names, other types, other ways to give ids. What loses nothing is noted.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boolean } from '../../src/codec/boolean.ts'
import { timestamp } from '../../src/codec/date-time.ts'
import { bigint } from '../../src/codec/integer.ts'
import { json } from '../../src/codec/json.ts'
import { numeric } from '../../src/codec/numeric.ts'
import { doublePrecision } from '../../src/codec/real.ts'
import { pureText } from '../../src/codec/text.ts'
import { uuid } from '../../src/codec/uuid.ts'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { checksOf, compare, differences } from './comparison.ts'
import { column, plan, SOURCE, TODO, table, USER_KEY } from './todo.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})

afterAll(() => database.drop())

describe('names', () => {
  test('are found ignoring case and as snake_case, and that is noted', async () => {
    const verdict = await compare(database.url, {
      plan: plan([
        table(
          'OrderDetails',
          [column('Id', bigint), column('unitPrice', doublePrecision), column('note', pureText)],
          {
            primaryKey: { name: 'OrderDetails_pkey', columns: ['Id'] },
            uniques: [{ name: 'u', columns: ['unitPrice'] }],
          },
        ),
      ]),
      source: `CREATE TABLE OrderDetails (Id INTEGER PRIMARY KEY, unitPrice REAL UNIQUE, note TEXT);
        INSERT INTO OrderDetails VALUES (1, 2.5, 'x')`,
      target: `CREATE SCHEMA copy;
        CREATE TABLE copy.order_details (id bigint PRIMARY KEY, unit_price double precision UNIQUE, note text);
        INSERT INTO copy.order_details VALUES (1, 2.5, 'x')`,
    })
    expect(differences(verdict)).toEqual([])
    expect(checksOf(verdict, 'noted')).toEqual([
      'OrderDetails: table OrderDetails, order_details',
      'OrderDetails.Id: column Id, id',
      'OrderDetails.unitPrice: column unitPrice, unit_price',
    ])
    expect(verdict.tables[0]).toMatchObject({ target: 'order_details', targetRows: 1n })
  })

  test('that could mean two tables mean neither', async () => {
    const verdict = await compare(database.url, {
      plan: plan([table('Tasks', [])]),
      source: 'CREATE TABLE Tasks (id)',
      target: 'CREATE SCHEMA copy; CREATE TABLE copy.tasks (); CREATE TABLE copy."TASKS" ()',
    })
    expect(differences(verdict)).toEqual(['Tasks: table table, TASKS, tasks'])
  })
})

describe('types', () => {
  const source = `CREATE TABLE t (v);`
  const cases = [
    ['integer for boolean', column('v', boolean), 'integer', '(0), (1)', '(0), (1)', 'noted'],
    [
      'boolean for an integer of 0 and 1',
      column('v', bigint),
      'boolean',
      '(0), (1)',
      '(false), (true)',
      'noted',
    ],
    [
      'boolean for other integers',
      column('v', bigint),
      'boolean',
      '(0), (2)',
      '(false), (true)',
      'different',
    ],
    ['integer for bigint', column('v', bigint), 'integer', '(7), (-9)', '(7), (-9)', 'noted'],
    [
      'integer for a larger bigint',
      column('v', bigint),
      'integer',
      '(2147483648)',
      '(2147483647)',
      'different',
    ],
    [
      'numeric for bigint',
      column('v', bigint),
      'numeric',
      '(9223372036854775807)',
      '(9223372036854775807)',
      'noted',
    ],
    [
      'double for bigint beyond 2^53',
      column('v', bigint),
      'float8',
      '(9007199254740993)',
      '(9007199254740992)',
      'different',
    ],
    [
      'numeric(6,1) that holds every value',
      column('v', doublePrecision),
      'numeric(6,1)',
      '(1.5)',
      '(1.5)',
      'noted',
    ],
    [
      'numeric(6,1) that rounds',
      column('v', doublePrecision),
      'numeric(6,1)',
      '(1.25)',
      '(1.3)',
      'different',
    ],
    ['real for double precision', column('v', doublePrecision), 'real', '(0.5)', '(0.5)', 'different'],
    [
      'double precision for numeric',
      column('v', numeric(180000)),
      'float8',
      '(0.1), (12)',
      '(0.1), (12)',
      'noted',
    ],
    ['varchar that holds every text', column('v', pureText), 'varchar(4)', `('abcd')`, `('abcd')`, 'noted'],
    ['varchar that cut a text', column('v', pureText), 'varchar(4)', `('abcde')`, `('abcd')`, 'different'],
    [
      'text for uuid',
      column('v', uuid),
      'text',
      `('0e984725-c51c-4bf4-9960-e1c80e27aba0')`,
      `('0e984725-c51c-4bf4-9960-e1c80e27aba0')`,
      'noted',
    ],
    [
      'uuid for text',
      column('v', pureText),
      'uuid',
      `('0e984725-c51c-4bf4-9960-e1c80e27aba0')`,
      `('0e984725-c51c-4bf4-9960-e1c80e27aba0')`,
      'noted',
    ],
    [
      'uuid for upper-case text',
      column('v', pureText),
      'uuid',
      `('0E984725-C51C-4BF4-9960-E1C80E27ABA0')`,
      `('0e984725-c51c-4bf4-9960-e1c80e27aba0')`,
      'noted',
    ],
    [
      'uuid for a text that is none',
      column('v', pureText),
      'uuid',
      `('0E984725')`,
      `('0e984725-c51c-4bf4-9960-e1c80e27aba0')`,
      'different',
    ],
    [
      'timestamptz for texts that are moments',
      column('v', pureText),
      'timestamptz',
      `('2024-05-06T07:08:09Z'), ('2024-05-06')`,
      `('2024-05-06 07:08:09+00'), ('2024-05-06 00:00:00+00')`,
      'noted',
    ],
    [
      'timestamp for a text that is no moment',
      column('v', pureText),
      'timestamp',
      `('soon')`,
      `('2024-05-06')`,
      'different',
    ],
    ['integer for texts of digits', column('v', pureText), 'integer', `('12')`, `(12)`, 'noted'],
    [
      'integer for a text with a zero before it',
      column('v', pureText),
      'integer',
      `('07')`,
      `(7)`,
      'different',
    ],
    [
      'timestamptz for timestamp',
      column('v', timestamp),
      'timestamptz',
      `('2024-05-06 07:08:09')`,
      `('2024-05-06 07:08:09+00')`,
      'noted',
    ],
    [
      'timestamp of milliseconds',
      column('v', timestamp),
      'timestamp(3)',
      `('2024-05-06 07:08:09.1')`,
      `('2024-05-06 07:08:09.1')`,
      'different',
    ],
    ['date for midnights', column('v', timestamp), 'date', `('2024-05-06')`, `('2024-05-06')`, 'noted'],
    [
      'date for moments',
      column('v', timestamp),
      'date',
      `('2024-05-06 07:08')`,
      `('2024-05-06')`,
      'different',
    ],
    [
      'date for texts that are dates',
      column('v', pureText),
      'date',
      `('2024-05-06')`,
      `('2024-05-06')`,
      'noted',
    ],
    [
      'date for a text that is none',
      column('v', pureText),
      'date',
      `('2024-02-30')`,
      `('2024-03-01')`,
      'different',
    ],
    ['jsonb for texts that are JSON', column('v', pureText), 'jsonb', `('[1, 2]')`, `('[1, 2]')`, 'noted'],
    ['jsonb for a text that is none', column('v', pureText), 'jsonb', `('{a')`, `('{}')`, 'different'],
    ['jsonb for json', column('v', json), 'jsonb', `('[1, 2]')`, `('[1, 2]')`, 'noted'],
    ['jsonb for equal keys', column('v', json), 'jsonb', `('{"a":1,"a":2}')`, `('{"a":2}')`, 'different'],
    [
      'jsonb for equal keys of two objects',
      column('v', json),
      'jsonb',
      `('[{"a":1},{"a":2}]')`,
      `('[{"a":1},{"a":2}]')`,
      'noted',
    ],
    ['interval for text', column('v', pureText), 'interval', `('1 day')`, `('1 day')`, 'not compared'],
  ] as const

  test.each(cases)('%s', async (_, planned, type, values, found, status) => {
    const verdict = await compare(database.url, {
      plan: plan([table('t', [planned])]),
      source: `${source} INSERT INTO t VALUES ${values}`,
      target: `SET timezone = 'UTC'; CREATE SCHEMA copy; CREATE TABLE copy.t (v ${type}); INSERT INTO copy.t VALUES ${found}`,
    })
    expect(verdict.checks.find(check => check.kind === 'type')?.status).toBe(status)
    expect(verdict.same).toBe(status !== 'different')
  })

  test('of a moment in another zone are told apart by their values', async () => {
    const verdict = await compare(database.url, {
      plan: plan([table('t', [column('v', timestamp)])]),
      source: `${source} INSERT INTO t VALUES ('2024-05-06 07:08:09')`,
      target: `CREATE SCHEMA copy; CREATE TABLE copy.t (v timestamptz); INSERT INTO copy.t VALUES ('2024-05-06 07:08:09+02')`,
    })
    expect(verdict.same).toBe(false)
  })

  test('that are the same under another name are the same', async () => {
    const verdict = await compare(database.url, {
      plan: plan([table('t', [column('v', { ...timestamp, type: 'timestamp' })])]),
      source,
      target: 'CREATE SCHEMA copy; CREATE TABLE copy.t (v timestamp without time zone)',
    })
    expect(verdict.checks.filter(check => check.status !== 'same')).toEqual([])
  })
})

describe('ids', () => {
  const source = 'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (7)'
  const ids = plan([table('t', [column('id', bigint, { identity: { sequence: 's', lastValue: 7n } })])])
  const target = (definition: string, position: string) => `CREATE SCHEMA copy; CREATE SEQUENCE copy.odd_name;
    CREATE TABLE copy.t (id ${definition} NOT NULL); INSERT INTO copy.t VALUES (7); ${position}`

  test.each([
    ['of a serial', 'bigserial', `SELECT setval('copy.t_id_seq', 7)`, []],
    [
      'of a serial that was never moved',
      'bigserial',
      '',
      ['t.id: sequence next value above 7, next value 1'],
    ],
    [
      'of a free sequence',
      `bigint DEFAULT nextval('copy.odd_name')`,
      `SELECT setval('copy.odd_name', 8, false)`,
      [],
    ],
    [
      'of a free sequence that is behind',
      `bigint DEFAULT nextval('copy.odd_name')`,
      `SELECT setval('copy.odd_name', 7, false)`,
      ['t.id: sequence next value above 7, next value 7'],
    ],
    [
      'of a serial without its default',
      'bigserial',
      'ALTER TABLE copy.t ALTER id DROP DEFAULT',
      ['t.id: sequence a next value, a sequence that no default uses'],
    ],
    ['of nothing', 'bigint', '', ['t.id: sequence identity, ']],
  ])('%s', async (_, definition, position, expected) => {
    const verdict = await compare(database.url, { plan: ids, source, target: target(definition, position) })
    expect(differences(verdict)).toEqual(expected)
  })

  test('that are behind come with the statement that moves them', async () => {
    const verdict = await compare(database.url, { plan: ids, source, target: target('bigserial', '') })
    const { remark } = verdict.checks.find(check => check.kind === 'sequence') ?? {}
    expect(remark).toBe(`run SELECT setval('"copy"."t_id_seq"', 7, true);`)
  })

  test('at the end of all ids are noted', async () => {
    const verdict = await compare(database.url, {
      plan: ids,
      source: 'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (9223372036854775807)',
      target: `CREATE SCHEMA copy; CREATE TABLE copy.t (id bigserial NOT NULL);
        INSERT INTO copy.t VALUES (9223372036854775807); SELECT setval('copy.t_id_seq', 9223372036854775807)`,
    })
    expect(checksOf(verdict, 'noted')).toEqual(['t.id: sequence exhausted, exhausted'])
    expect(verdict.same).toBe(true)
  })
})

describe('structure', () => {
  test('that nobody planned is noted only', async () => {
    const verdict = await compare(database.url, {
      breaking: `ALTER TABLE copy.tasks ADD note text, ALTER due_date SET DEFAULT now(), ADD CHECK (id > 0),
          ADD UNIQUE (title);
        UPDATE copy.tasks SET due_date = '2024-05-06' WHERE due_date IS NOT NULL AND false;
        CREATE INDEX more ON copy.tasks (title); CREATE TABLE copy.more_tables (id int);
        ALTER TABLE copy.users ADD FOREIGN KEY (id) REFERENCES copy.tasks`,
    })
    expect(differences(verdict)).toEqual([])
    expect(checksOf(verdict, 'noted')).toEqual([
      'users.id → tasks.id: foreign key valid, valid',
      'tasks.note: column , text',
      'tasks.due_date: default , now()',
      'tasks.title: unique , constraint tasks_title_key',
      'tasks.more: index , (title)',
      'tasks.tasks_id_check: check , CHECK ((id > 0))',
      'more_tables: table table, table',
    ])
  })

  test('of another name is found by what it is', async () => {
    const verdict = await compare(database.url, {
      breaking: `ALTER INDEX copy.ix_tasks_user_id_completed RENAME TO idx_1;
        ALTER TABLE copy.tasks RENAME CONSTRAINT tasks_user_id_fkey TO fk_1;
        ALTER TABLE copy.tasks RENAME CONSTRAINT tasks_priority_check TO check_1;
        ALTER TABLE copy.users DROP CONSTRAINT users_email_key; CREATE UNIQUE INDEX idx_2 ON copy.users (email);
        ALTER TRIGGER touch_tasks ON copy.tasks RENAME TO trigger_1`,
    })
    expect(differences(verdict)).toEqual([])
    expect(verdict.checks.filter(check => check.status === 'noted').map(check => check.remark)).toEqual([
      'as index idx_2, not as a constraint',
      'called idx_1',
      'called check_1',
      'called trigger_1, calls touch()',
      'called fk_1',
    ])
  })

  test('that the plan left out is noted with its reason', async () => {
    const verdict = await compare(database.url, {
      plan: {
        ...TODO,
        foreignKeys: [{ ...USER_KEY, state: 'left out', because: 'users are kept elsewhere' }],
      },
      breaking: 'ALTER TABLE copy.tasks DROP CONSTRAINT tasks_user_id_fkey',
    })
    expect(verdict.checks.filter(check => check.status !== 'same')).toEqual([
      {
        kind: 'foreign key',
        object: 'tasks.user_id → users.id',
        status: 'noted',
        expected: 'left out',
        found: 'left out',
        remark: 'users are kept elsewhere',
      },
    ])
  })

  const orphaned = { ...TODO, foreignKeys: [{ ...USER_KEY, state: 'not valid', orphans: 1n } as const] }
  const orphan = `BEGIN; SET LOCAL session_replication_role = replica;
    INSERT INTO copy.tasks (id, user_id, title) VALUES (39, 3, 'lost'); COMMIT`
  const orphanInSource = `INSERT INTO tasks (id, user_id, title) VALUES (39, 3, 'lost')`

  test('with planned orphans must be NOT VALID', async () => {
    const source = `${SOURCE} ${orphanInSource}`
    const valid = await compare(database.url, { plan: orphaned, source, breaking: orphan })
    expect(differences(valid)).toEqual([
      'tasks.user_id → users.id: foreign key on delete cascade, not valid, on delete cascade, valid',
    ])
    const notValid = await compare(database.url, {
      plan: orphaned,
      source,
      breaking: `${orphan}; ALTER TABLE copy.tasks DROP CONSTRAINT tasks_user_id_fkey;
        ALTER TABLE copy.tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id)
          REFERENCES copy.users (id) ON DELETE CASCADE NOT VALID`,
    })
    expect(differences(notValid)).toEqual([])
    expect(checksOf(notValid, 'same')).toContain('tasks.user_id → users.id: orphans 1, 1')
  })
})
