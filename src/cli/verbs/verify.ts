// `sqlite2pg verify`: the library's verify, and its checklist.
import { checklistText } from '../../report/checklist.ts'
import type { RunVerb } from '../session.ts'

export const runVerify: RunVerb = async ({ request, style }, options) => {
  const { verify } = await import('../../index.ts')
  const report = await verify(options)
  const looked = report.checks.length > 0
  const text = looked
    ? checklistText(report, style, { onlyDifferences: request.settings.quiet === true })
    : ''
  return { report, text, tells: looked ? 'reasons' : 'nothing' }
}
