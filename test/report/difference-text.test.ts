import { expect, test } from 'vitest'
import type { RowDifference, TableDifferences } from '../../src/model/verdict.ts'
import { differenceText } from '../../src/report/difference-text.ts'
import { check } from './sample-run.ts'

const changed: RowDifference = {
  ...{ table: 'tasks', key: 'id=3', kind: 'changed', column: 'title', source: "'a'", target: "'b'" },
}
const differences: TableDifferences = {
  ...{ missing: 1n, extra: 1n, changed: 2000n, counted: 2000n, unexplained: false, rows: [changed] },
  columns: [{ column: 'title', values: 2000n, largestError: null, sameMeaning: 0n }],
}
const different = (
  kind: Parameters<typeof check>[0],
  object: string,
  expected = '',
  found = '',
  remark = '',
) => check(kind, object, { status: 'different', expected, found, remark })
const CHECKS = [
  different('rows', 'tasks', '1234', '1235'),
  different('contents', 'tasks', '', '', '1 row missing'),
  different('contents', 'tasks.title', '', '', '2,000 of 5,000 values differ'),
]

test('rows that differ are counted once, with the columns and the first of them', () => {
  const tables = [{ target: 'tasks', differences }]
  expect(differenceText({ checks: CHECKS, tables }, 'source')).toBe(
    "tasks: 1 row missing, 1 too many, 2,000 changed (title 2,000); first: id=3 title 'a' in the source, 'b' in the target",
  )
})

test('what else differs follows, five things at most', () => {
  const more = ['a', 'b', 'c', 'd', 'e'].map(name => different('index', name, '(x)', ''))
  const tables = [{ target: 'tasks', differences }]
  const text = differenceText({ checks: [...more, ...CHECKS], tables }, 'source')
  expect(text).toMatch(
    /^tasks: 1 row missing, .*; a: index \(x\) in the source, nothing in the target; b: .*; and 1 more$/,
  )
})

test('where rows are only counted, their numbers are told', () => {
  const tables = [{ target: 'tasks', differences: null }]
  expect(differenceText({ checks: CHECKS.slice(0, 1), tables }, 'source')).toBe(
    'tasks: rows 1,234 in the source, 1,235 in the target',
  )
})

test.each([
  ['missing', { source: '(1, 2)' }, 'id=3 only in the source'],
  ['extra', { target: '(1, 2)' }, 'id=3 only in the target'],
  ['extra', { target: '(1, 2)', key: null }, '(1, 2) only in the target'],
] as const)('a row that is %s is told by its key, or its values', (kind, over, text) => {
  const row: RowDifference = { ...changed, ...{ kind, column: null, source: null, target: null }, ...over }
  const tables = [{ target: 'tasks', differences: { ...differences, rows: [row] } }]
  expect(differenceText({ checks: CHECKS, tables }, 'source')).toMatch(
    new RegExp(`; first: ${text.replace(/[()]/g, '\\$&')}$`),
  )
})

test('nothing is said where nothing differs', () => {
  expect(differenceText({ checks: [check('rows', 'tasks')], tables: [] }, 'source')).toBeNull()
})

test('a view in place of a table is said without saying table twice', () => {
  const checks = [different('table', 't', 'table', 'view')]
  expect(differenceText({ checks, tables: [] }, 'source')).toBe('t: table in the source, view in the target')
})
