// Notices by severity: what needs a decision, what is warned of, what is noted. Those of one code stand together
// and say their hint once.

import { groupBy } from '../../model/once-per.ts'
import type { Notice, Severity } from '../../model/plan.ts'
import type { RunReport } from '../../model/report.ts'
import { countText } from '../quantity-text.ts'
import { badge, type Tone } from './badge.ts'
import { type Html, html, NOTHING, text } from './html-text.ts'
import { messageText, nameText } from './names.ts'
import type { Section } from './section.ts'

interface Rank {
  readonly severity: Severity
  readonly title: string
  readonly word: string
  readonly tone: Tone
}

const RANKS: readonly Rank[] = [
  { severity: 'blocker', title: 'Needs your decision', word: 'decision', tone: 'bad' },
  { severity: 'warning', title: 'Warnings', word: 'warning', tone: 'fair' },
  { severity: 'info', title: 'Notes', word: 'note', tone: 'plain' },
]

/** Notices of one code that stand in the open. */
const OPEN_NOTICES = 5

export function noticesSection({ notices }: RunReport): Section | null {
  if (notices.length === 0) return null
  const ranks = RANKS.flatMap(rank => {
    const some = notices.filter(notice => notice.severity === rank.severity)
    return some.length === 0 ? [] : [rankHtml(rank, some)]
  })
  return { id: 'notices', title: 'What to know', body: html`${ranks}` }
}

function rankHtml({ title, word, tone }: Rank, notices: readonly Notice[]): Html {
  const codes = groupBy(notices, notice => notice.code)
  const groups = [...codes].map(([code, group]) => groupHtml(code, group, badge(tone, word), tone))
  return html`<h3>${text(title)} <span class="muted">${text(countText(notices.length))}</span></h3>
${groups}`
}

function groupHtml(code: string, group: readonly Notice[], mark: Html, tone: Tone): Html {
  const end = group.length <= OPEN_NOTICES + 2 ? group.length : OPEN_NOTICES
  const hints = new Set(group.map(({ hint }) => hint))
  const items = group.map(notice => itemHtml(notice, hints.size > 1))
  const shared = hints.size > 1 ? NOTHING : hintHtml(group[0]?.hint ?? '')
  return html`<div class="notice ${text(tone)}">
<p>${mark} <code>${text(code)}</code></p>
<ul>${items.slice(0, end)}</ul>${restHtml(items.slice(end))}
${shared}
</div>
`
}

function restHtml(rest: readonly Html[]): Html {
  if (rest.length === 0) return NOTHING
  return html`<details class="rest"><summary>${text(countText(rest.length))} more</summary><ul>${rest}</ul></details>`
}

function itemHtml({ object, message, hint }: Notice, withHint: boolean): Html {
  const isNamed = object === '' || message.startsWith(object)
  const name = isNamed ? NOTHING : html`<strong>${nameText(object)}</strong> `
  return html`<li>${name}${messageText(message)}${withHint ? hintHtml(hint) : NOTHING}</li>`
}

function hintHtml(hint: string): Html {
  return hint === '' ? NOTHING : html`<p class="hint"><span aria-hidden="true">→</span> ${text(hint)}</p>`
}
