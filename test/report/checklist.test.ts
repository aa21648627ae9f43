import { expect, test } from 'vitest'
import { checklistText } from '../../src/report/checklist.ts'
import { failureText } from '../../src/report/failure-text.ts'
import { check, sampleReport } from './sample-run.ts'

const verified = {
  ...sampleReport,
  verb: 'verify' as const,
  checks: [
    check('rows', 'users', { expected: '5', found: '5' }),
    check('type', 'users.id', { expected: 'bigint', found: 'bigint' }),
    check('not null', 'users.id', { expected: 'NOT NULL', found: 'NOT NULL' }),
    check('rows', 'tasks', { expected: '23', found: '22', status: 'different' }),
    check('default', 'tasks.state', {
      expected: '',
      found: "'open'",
      status: 'noted',
      remark: 'made by hand',
    }),
    check('maximum', 'tasks.note', { status: 'not compared', remark: 'no order' }),
    check('index', 'somewhere_idx', { expected: 'index' }),
  ],
}

test('checks are grouped by table, what agrees about one object on one line', () => {
  expect(checklistText(verified)).toMatchInlineSnapshot(`
    "users
      ✓  users     rows 5
      ✓  users.id  type bigint, not null

    tasks
      ✗  tasks        rows: expected 23, found 22
      ·  tasks.state  default: expected nothing, found 'open': made by hand
      –  tasks.note   maximum not compared: no order

    Elsewhere
      ✓  somewhere_idx  index

    ✗ 1 difference in 7 checks. Source and target are not the same."
  `)
})

test('a checklist without differences closes with what was proven', () => {
  const checks = verified.checks.filter(each => each.status === 'same')
  expect(checklistText({ ...verified, checks })).toMatch(
    /\n✓ No difference\. Proven: 2 tables, .*; 4 checks of values and structure passed\.$/,
  )
})

test('what could not be compared is counted where it is claimed that nothing differs', () => {
  const checks = verified.checks.filter(each => each.status !== 'different')
  const text = checklistText({ ...verified, checks }, undefined, { onlyDifferences: true })
  expect(text).toMatch(/4 checks of values and structure passed, 1 could not be made\.$/)
})

test('a table that only the target has is called a table once', () => {
  const more = check('table', 'more', {
    expected: 'table',
    found: 'table',
    status: 'noted',
    remark: 'only in the target',
  })
  expect(checklistText({ ...verified, checks: [more] })).toContain('·  more  table: only in the target')
})

test('quietly, only differences and the closing line are shown', () => {
  const text = checklistText(verified, undefined, { onlyDifferences: true })
  expect(text.split('\n').filter(line => line.includes('✓'))).toEqual([])
  expect(text).toContain('✗  tasks  rows: expected 23, found 22')
})

test('a failed migrate lists what differs, says the next step, and that nothing was published', () => {
  const error = { code: 'DIFFERENT' as const, message: 'source and target differ', hint: 'Report it.' }
  const text = failureText({ ...verified, verb: 'migrate', outcome: 'failed', exitCode: 6, error })
  expect(text).toContain('✗ tasks: rows expected 23, found 22')
  expect(text).toMatch(/sqlite2pg: source and target differ\n→ Report it\.\nNothing was published\.$/)
})
