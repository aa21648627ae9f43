import { expect, test } from 'vitest'
import { displayWidth } from '../../src/report/display-width.ts'
import { planText } from '../../src/report/plan-text.ts'
import { PLAIN_STYLE } from '../../src/report/text-style.ts'
import { samplePlan, sampleReport, sampleSource } from './sample-run.ts'

const report = { ...sampleReport, verb: 'plan' as const, dryRun: true, outcome: 'would succeed' as const }
const shown = { report, plan: samplePlan, source: sampleSource }

test('the plan shows what was found, created, moved and left out, with reasons', () => {
  expect(planText(shown)).toMatchInlineSnapshot(`
    "Source  todo.db, 41.0 kB, journal mode wal
    Target  postgresql://me:***@localhost/todo, PostgreSQL 18.1, schema public

    Found 3 tables
      users    5 rows
      tasks   23 rows
      notes            not part of this run
      search           virtual table (fts5), not carried over

    Would be created
      users  5 rows
        id    bigint not null identity after 5  whole numbers
        名前  varchar(255)                      VARCHAR(255), and every value fits
        primary key (id)
      tasks  23 rows
        user_id  bigint  as users.id
        state    text    text; default 'open'
        primary key (id)

    Indexes
      created  tasks_user_id_idx  on tasks ("user_id") (from the configuration)

    Foreign keys
      not valid  tasks.user_id → users.id  on delete cascade  3 orphan rows (17, 90, …); rows without a parent are kept (from the configuration)

    Views
      left out  v  it uses group_concat

    Would be moved
      28 rows (about 1.4 kB) of 2 tables

    Warnings (1)
      ! tasks.user_id → users.id: 3 orphan rows (17, 90, 412).
        → Pass --orphans=fail to stop at them.

    The real run would build 2 tables in schema public, move 28 rows (about 1.4 kB), prove them and publish them in one transaction, with 1 warning (exit code 0). Nothing was changed on either side."
  `)
})

test('a plan that would fail closes with the exit code and the reason', () => {
  const error = { code: 'DECISION_NEEDED' as const, message: 'one thing needs your decision.', hint: '' }
  const text = planText({ ...shown, report: { ...report, exitCode: 5, outcome: 'would fail', error } })
  expect(text).toMatch(
    /The real run would stop with exit code 5: one thing needs your decision\. Nothing was changed on either side\.$/,
  )
})

test('no line is wider than the terminal', () => {
  const lines = planText(shown, { ...PLAIN_STYLE, width: 72 }).split('\n')
  expect(lines.filter(line => displayWidth(line) > 72)).toEqual([])
})

test('a foreign key that is left out is told by its reason alone', () => {
  const key = { ...samplePlan.foreignKeys[0], state: 'left out', because: 'no parent', origin: 'source' }
  const foreignKeys = [key] as unknown as typeof samplePlan.foreignKeys
  expect(planText({ ...shown, plan: { ...samplePlan, foreignKeys } })).toMatch(
    /left out {2}tasks\.user_id → users\.id {2}on delete cascade {2}no parent\n/,
  )
})
