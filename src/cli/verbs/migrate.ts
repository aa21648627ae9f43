// `sqlite2pg migrate`: the library's migrate, and its summary.
import { summaryText } from '../../report/summary.ts'
import type { RunVerb } from '../session.ts'

export const runMigrate: RunVerb = async ({ request, style }, options) => {
  const { migrate } = await import('../../run/migrate.ts')
  const report = await migrate(options)
  const { quiet, verbose } = request.settings
  const text = quiet || report.error !== null ? '' : summaryText(report, style, verbose)
  return { report, text, tells: 'nothing' }
}
