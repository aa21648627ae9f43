// `sqlite2pg refresh`: the library's refresh, and its summary, or why there was nothing to do.
import { refreshText } from '../../report/refresh-text.ts'
import type { RunVerb } from '../session.ts'

export const runRefresh: RunVerb = async ({ request, style }, options) => {
  const { refresh } = await import('../../index.ts')
  const { quiet, verbose, yes = false } = request.settings
  const report = await refresh({ ...options, yes })
  const text = quiet || report.error !== null ? '' : refreshText(report, style, verbose)
  return { report, text, tells: 'nothing' }
}
