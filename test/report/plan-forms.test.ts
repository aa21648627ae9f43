import { expect, test } from 'vitest'
import type { Statement } from '../../src/model/plan.ts'
import { planToJson } from '../../src/report/plan-json.ts'
import { planSql } from '../../src/report/plan-sql.ts'
import { postgres } from '../../src/sql/text.ts'
import { samplePlan, sampleReport } from './sample-run.ts'

const statements: readonly Statement[] = [
  {
    phase: 'tables',
    object: 'users',
    purpose: 'table users',
    sql: postgres`CREATE TABLE public.users (id bigint)`,
  },
  {
    phase: 'indexes',
    object: 'a\nDROP TABLE users; --',
    purpose: 'an index',
    sql: postgres`CREATE INDEX i ON public.users (id);`,
  },
]

test('the script is one transaction that stops at the first error, each statement with its purpose', () => {
  expect(planSql(sampleReport, statements)).toMatchInlineSnapshot(`
    "-- Made by sqlite2pg 0.1.0 from todo.db, for schema public of postgresql://me:***@localhost/todo.
    -- Builds the same empty tables as a run would; the rows are moved by \`sqlite2pg migrate\`.
    -- psql --no-psqlrc --file THIS_FILE "$DATABASE_URL"
    \\set ON_ERROR_STOP on
    \\encoding UTF8

    BEGIN;

    -- tables: table users
    CREATE TABLE public.users (id bigint);

    -- indexes: a\\nDROP TABLE users; --: an index
    CREATE INDEX i ON public.users (id);

    COMMIT;
    "
  `)
})

test('a line break in a name cannot end a comment', () => {
  const code = planSql(sampleReport, statements)
    .split('\n')
    .filter(line => !line.startsWith('--'))
  expect(code.join('\n')).not.toContain('DROP TABLE')
})

test('the JSON plan holds decisions and statements, not the expressions of the copy', () => {
  const parsed = JSON.parse(planToJson(sampleReport, samplePlan, statements))
  expect(parsed.formatVersion).toBe(1)
  expect(parsed.tables[0].columns[0]).toEqual({
    source: 'id',
    target: 'id',
    declared: 'INTEGER',
    type: 'bigint',
    because: 'whole numbers',
    notNull: true,
    default: null,
    identity: { sequence: 'users_id_seq', lastValue: 5 },
    generated: null,
  })
  expect(parsed.statements[0]).toEqual({
    phase: 'tables',
    object: 'users',
    purpose: 'table users',
    sql: 'CREATE TABLE public.users (id bigint)',
  })
})
