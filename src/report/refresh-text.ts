// What a refresh says last: the summary of a run, or that there was nothing to do.
import type { RunReport } from '../model/report.ts'
import { wrapText } from './display-width.ts'
import { summaryText } from './summary.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** Without a final line feed; `complete` lists every notice. */
export function refreshText(report: RunReport, style: TextStyle = PLAIN_STYLE, complete = false): string {
  const skipped = report.notices.find(({ code }) => code === 'SKIPPED_UNCHANGED')
  if (skipped === undefined) return summaryText(report, style, complete)
  const { object, message, hint } = skipped
  return [`Nothing to do: ${object} ${message}.`, `→ ${hint}`]
    .flatMap(text => wrapText(visibleText(text), style.width))
    .join('\n')
}
