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

test('the closing line counts the rows and values that differ', () => {
  const differing = {
    ...{ missing: 1n, extra: 0n, changed: 61_204n, counted: 61_204n, unexplained: false },
    columns: [{ column: 'a', values: 61_204n, largestError: '0.5', sameMeaning: 0n }],
  }
  const tables = verified.tables.map(table => ({ ...table, differing }))
  const text = checklistText({ ...verified, tables: tables.slice(0, 1) })
  expect(text).toMatch(
    /✗ 1 difference in 7 checks; 61,205 rows differ \(1 missing, 61,204 changed: 61,204 values\)\. Source and\s+target are not the same\.$/,
  )
})

test('counts of rows are parted by thousands, ids and next values are not', () => {
  const checks = [
    check('rows', 'tasks', { expected: '1234567', found: '1234566', status: 'different' }),
    check('sequence', 'tasks.id', { expected: 'next value 1234568', found: 'next value 1234568' }),
  ]
  const text = checklistText({ ...verified, checks })
  expect(text).toContain('rows: expected 1,234,567, found 1,234,566')
  expect(text).toContain('sequence next value 1234568')
})

test('two empty sides are nothing to compare', () => {
  const tables = verified.tables.map(table => ({
    ...table,
    ...{ sourceRows: 0n, copiedRows: 0n, targetRows: 0n },
  }))
  const checks = verified.checks.slice(1, 3)
  expect(checklistText({ ...verified, tables, checks })).toMatch(
    /\n– Nothing to compare: both sides hold no rows; 2 checks of values and structure passed\.$/,
  )
  const one = tables.slice(0, 1)
  const sentence = checklistText({ ...verified, tables: [...one, ...verified.tables.slice(1)], checks })
  expect(sentence).toMatch(/✓ No difference\. Proven: .*; 1 table without rows on both sides; /s)
})

test('as many rows are shown as were asked for, ten of each table otherwise', () => {
  const differences = Array.from({ length: 25 }, (_, i) => ({
    ...{ table: 'tasks', key: `id=${i}`, kind: 'changed' as const, column: 'a', source: '1', target: '2' },
  }))
  const shown = (listed?: number) =>
    checklistText({ ...verified, differences }, undefined, listed === undefined ? {} : { listed }).match(
      / id=\d+ /g,
    )?.length
  expect([shown(), shown(3), shown(1000)]).toEqual([10, 3, 25])
  expect(checklistText({ ...verified, differences })).toContain(
    'and 15 more in the report (--limit N shows them)',
  )
})

test('a row without a key is shown by its values', () => {
  const differences = [
    { table: 'tasks', key: null, kind: 'extra' as const, column: null, source: null, target: "('a', 1)" },
  ]
  expect(checklistText({ ...verified, differences })).toContain("–  only in the target: ('a', 1)")
})
