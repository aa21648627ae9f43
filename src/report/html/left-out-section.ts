// What the file has and the target has not, each with the reason; and the views that came along.
import type { Notice } from '../../model/plan.ts'
import type { ReportedView, RunReport } from '../../model/report.ts'
import { badge, type Tone } from './badge.ts'
import { dataTable } from './data-table.ts'
import { html, text } from './html-text.ts'
import { messageText, nameText, renamedText } from './names.ts'
import type { Section } from './section.ts'

interface LeftOut {
  readonly kind: string
  readonly object: string
  readonly because: string
}

const VIEW_PROOFS: Readonly<Record<ReportedView['proof'], Tone>> = {
  identical: 'good',
  different: 'bad',
  'not compared': 'plain',
}

export function leftOutSection(report: RunReport): Section | null {
  const missing = leftOutOf(report)
  if (missing.length === 0) return null
  const table = dataTable({
    label: 'What was not carried over',
    columns: ['What', 'Kind', 'Because'].map(head => ({ head })),
    rows: missing.map(({ kind, object, because }) => [nameText(object), text(kind), messageText(because)]),
  })
  const carried = report.dryRun ? 'would not be carried over' : 'were not carried over'
  const intro = html`<p>These ${text(carried)}; the rows do not depend on them, the application may.</p>`
  return { id: 'left-out', title: 'Not carried over', body: html`${intro}${table}` }
}

export function viewsSection({ views }: RunReport): Section | null {
  const carried = views.filter(view => view.state === 'created')
  if (carried.length === 0) return null
  const table = dataTable({
    label: 'Views',
    columns: ['View', 'Rows on both sides', 'Because'].map(head => ({ head })),
    rows: carried.map(({ name, target, proof, because }) => [
      renamedText(name, target),
      badge(VIEW_PROOFS[proof], proof),
      messageText(because),
    ]),
  })
  return { id: 'views', title: 'Views', body: table }
}

function leftOutOf({ views, indexes, foreignKeys, notices }: RunReport): readonly LeftOut[] {
  const isOut = ({ state }: { readonly state: string }): boolean => state === 'left out'
  const listed: readonly LeftOut[] = [
    ...foreignKeys.filter(isOut).map(key => ({
      kind: 'foreign key',
      object: `${key.table} (${key.columns.join(', ')}) → ${key.parent}`,
      because: key.because,
    })),
    ...indexes.filter(isOut).map(({ name, table, because }) => ({
      kind: `index of ${table}`,
      object: name,
      because,
    })),
    ...views.filter(isOut).map(({ name, because }) => ({ kind: 'view', object: name, because })),
  ]
  return [...listed, ...notices.flatMap(noticed)]
}

/** Notices that a part of the file is left out, other than those which the report lists by themselves. */
function noticed({ code, object, message }: Notice): readonly LeftOut[] {
  const kind = /^(.+)_LEFT_OUT$/.exec(code)?.[1]
  if (kind === undefined || /^((UNIQUE_)?INDEX|VIEW|FOREIGN_KEY)$/.test(kind)) return []
  return [{ kind: kind.toLowerCase().replaceAll('_', ' '), object, because: message }]
}
