// The page from the record alone: whatever a run of whatever verb found, and however little.
import { expect, test } from 'vitest'
import type { RunReport, Verb } from '../../../src/model/report.ts'
import { reportHtml } from '../../../src/report/html/page.ts'
import { check, reportedTable, sampleReport } from '../sample-run.ts'

const NOTHING: Partial<RunReport> = {
  source: null,
  target: null,
  tables: [],
  foreignKeys: [],
  indexes: [],
  sequences: [],
  notices: [],
  steps: [],
}

const VERBS: readonly Verb[] = [
  ...(['migrate', 'plan', 'load', 'refresh', 'rollback'] as const),
  ...(['verify', 'repair', 'doctor', 'serve', 'status'] as const),
]

/** Names of the elements in it. */
const elements = (page: string): readonly string[] => [
  ...new Set([...page.matchAll(/<([a-z][a-z0-9]*)/gi)].map(found => found[1]?.toLowerCase() ?? '')),
]

test.each(VERBS)('%s has a page, with everything and with nothing', verb => {
  expect(reportHtml({ ...sampleReport, verb })).toMatch(/<h1>.+<\/h1>/)
  const bare = reportHtml({ ...sampleReport, ...NOTHING, verb })
  expect(bare).toMatch(/<h1>.+<\/h1>/)
  expect(bare).not.toMatch(/undefined|NaN|\[object/)
})

test('the page allows itself no script, no font, no image and no address', () => {
  const page = reportHtml(sampleReport)
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;`,
  )
  expect(
    elements(page).filter(name => ['script', 'img', 'link', 'iframe', 'object', 'form'].includes(name)),
  ).toEqual([])
  expect(page).not.toMatch(/\son[a-z]+=|https?:|url\((?!#)|@import/i)
})

test('rows, bytes and steps have their units and thousands', () => {
  const page = reportHtml(sampleReport)
  for (const shown of ['1,234,567', '61.7 MB', '0.25 s']) expect(page).toContain(shown)
  expect(page).toContain('3 rows have no parent')
})

test('the largest table stands first, and bars are shares of it', () => {
  const page = reportHtml(sampleReport)
  expect(page.indexOf('>tasks<')).toBeLessThan(page.indexOf('>users<'))
  expect(page).toContain('<i style="width:100%"></i>')
  expect(page).toContain('<i style="width:0.1%"></i>')
})

test('what was not carried over is listed with the reason', () => {
  const page = reportHtml({
    ...sampleReport,
    notices: [
      {
        code: 'TRIGGER_LEFT_OUT',
        severity: 'warning',
        object: 'audit',
        message: 'on tasks is left out',
        hint: '',
      },
    ],
    views: [{ name: 'v', target: 'v', state: 'left out', because: 'group_concat()', proof: 'not compared' }],
  })
  const section = page.slice(page.indexOf('id="left-out"'))
  for (const said of ['its expression has no PostgreSQL form', 'group_concat()', 'audit', 'trigger'])
    expect(section).toContain(said)
})

test('a difference shows the blank at the end, the empty text, and which of two alike characters it is', () => {
  const difference = { table: 'tasks', key: '17', kind: 'changed', column: 'title' } as const
  const page = reportHtml({
    ...sampleReport,
    verb: 'verify',
    differences: [
      { ...difference, source: 'milk ', target: 'milk' },
      { ...difference, source: '', target: null },
      { ...difference, source: 'é', target: 'e\u0301' },
    ],
    checks: [check('rows', 'tasks', { status: 'different', expected: '5', found: '4' })],
  })
  for (const said of [
    '<bdi class="value">milk </bdi>',
    'empty text',
    'U+00E9',
    'U+0065 U+0301',
    'Checks that differ',
  ])
    expect(page).toContain(said)
})

test('a value of a megabyte is cut, and so are ten thousand differences', () => {
  const difference = { table: 't', key: '1', kind: 'changed', column: 'c', target: null } as const
  const many = Array.from({ length: 10_000 }, () => ({ ...difference, source: 'x'.repeat(1_000) }))
  const page = reportHtml({
    ...sampleReport,
    differences: [{ ...difference, source: 'é'.repeat(1_000_000) }, ...many],
  })
  expect(page).toContain('1,000,000 characters in all')
  expect(page).toContain('8,001 more rows; the JSON report has them all')
  expect(page.length).toBeLessThan(3_000_000)
})

test('a thousand tables fold away, and the picture leaves out what nobody could read', () => {
  const tables = Array.from({ length: 1000 }, (_, i) => reportedTable(`t${i}`, BigInt(i)))
  const keys = tables.slice(1).map(({ target }, i) => ({
    ...sampleReport.foreignKeys[0]!,
    ...{ table: target, parent: `t${Math.floor(i / 3)}` },
  }))
  const page = reportHtml({ ...sampleReport, tables, foreignKeys: keys })
  expect(page).toContain('950 more rows')
  expect(page).toContain('Shown are the 200 tables with the most foreign keys; 800 others have some too.')
  expect(page.match(/class="box"/g)).toHaveLength(200)
})
