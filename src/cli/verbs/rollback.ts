// `sqlite2pg rollback`: the library's rollback, asking a person before rows that were written since go out of sight.
import { rollbackText } from '../../report/rollback-text.ts'
import { rollbackQuestion } from '../confirm.ts'
import type { RunVerb } from '../session.ts'

export const runRollback: RunVerb = async (session, { sqlitePath: _none, ...options }) => {
  const { rollback } = await import('../../run/rollback.ts')
  const { quiet, yes = false } = session.request.settings
  const confirm = rollbackQuestion(session)
  const { report, rolledBack } = await rollback({ ...options, yes, ...(confirm !== null && { confirm }) })
  const text = quiet || rolledBack === null ? '' : rollbackText(report, rolledBack, session.style)
  return { report, text, tells: 'nothing', more: { rolledBack } }
}
