// Foreign keys with the rows that have no parent, and the positions of sequences: what keeps new rows right.
import type { ReportedForeignKey, RunReport } from '../../model/report.ts'
import { countText } from '../quantity-text.ts'
import { badge, type Tone } from './badge.ts'
import { dataTable } from './data-table.ts'
import { type Html, html, NOTHING, text } from './html-text.ts'
import { messageText, namesText, nameText } from './names.ts'
import type { Section } from './section.ts'

const KEY_TONES: Readonly<Record<ReportedForeignKey['state'], Tone>> = {
  valid: 'good',
  'not valid': 'fair',
  'left out': 'bad',
}

export function foreignKeysSection(report: RunReport): Section | null {
  const parts = [foreignKeys(report), sequences(report)].filter(part => part !== NOTHING)
  return parts.length === 0 ? null : { id: 'keys', title: 'Foreign keys and sequences', body: html`${parts}` }
}

function foreignKeys({ foreignKeys: keys }: RunReport): Html {
  if (keys.length === 0) return NOTHING
  return dataTable({
    label: 'Foreign keys',
    columns: [
      { head: 'Foreign key' },
      { head: 'Refers to' },
      { head: 'Rows without parent', align: 'end' },
      { head: 'State' },
      { head: 'Because' },
    ],
    // What needs a look stands first.
    rows: keys.toSorted((a, b) => weight(b) - weight(a)).map(keyCells),
  })
}

function weight({ state, orphans }: ReportedForeignKey): number {
  return (state === 'left out' ? 4 : state === 'not valid' ? 2 : 0) + (orphans > 0n ? 1 : 0)
}

function keyCells(key: ReportedForeignKey): readonly Html[] {
  const orphans = text(countText(key.orphans))
  return [
    html`${nameText(key.table)} (${namesText(key.columns)})`,
    html`${nameText(key.parent)} (${namesText(key.parentColumns)})`,
    key.orphans > 0n ? html`<strong class="fair">${orphans}</strong>` : orphans,
    badge(KEY_TONES[key.state], key.state),
    messageText(key.because),
  ]
}

function sequences({ sequences: some }: RunReport): Html {
  if (some.length === 0) return NOTHING
  const table = dataTable({
    label: 'Sequences',
    narrow: true,
    columns: [{ head: 'Column' }, { head: 'Last number handed out', align: 'end' }],
    rows: some.map(({ table: name, column, lastValue }) => [
      html`${nameText(name)}.${nameText(column)}`,
      lastValue === null ? html`<span class="muted">none yet</span>` : text(countText(lastValue)),
    ]),
  })
  return html`<details class="table"><summary>Sequences <span class="muted">${text(countText(some.length))}</span></summary>
${table}</details>`
}
