// `sqlite2pg plan` and the dry runs of `migrate`, `refresh` and `load`: the library's plan as text, JSON or SQL, on standard
// output or in a file.

import { loadText } from '../../report/load-text.ts'
import { planToJson } from '../../report/plan-json.ts'
import { planSql } from '../../report/plan-sql.ts'
import { planText } from '../../report/plan-text.ts'
import { refreshText } from '../../report/refresh-text.ts'
import { PLAIN_STYLE } from '../../report/text-style.ts'
import { visibleText } from '../../report/visible-text.ts'
import type { PlannedRun } from '../../run/planned-run.ts'
import { writeOutputFile } from '../output-files.ts'
import type { RunVerb, Session, VerbResult } from '../session.ts'

export const runPlan: RunVerb = async (session, options) => {
  const { plan } = await import('../../run/plan.ts')
  const { yes = false, quiet } = session.request.settings
  const planned = await plan({ ...options, yes, verb: plannedVerb(session) })
  if (planned.plan !== null) return showPlan(planned, session)
  const { report } = planned
  const text = quiet || report.error !== null ? '' : refreshText(report, session.style)
  return { report, text, tells: 'nothing' }
}

function plannedVerb({ request: { verb } }: Session): 'migrate' | 'refresh' | 'load' {
  return verb === 'refresh' || verb === 'load' ? verb : 'migrate'
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
  const textStyle = out === undefined ? style : PLAIN_STYLE
  const isComplete = verbose || out !== undefined
  switch (format) {
    case 'text':
      return request.verb === 'load'
        ? loadText(report, textStyle, isComplete)
        : planText(planned, textStyle, isComplete)
    case 'json':
      return planToJson(report, plan, statements)
    case 'sql':
      return planSql(report, statements).trimEnd()
  }
}
