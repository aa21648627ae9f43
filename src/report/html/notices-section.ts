// Notices by severity: what needs a decision, what is warned of, what is noted. Those of one code stand together
// and say their hint once.
import type { Notice, Severity } from '../../model/plan.ts'
import type { RunReport } from '../../model/report.ts'
import { countText, quantityText } from '../quantity-text.ts'
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
  const codes = Map.groupBy(notices, notice => `${notice.code}\n${notice.hint}`)
  const groups = [...codes.values()].map(group => groupHtml(group, word, tone))
  return html`<h3>${text(title)} <span class="muted">${text(countText(notices.length))}</span></h3>
${groups}`
}

function groupHtml(group: readonly Notice[], word: string, tone: Tone): Html {
  const end = group.length <= OPEN_NOTICES + 2 ? group.length : OPEN_NOTICES
  const rest = group.slice(end)
  const hint = group[0]?.hint ?? ''
  return html`<div class="notice ${text(tone)}">
<p>${badge(tone, word)} <code>${text(group[0]?.code ?? '')}</code></p>
<ul>${group.slice(0, end).map(itemHtml)}</ul>${rest.length === 0 ? NOTHING : restHtml(rest)}
${hint === '' ? NOTHING : html`<p class="hint"><span aria-hidden="true">→</span> ${text(hint)}</p>`}
</div>
`
}

function restHtml(rest: readonly Notice[]): Html {
  return html`<details class="rest"><summary>${text(quantityText(rest.length, 'more'))}</summary><ul>${rest.map(itemHtml)}</ul></details>`
}

function itemHtml({ object, message }: Notice): Html {
  const isNamed = object === '' || message.startsWith(object)
  return html`<li>${isNamed ? NOTHING : html`<strong>${nameText(object)}</strong> `}${messageText(message)}</li>`
}
