// Notices in the order of how much they matter: what stops a run, what it warns of, what it notes.
import type { Notice, Severity } from '../model/plan.ts'
import { wrapText } from './display-width.ts'
import { countText } from './quantity-text.ts'
import type { Painter, TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

const HEADINGS: Readonly<Record<Severity, string>> = {
  blocker: 'Needs your decision',
  warning: 'Warnings',
  info: 'Notes',
}

const MARKS: Readonly<Record<Severity, string>> = { blocker: '✗', warning: '!', info: '·' }

export interface NoticeLimit {
  /** Notices shown of one code; the rest are counted. */
  readonly perCode: number
}

/** A block for each severity that occurs, with a blank line before each. */
export function noticeLines(
  notices: readonly Notice[],
  style: TextStyle,
  limit: NoticeLimit = { perCode: Number.POSITIVE_INFINITY },
): string[] {
  const severities: readonly Severity[] = ['blocker', 'warning', 'info']
  return severities.flatMap(severity => {
    const some = notices.filter(notice => notice.severity === severity)
    return some.length === 0 ? [] : severityLines(severity, some, style, limit)
  })
}

function severityLines(
  severity: Severity,
  some: readonly Notice[],
  style: TextStyle,
  limit: NoticeLimit,
): string[] {
  const paint = severityPaint(severity, style)
  const lines = ['', style.paint.bold(`${HEADINGS[severity]} (${countText(some.length)})`)]
  const codes = new Set(some.map(notice => notice.code))
  for (const code of codes) {
    const alike = some.filter(notice => notice.code === code)
    const shown = alike.slice(0, limit.perCode)
    lines.push(...shown.flatMap(notice => oneNotice(notice, paint, style)))
    const more = alike.length - shown.length
    if (more > 0)
      lines.push(style.paint.dim(`    … and ${countText(more)} more ${code}; --report FILE has them all`))
  }
  return lines
}

function oneNotice(notice: Notice, paint: Painter, style: TextStyle): string[] {
  const [first = '', ...rest] = wrapText(noticeSentence(notice), style.width - 4)
  const hint = notice.hint === '' ? [] : wrapText(visibleText(notice.hint), style.width - 6)
  return [
    `  ${paint(MARKS[notice.severity])} ${first}`,
    ...rest.map(line => `    ${line}`),
    ...hint.map((line, i) => `    ${i === 0 ? `${style.paint.cyan('→')} ` : '  '}${line}`),
  ]
}

function noticeSentence(notice: Notice): string {
  // SQL in a message keeps its words, not its lines.
  const message = visibleText(notice.message.replace(/\s+/g, ' '))
  const object = visibleText(notice.object)
  return object === '' || message.startsWith(object) ? message : `${object}: ${message}`
}

function severityPaint(severity: Severity, style: TextStyle): Painter {
  if (severity === 'blocker') return style.paint.red
  return severity === 'warning' ? style.paint.yellow : style.paint.dim
}
