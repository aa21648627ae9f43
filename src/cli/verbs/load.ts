// `sqlite2pg load`: the library's load, and its summary.
import { summaryText } from '../../report/summary.ts'
import type { RunVerb } from '../session.ts'
import { runPlan } from './plan.ts'

export const runLoad: RunVerb = async (session, options) => {
  const { dryRun = false, quiet, verbose } = session.request.settings
  if (dryRun) return runPlan(session, options)
  const { load } = await import('../../run/load/load.ts')
  const report = await load(options)
  const text = quiet || report.error !== null ? '' : summaryText(report, session.style, verbose)
  return { report, text, tells: 'nothing' }
}
