// `sqlite2pg plan` and `migrate --dry-run`: the library's plan as text, JSON or SQL, on standard output or
// in a file.

import { planToJson } from '../../report/plan-json.ts'
import { planSql } from '../../report/plan-sql.ts'
import { planText } from '../../report/plan-text.ts'
import { PLAIN_STYLE } from '../../report/text-style.ts'
import { visibleText } from '../../report/visible-text.ts'
import type { PlannedRun } from '../../run/plan.ts'
import { writeOutputFile } from '../output-files.ts'
import type { RunVerb, Session, VerbResult } from '../session.ts'

export const runPlan: RunVerb = async (session, options) => {
  const { plan } = await import('../../index.ts')
  const planned = await plan(options)
  return planned.plan === null
    ? { report: planned.report, text: '', tells: 'nothing' }
    : showPlan(planned, session)
}

function showPlan(planned: PlannedRun, session: Session): VerbResult {
  const { report } = planned
  const { out, format } = session.request.settings
  const text = planInForm(planned, session)
  if (out === undefined)
    return { report, text, tells: format === undefined || format === 'text' ? 'reasons' : 'nothing' }
  writeOutputFile('--out', out, `${text}\n`, session.terminal.directory)
  session.progress.tell(`The plan is in ${visibleText(out)}.`)
  return { report, text: '', tells: 'nothing' }
}

function planInForm(planned: PlannedRun, { request, style }: Session): string {
  const { report, plan, statements } = planned
  const { format = 'text', out, verbose = false } = request.settings
  switch (format) {
    case 'text':
      return planText(planned, out === undefined ? style : PLAIN_STYLE, verbose || out !== undefined)
    case 'json':
      return planToJson(report, plan, statements)
    case 'sql':
      return planSql(report, statements).trimEnd()
  }
}
