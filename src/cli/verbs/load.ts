// `sqlite2pg load`: the library's load, and its summary, or what a dry run found.
import { loadText } from '../../report/load-text.ts'
import { summaryText } from '../../report/summary.ts'
import type { RunVerb } from '../session.ts'

export const runLoad: RunVerb = async ({ request, style }, options) => {
  const { load } = await import('../../index.ts')
  const { dryRun = false, quiet, verbose } = request.settings
  const report = await load({ ...options, dryRun })
  if (dryRun && report.tables.length > 0)
    return { report, text: loadText(report, style, verbose), tells: 'reasons' }
  const text = quiet || report.error !== null ? '' : summaryText(report, style, verbose)
  return { report, text, tells: 'nothing' }
}
