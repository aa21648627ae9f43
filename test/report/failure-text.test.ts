import { expect, test } from 'vitest'
import { failureText } from '../../src/report/failure-text.ts'
import { check, sampleReport } from './sample-run.ts'

test('a side that has nothing is told so, and no sentence ends in the air', () => {
  const different = { status: 'different' } as const
  const checks = [
    check('index', 't.i', { ...different, expected: '(a)', found: '' }),
    check('default', 't.d', { ...different, expected: '', found: '5' }),
    check('contents', 't', { ...different, expected: '', found: '', remark: '1 row missing' }),
  ]
  const error = { code: 'DIFFERENT', message: 'they differ', hint: 'mend it' } as const
  const text = failureText({ ...sampleReport, verb: 'repair', checks, error })
  expect(text).toContain('✗ t.i: index expected (a), found nothing\n')
  expect(text).toContain('✗ t.d: default expected nothing, found 5\n')
  expect(text).toContain('✗ t: contents: 1 row missing\n')
})
