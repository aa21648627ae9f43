// Notices in the order of how much they matter: what stops a run, what it warns of, what it notes. Notices of
// one kind stand together, say their hint once, and are cut to what a person reads; JSON has them whole.
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
  /** Warnings, and notes, shown of one code; the rest are counted. */
  readonly perCode: number
  /** Characters of one notice; SQL text beyond them is cut. */
  readonly characters: number
}

/** For `--verbose`. */
export const NO_LIMIT: NoticeLimit = {
  perCode: Number.POSITIVE_INFINITY,
  characters: Number.POSITIVE_INFINITY,
}

/** Objects named before a message that many of them share. */
const OBJECTS_NAMED = 4

/** A block for each severity that occurs, with a blank line before each. What blocks a run is never cut. */
export function noticeLines(
  notices: readonly Notice[],
  style: TextStyle,
  limit: NoticeLimit = NO_LIMIT,
): string[] {
  const severities: readonly Severity[] = ['blocker', 'warning', 'info']
  return severities.flatMap(severity => {
    const some = notices.filter(notice => notice.severity === severity)
    return some.length === 0
      ? []
      : severityLines(severity, some, style, severity === 'blocker' ? NO_LIMIT : limit)
  })
}

function severityLines(
  severity: Severity,
  some: readonly Notice[],
  style: TextStyle,
  limit: NoticeLimit,
): string[] {
  const mark = severityPaint(severity, style)(MARKS[severity])
  const lines = ['', style.paint.bold(`${HEADINGS[severity]} (${countText(some.length)})`)]
  for (const code of new Set(some.map(notice => notice.code))) {
    const groups = sameMessages(some.filter(notice => notice.code === code))
    const shown = groups.slice(0, limit.perCode)
    lines.push(...shown.flatMap((group, i) => groupLines(group, shown[i + 1], mark, style, limit)))
    const more = groups.slice(shown.length).flat().length
    if (more > 0)
      lines.push(
        style.paint.dim(`    … and ${countText(more)} more ${code}; --verbose or --json has them all`),
      )
  }
  return lines
}

/** Notices that say the same of several objects. */
function sameMessages(notices: readonly Notice[]): readonly (readonly Notice[])[] {
  const groups = new Map<string, Notice[]>()
  for (const notice of notices) {
    const key = `${notice.message}\n${notice.hint}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [notice])
    else group.push(notice)
  }
  return [...groups.values()]
}

/** A hint is left to the last of those that share it. */
function groupLines(
  group: readonly Notice[],
  next: readonly Notice[] | undefined,
  mark: string,
  style: TextStyle,
  limit: NoticeLimit,
): string[] {
  const [first = '', ...rest] = wrapText(cut(sentence(group), limit.characters), style.width - 4)
  const hint = group[0]?.hint ?? ''
  const isSaidLater = next?.[0]?.hint === hint
  const hintLines = hint === '' || isSaidLater ? [] : wrapText(visibleText(hint), style.width - 6)
  return [
    `  ${mark} ${first}`,
    ...rest.map(line => `    ${line}`),
    ...hintLines.map((line, i) => `    ${i === 0 ? `${style.paint.cyan('→')} ` : '  '}${line}`),
  ]
}

function sentence(group: readonly Notice[]): string {
  // SQL in a message keeps its words, not its lines.
  const message = visibleText((group[0]?.message ?? '').replace(/\s+/g, ' '))
  const names = group.slice(0, OBJECTS_NAMED).map(({ object }) => visibleText(object))
  const more = group.length - names.length
  const objects = names.join(', ') + (more > 0 ? ` and ${countText(more)} more` : '')
  return objects === '' || message.startsWith(objects) ? message : `${objects}: ${message}`
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters).trimEnd()} …`
}

function severityPaint(severity: Severity, style: TextStyle): Painter {
  if (severity === 'blocker') return style.paint.red
  return severity === 'warning' ? style.paint.yellow : style.paint.dim
}
