import { expect, test } from 'vitest'
import { proofSentence } from '../../src/report/proof-sentence.ts'
import { summaryText } from '../../src/report/summary.ts'
import { reportedTable, sampleReport } from './sample-run.ts'

test('the summary shows tables, what stands beside them, steps, notices, proof and place', () => {
  expect(summaryText(sampleReport)).toMatchInlineSnapshot(`
    "Table       Rows    Bytes    Time  Proof
    users          5    250 B  0.50 s  counts only
    tasks  1,234,567  61.7 MB  0.50 s  counts only

    1 foreign key (1 not valid), 1 index (1 left out), 1 sequence

    Step    Seconds     Rows/s
    census     0.25
    rows       1.00  1,234,572
    total      1.50    823,048

    Warnings (1)
      ! tasks.user_id → users.id: 3 orphan rows (17, 90, 412).
        → Pass --orphans=fail to stop at them.

    Proven: 2 tables, 1,234,572 rows: row counts agree, asked of both databases; contents were not compared.
    Published: 2 tables in schema public of postgresql://me:***@localhost/todo, in one transaction."
  `)
})

test('rows that were set aside get a column of their own', () => {
  const tables = [{ ...reportedTable('users', 5n), copiedRows: 4n, quarantinedRows: 1n }]
  expect(summaryText({ ...sampleReport, tables })).toMatch(/Table +Rows +Set aside[^\n]*\nusers +4 +1 /)
})

test('many notices of one code are counted, not listed, unless all are wanted', () => {
  const notices = Array.from({ length: 8 }, (_, i) => ({
    code: 'WIDENED',
    severity: 'info' as const,
    object: `t.c${i}`,
    message: `wider type ${i}`,
    hint: '',
  }))
  const report = { ...sampleReport, notices }
  expect(summaryText(report)).toContain('… and 3 more WIDENED')
  expect(summaryText(report)).not.toContain('t.c7')
  expect(summaryText(report, undefined, true)).toContain('t.c7: wider type 7')
})

test('the proof sentence claims no more than was compared', () => {
  const tables = [
    { ...reportedTable('a', 1n), proof: 'identical' as const },
    { ...reportedTable('b', 2n), proof: 'not compared' as const },
  ]
  expect(proofSentence({ ...sampleReport, tables })).toBe(
    'Proven: 1 table, 1 row: every row compared by content, identical on both sides; 1 table, 2 rows: not compared.',
  )
  expect(proofSentence({ ...sampleReport, tables: tables.slice(1) })).toBe(
    'Not proven: 1 table, 2 rows: not compared.',
  )
  expect(proofSentence({ ...sampleReport, tables: [] })).toBe('Nothing to prove: there is no table.')
})

test('a name with an escape sequence reaches the terminal as visible text', () => {
  const tables = [reportedTable('evil\u001b[2J', 1n)]
  expect(summaryText({ ...sampleReport, tables })).toContain('evil\\x1b[2J')
})
