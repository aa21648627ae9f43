// One thing is broken at a time on a real server, and exactly that check must say so.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, withDatabase } from '../server/database.ts'
import { compare, differences } from './comparison.ts'
import { SOURCE } from './todo.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await withDatabase()
})

afterAll(() => database.drop())

describe('a faithful copy', () => {
  test('is the same in every check', async () => {
    const verdict = await compare(database.url)
    expect(verdict.checks.filter(check => check.status !== 'same')).toEqual([])
    expect(verdict.same).toBe(true)
    expect(verdict.nothingToCompare).toBe(false)
    expect(verdict.tables).toEqual([
      {
        source: 'users',
        target: 'users',
        sourceRows: 2n,
        targetRows: 2n,
        quarantinedRows: 0n,
        proof: 'counts only',
        differences: null,
        comparedRows: null,
      },
      {
        source: 'tasks',
        target: 'tasks',
        sourceRows: 4n,
        targetRows: 4n,
        quarantinedRows: 0n,
        proof: 'counts only',
        differences: null,
        comparedRows: null,
      },
    ])
  })

  test('is counted, and the smallest and largest of its dates, numbers and keys are compared', async () => {
    const { checks } = await compare(database.url)
    const values = checks
      .filter(({ kind }) => kind === 'minimum' || kind === 'maximum')
      .map(({ object, kind, expected }) => `${object} ${kind} ${expected}`)
    expect(values).toEqual([
      'users.id minimum 1',
      'users.id maximum 2',
      'users.email minimum a@example.org',
      'users.email maximum é@example.org',
      'users.created_at minimum 2024-01-01 08:00:00.000000',
      'users.created_at maximum 2024-02-02 09:30:00.250000',
      'tasks.id minimum 1',
      'tasks.id maximum 40',
      'tasks.user_id minimum 1',
      'tasks.user_id maximum 2',
      'tasks.weight minimum -2.5',
      // The same double as 1e23: PostgreSQL's shortest digits are not everybody's.
      'tasks.weight maximum 9.999999999999999e+22',
      'tasks.cost minimum 0.00',
      'tasks.cost maximum 99999999.99',
      'tasks.due_date minimum 2024-05-06 00:00:00.000000',
      'tasks.due_date maximum 2024-05-07 12:00:00.000000',
    ])
  })

  test('of no rows at all proves nothing', async () => {
    const verdict = await compare(database.url, {
      source: `${SOURCE} DELETE FROM tasks; DELETE FROM users`,
      breaking: 'TRUNCATE copy.users, copy.tasks',
    })
    expect(verdict).toMatchObject({ same: true, nothingToCompare: true })
  })
})

describe('what is broken is found, and nothing else', () => {
  test.each([
    [
      'a missing row',
      `DELETE FROM copy.tasks WHERE id = 2`,
      [
        'tasks: rows 4, 3',
        'tasks.weight: maximum 1.0e+23, 0.1',
        'tasks.cost: minimum 0, 12.10',
        'tasks.due_date: nulls 2, 1',
      ],
    ],
    ['a NULL', `UPDATE copy.tasks SET priority = NULL WHERE id = 2`, ['tasks.priority: nulls 1, 2']],
    [
      'a smaller number',
      `UPDATE copy.tasks SET weight = -2.6 WHERE id = 3`,
      ['tasks.weight: minimum -2.5, -2.6'],
    ],
    [
      'the next double',
      `UPDATE copy.tasks SET weight = 1.0000000000000002e23 WHERE id = 2`,
      ['tasks.weight: maximum 1.0e+23, 1.0000000000000003e+23'],
    ],
    [
      'a number that is no number',
      `UPDATE copy.tasks SET weight = 'NaN' WHERE id = 3`,
      ['tasks.weight: minimum -2.5, 0.1', 'tasks.weight: maximum 1.0e+23, NaN'],
    ],
    [
      'a moved date',
      `UPDATE copy.tasks SET due_date = '2024-05-07 12:00:00.000001' WHERE id = 3`,
      ['tasks.due_date: maximum 2024-05-07 12:00:00.000000, 2024-05-07 12:00:00.000001'],
    ],
    [
      'a changed key',
      `UPDATE copy.users SET email = 'É@example.org' WHERE id = 2`,
      ['users.email: maximum é@example.org, É@example.org'],
    ],
    [
      'NOT NULL dropped',
      'ALTER TABLE copy.tasks ALTER title DROP NOT NULL',
      ['tasks.title: not null NOT NULL, NULL allowed'],
    ],
    [
      'a default dropped',
      'ALTER TABLE copy.tasks ALTER priority DROP DEFAULT',
      ["tasks.priority: default 'medium', "],
    ],
    [
      'another text as default',
      `ALTER TABLE copy.tasks ALTER priority SET DEFAULT 'low'`,
      ["tasks.priority: default 'medium', 'low'::character varying"],
    ],
    [
      'the opposite as default',
      'ALTER TABLE copy.tasks ALTER completed SET DEFAULT true',
      ['tasks.completed: default false, true'],
    ],
    [
      'an index dropped',
      'DROP INDEX copy.ix_tasks_user_id_completed',
      ['tasks.ix_tasks_user_id_completed: index (user_id, completed), '],
    ],
    [
      'an index of other columns',
      `DROP INDEX copy.ix_tasks_user_id_completed;
      CREATE INDEX ix_tasks_user_id_completed ON copy.tasks (completed, user_id)`,
      ['tasks.ix_tasks_user_id_completed: index (user_id, completed), (completed, user_id)'],
    ],
    [
      'an index that became unique',
      `DROP INDEX copy.ix_tasks_user_id_completed;
      CREATE UNIQUE INDEX ix_tasks_user_id_completed ON copy.tasks (user_id, completed)`,
      ['tasks.ix_tasks_user_id_completed: index (user_id, completed), unique (user_id, completed)'],
    ],
    [
      'a partial index that became a full one',
      `DROP INDEX copy.ix_tasks_open;
      CREATE INDEX ix_tasks_open ON copy.tasks (lower(title COLLATE "C"), due_date DESC)`,
      [
        'tasks.ix_tasks_open: index (lower(title COLLATE "C"), due_date DESC) where NOT "completed", (lower((title COLLATE "C")), due_date DESC)',
      ],
    ],
    [
      'a primary key dropped',
      'ALTER TABLE copy.tasks DROP CONSTRAINT tasks_pkey',
      ['tasks: primary key (id), '],
    ],
    [
      'a unique constraint dropped',
      'ALTER TABLE copy.users DROP CONSTRAINT users_email_key',
      ['users.email: unique (email), '],
    ],
    [
      'an identity that refuses ids',
      'ALTER TABLE copy.tasks ALTER id SET GENERATED ALWAYS',
      ['tasks.id: identity generated by default, generated always'],
    ],
    [
      'a check that was never validated',
      `ALTER TABLE copy.tasks DROP CONSTRAINT tasks_priority_check;
        ALTER TABLE copy.tasks ADD CONSTRAINT tasks_priority_check
          CHECK (priority IN ('low', 'medium', 'high')) NOT VALID`,
      ['tasks.tasks_priority_check: check valid, not valid'],
    ],
    [
      'a trigger whose function does nothing',
      `CREATE OR REPLACE FUNCTION copy.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
      ['tasks.touch_tasks: trigger BEGIN NEW."due_date" := now(); RETURN NEW; END;, BEGIN RETURN NEW; END'],
    ],
    [
      'a check dropped',
      'ALTER TABLE copy.tasks DROP CONSTRAINT tasks_priority_check',
      [`tasks.tasks_priority_check: check "priority" IN ('low', 'medium', 'high'), `],
    ],
    [
      'a trigger dropped',
      'DROP TRIGGER touch_tasks ON copy.tasks',
      ['tasks.touch_tasks: trigger BEFORE UPDATE OF title FOR EACH ROW, '],
    ],
    [
      'a trigger switched off',
      'ALTER TABLE copy.tasks DISABLE TRIGGER touch_tasks',
      [
        'tasks.touch_tasks: trigger BEFORE UPDATE OF title FOR EACH ROW, BEFORE UPDATE OF title FOR EACH ROW, disabled',
      ],
    ],
    [
      'a foreign key dropped',
      'ALTER TABLE copy.tasks DROP CONSTRAINT tasks_user_id_fkey',
      ['tasks.user_id → users.id: foreign key on delete cascade, valid, '],
    ],
    [
      'a foreign key that is not valid',
      `ALTER TABLE copy.tasks DROP CONSTRAINT tasks_user_id_fkey;
      ALTER TABLE copy.tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES copy.users (id)
        ON DELETE CASCADE NOT VALID`,
      ['tasks.user_id → users.id: foreign key on delete cascade, valid, on delete cascade, not valid'],
    ],
    [
      'a foreign key with another action',
      `ALTER TABLE copy.tasks DROP CONSTRAINT tasks_user_id_fkey;
      ALTER TABLE copy.tasks ADD CONSTRAINT tasks_user_id_fkey FOREIGN KEY (user_id) REFERENCES copy.users (id)`,
      ['tasks.user_id → users.id: foreign key on delete cascade, valid, valid'],
    ],
    [
      'a deferred foreign key',
      'ALTER TABLE copy.tasks ALTER CONSTRAINT tasks_user_id_fkey DEFERRABLE INITIALLY DEFERRED',
      ['tasks.user_id → users.id: foreign key on delete cascade, valid, on delete cascade, deferred, valid'],
    ],
    [
      'an orphan under a valid foreign key',
      `BEGIN; SET LOCAL session_replication_role = replica;
      UPDATE copy.tasks SET user_id = 2 WHERE id = 2; DELETE FROM copy.users WHERE id = 2;
      INSERT INTO copy.users VALUES (0, 'é@example.org', '2024-02-02 09:30:00.25'); COMMIT`,
      ['users.id: minimum 1, 0', 'users.id: maximum 2, 1', 'tasks.user_id → users.id: orphans 0, 2'],
    ],
    [
      'a sequence behind the ids',
      `SELECT setval('copy.tasks_id_seq', 39)`,
      ['tasks.id: sequence next value above 40, next value 40'],
    ],
    [
      'a sequence behind sqlite_sequence',
      `SELECT setval('copy.users_id_seq', 9, false)`,
      ['users.id: sequence next value above 9, next value 9'],
    ],
    [
      'an identity dropped',
      'ALTER TABLE copy.users ALTER id DROP IDENTITY',
      ['users.id: sequence identity, '],
    ],
    ['a missing column', 'ALTER TABLE copy.users DROP created_at', ['users.created_at: column column, ']],
    ['a missing table', 'DROP TABLE copy.tasks', ['tasks: table table, ']],
    [
      'a view instead of a table',
      `ALTER TABLE copy.users RENAME TO kept; CREATE VIEW copy.users AS SELECT * FROM copy.kept`,
      ['users: table table, view', 'tasks.user_id → users.id: foreign key on delete cascade, valid, '],
    ],
    [
      'a small float',
      'ALTER TABLE copy.tasks ALTER weight TYPE real',
      ['tasks.weight: type double precision, real'],
    ],
    [
      'a timestamp of whole seconds',
      'ALTER TABLE copy.tasks ALTER due_date TYPE timestamp(0)',
      ['tasks.due_date: type timestamp, timestamp(0) without time zone'],
    ],
    [
      'a shorter varchar',
      'ALTER TABLE copy.users ALTER email TYPE varchar(100)',
      ['users.email: type varchar(255), character varying(100)'],
    ],
  ] as const)('%s', async (_, breaking, expected) => {
    expect(differences(await compare(database.url, { breaking }))).toEqual(expected)
  })
})

test.each([
  [
    'a check that was never validated',
    `ALTER TABLE copy.tasks DROP CONSTRAINT tasks_priority_check;
      ALTER TABLE copy.tasks ADD CONSTRAINT tasks_priority_check
        CHECK (priority IN ('low', 'medium', 'high')) NOT VALID`,
    'it was never validated: run ALTER TABLE "copy"."tasks" VALIDATE CONSTRAINT "tasks_priority_check";',
  ],
  [
    'an identity that refuses ids',
    'ALTER TABLE copy.tasks ALTER id SET GENERATED ALWAYS',
    'run ALTER TABLE "copy"."tasks" ALTER COLUMN "id" SET GENERATED BY DEFAULT;',
  ],
])('%s comes with the statement that mends it', async (_, breaking, remark) => {
  const { checks } = await compare(database.url, { breaking })
  expect(checks.find(({ status }) => status === 'different')?.remark).toBe(remark)
})
