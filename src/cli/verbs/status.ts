// `sqlite2pg status`: the library's status, as a table.
import { statusText } from '../../report/status-text.ts'
import type { RunVerb } from '../session.ts'

export const runStatus: RunVerb = async ({ style }, { sqlitePath: _none, ...options }) => {
  const { status } = await import('../../run/status.ts')
  const { report, runs, environments } = await status(options)
  const text = report.error === null ? statusText(report, { runs, environments }, style) : ''
  return { report, text, tells: 'nothing', more: { runs, environments: Object.fromEntries(environments) } }
}
