// An error as a person reads it: what object and what fact first, then the next step after an arrow.
import type { ReportedError } from '../model/report.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleLines } from './visible-text.ts'

/** One line or more without a final line feed: `sqlite2pg: message`, then `→ hint`. */
export function errorText(error: ReportedError, style: TextStyle = PLAIN_STYLE): string {
  const message = visibleLines(error.message).join('\n  ')
  const lines = [`${style.paint.red('sqlite2pg:')} ${message}`]
  if (error.hint !== '') lines.push(`${style.paint.cyan('→')} ${visibleLines(error.hint).join('\n  ')}`)
  return lines.join('\n')
}
