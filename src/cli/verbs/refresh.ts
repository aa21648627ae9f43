// `sqlite2pg refresh`: the library's refresh, and its summary, or why there was nothing to do.
import { refreshText } from '../../report/refresh-text.ts'
import type { RunVerb } from '../session.ts'
import { runPlan } from './plan.ts'

export const runRefresh: RunVerb = async (session, options) => {
  const { dryRun = false, quiet, verbose, yes = false } = session.request.settings
  if (dryRun) return runPlan(session, options)
  const { refresh } = await import('../../run/refresh/refresh.ts')
  const report = await refresh({ ...options, yes })
  const text = quiet || report.error !== null ? '' : refreshText(report, session.style, verbose)
  return { report, text, tells: 'nothing' }
}
