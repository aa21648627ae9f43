// How a run that did not succeed ends on the terminal: what needs a decision, what differs, then the error.
import { ERROR_CODES } from '../model/errors.ts'
import type { RunReport } from '../model/report.ts'
import type { Check } from '../model/verdict.ts'
import { errorText } from './error-text.ts'
import { noticeLines } from './notices-text.ts'
import { countText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** Differences shown; the report has all of them. */
const SHOWN_DIFFERENCES = 20

/** The text without a final line feed, '' for a report without an error; the reasons are left out where they were shown already. */
export function failureText(report: RunReport, style: TextStyle = PLAIN_STYLE, withReasons = true): string {
  if (report.error === null) return ''
  const reasons = withReasons ? reasonLines(report, style) : []
  return [
    ...reasons.slice(1),
    ...(reasons.length > 0 ? [''] : []),
    errorText(report.error, style),
    nothingText(report),
  ]
    .join('\n')
    .trimEnd()
}

/** Said wherever a run could have changed the live schema and the message does not say it. */
export function nothingText({ verb, dryRun, error }: RunReport): string {
  if (dryRun || error === null || ERROR_CODES[error.code] === 'usage') return ''
  const isRefused = verb === 'repair' && ERROR_CODES[error.code] !== 'difference'
  const isChange = verb === 'rollback' || verb === 'load' || isRefused
  const done = verb === 'migrate' ? 'published' : isChange ? 'changed' : null
  if (done === null) return ''
  return /nothing was/i.test(error.message + error.hint) ? '' : `Nothing was ${done}.`
}

function reasonLines(report: RunReport, style: TextStyle): string[] {
  const notices = report.notices.filter(notice => isReason(report, notice.severity))
  return [...noticeLines(notices, style), ...differenceLines(report, style)]
}

function isReason(report: RunReport, severity: string): boolean {
  return severity === 'blocker' || (severity === 'warning' && report.error?.code === 'STRICT_WARNINGS')
}

function differenceText({ object, kind, expected, found, remark }: Check): string {
  if (expected === found) return `${object}: ${kind}${remark === '' ? '' : `: ${remark}`}`
  const sides = `expected ${expected || 'nothing'}, found ${found || 'nothing'}`
  return `${object}: ${kind} ${sides}${remark === '' ? '' : ` (${remark})`}`
}

function differenceLines(report: RunReport, style: TextStyle): string[] {
  const different = report.checks.filter(check => check.status === 'different')
  if (different.length === 0) return []
  const shown = different.slice(0, SHOWN_DIFFERENCES).map(check => {
    return `  ${style.paint.red('✗')} ${visibleText(differenceText(check))}`
  })
  const more = different.length - shown.length
  const rest = more > 0 ? [`    … and ${countText(more)} more; --report FILE has them all`] : []
  return ['', style.paint.bold(`Differences (${countText(different.length)})`), ...shown, ...rest]
}
