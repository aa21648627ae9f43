// Notices of one kind read as a group, and are short unless all is wanted.
import { expect, test } from 'vitest'
import type { Notice } from '../../src/model/plan.ts'
import { NO_LIMIT, noticeLines } from '../../src/report/notices-text.ts'
import { PLAIN_STYLE } from '../../src/report/text-style.ts'

const view = (object: string, message: string): Notice => ({
  code: 'VIEW_LEFT_OUT',
  severity: 'warning',
  object,
  message,
  hint: 'Write it by hand.',
})

test('a hint that several share is said once, after the last of them', () => {
  expect(noticeLines([view('a', 'is left out: 1'), view('b', 'is left out: 2')], PLAIN_STYLE)).toEqual([
    '',
    'Warnings (2)',
    '  ! a: is left out: 1',
    '  ! b: is left out: 2',
    '    → Write it by hand.',
  ])
})

test('what is said of several objects is said once, with four of their names', () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => view(name, 'is left out'))
  expect(noticeLines(many, PLAIN_STYLE).slice(2)).toEqual([
    '  ! a, b, c, d and 2 more: is left out',
    '    → Write it by hand.',
  ])
})

test('long SQL is cut, unless there is no limit', () => {
  const long = [view('a', `is left out: SELECT ${'x'.repeat(400)}`)]
  const wide = { ...PLAIN_STYLE, width: 1000 }
  expect(noticeLines(long, wide, { perCode: 5, characters: 100 })[2]).toHaveLength(106)
  expect(noticeLines(long, wide, NO_LIMIT)[2]).toContain('x'.repeat(400))
})

test('what blocks a run is never cut', () => {
  const blockers = Array.from({ length: 8 }, (_, i) => ({
    ...view(`t${i}`, `${i} ${'x'.repeat(200)}`),
    severity: 'blocker' as const,
  }))
  const lines = noticeLines(blockers, { ...PLAIN_STYLE, width: 1000 }, { perCode: 2, characters: 10 })
  expect(lines.filter(line => line.includes('x'.repeat(200)))).toHaveLength(8)
})
