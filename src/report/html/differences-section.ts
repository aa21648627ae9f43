// Where source and target differ, by table, row and column; and every comparison that was made, by kind.
import { groupBy } from '../../model/once-per.ts'
import type { ReportedDifference, RunReport } from '../../model/report.ts'
import type { Check, CheckStatus } from '../../model/verdict.ts'
import { countText, quantityText } from '../quantity-text.ts'
import { badge, type Tone } from './badge.ts'
import { dataTable } from './data-table.ts'
import { type Html, html, NOTHING, text } from './html-text.ts'
import { looksAlike, messageText, nameText, valueText } from './names.ts'
import type { Section } from './section.ts'
import { codePointsText } from './unseen-difference.ts'

const STATUSES: readonly CheckStatus[] = ['different', 'not compared', 'noted', 'same']

const TONES: Readonly<Record<CheckStatus, Tone>> = {
  same: 'good',
  different: 'bad',
  noted: 'plain',
  'not compared': 'plain',
}

export function differencesSection({ differences, checks }: RunReport): Section | null {
  const different = checks.filter(check => check.status === 'different')
  if (differences.length + different.length === 0) return null
  const both = html`${differencesTable(differences)}${checksTable('Checks that differ', different)}`
  return { id: 'differences', title: 'Differences', body: both }
}

export function checksSection({ checks }: RunReport): Section | null {
  if (checks.length === 0) return null
  const odd = checks.filter(({ status }) => status === 'noted' || status === 'not compared')
  const body = html`${kindsTable(checks)}${checksTable('Noted or not compared', odd)}`
  return { id: 'checks', title: 'What was compared', body }
}

function differencesTable(differences: readonly ReportedDifference[]): Html {
  if (differences.length === 0) return NOTHING
  return dataTable({
    label: 'Differences',
    columns: ['Table', 'Row', 'Kind', 'Column', 'In the source', 'In the target'].map(head => ({ head })),
    rows: differences.map(differenceCells),
  })
}

function differenceCells({ table, key, kind, column, source, target }: ReportedDifference): readonly Html[] {
  const pair = looksAlike(source, target)
    ? [unseen(source ?? '', target ?? ''), unseen(target ?? '', source ?? '')]
    : [valueText(source), valueText(target)]
  const row = key === null ? html`<span class="muted">–</span>` : valueText(key)
  return [
    nameText(table),
    row,
    badge('bad', kind),
    column === null ? valueText(null) : nameText(column),
    ...pair,
  ]
}

/** A value that looks like the other one, with the characters that differ by their numbers. */
function unseen(value: string, other: string): Html {
  return html`${valueText(value)} <span class="muted">${text(codePointsText(value, other))}</span>`
}

function checksTable(title: string, checks: readonly Check[]): Html {
  if (checks.length === 0) return NOTHING
  const table = dataTable({
    label: title,
    columns: ['Object', 'Check', 'Result', 'Expected', 'Found', 'Remark'].map(head => ({ head })),
    rows: checks.map(({ object, kind, status, expected, found, remark }) => [
      nameText(object),
      text(kind),
      badge(TONES[status], status),
      shownValue(expected),
      shownValue(found),
      messageText(remark),
    ]),
  })
  return html`<details class="table"${checks.some(isDifferent) ? html` open` : NOTHING}>
<summary>${text(title)} <span class="muted">${text(countText(checks.length))}</span></summary>${table}</details>`
}

function isDifferent({ status }: Check): boolean {
  return status === 'different'
}

/** Checks say nothing by an empty text. */
function shownValue(value: string): Html {
  return valueText(value === '' ? null : value)
}

function kindsTable(checks: readonly Check[]): Html {
  const kinds = groupBy(checks, check => check.kind)
  const used = STATUSES.filter(status => checks.some(check => check.status === status))
  const count = (some: readonly Check[], status: CheckStatus): number =>
    some.filter(check => check.status === status).length
  const table = dataTable({
    label: 'Checks by kind',
    narrow: true,
    open: 100,
    columns: [{ head: 'Check' }, ...used.map(head => ({ head, align: 'end' as const }))],
    rows: [...kinds].map(([kind, some]) => [
      text(kind),
      ...used.map(status => countCell(count(some, status), TONES[status])),
    ]),
    foot: [text('All'), ...used.map(status => text(countText(count(checks, status))))],
  })
  return html`<p>${text(quantityText(checks.length, 'comparison'))} of both sides.</p>${table}`
}

function countCell(count: number, tone: Tone): Html {
  if (count === 0) return html`<span class="muted">–</span>`
  return tone === 'plain'
    ? text(countText(count))
    : html`<span class="${text(tone)}">${text(countText(count))}</span>`
}
