// The plan as a person reads it before trusting it: what was found, what would be created and why, what
// would be moved, what would not, and how the real run would end.
import type { Plan } from '../model/plan.ts'
import type { RunReport } from '../model/report.ts'
import type { SourceDatabase } from '../model/source.ts'
import { alignRows, rightCell } from './aligned-table.ts'
import { wrapText } from './display-width.ts'
import { NO_LIMIT, noticeLines } from './notices-text.ts'
import { foreignKeyLines, indexLines, triggerLines, viewLines } from './plan-objects-text.ts'
import { setAsideLines } from './plan-set-aside-text.ts'
import { plannedTableLines } from './plan-table-text.ts'
import { bytesText, countText, quantityText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

export interface PlanToShow {
  readonly report: RunReport
  readonly plan: Plan
  readonly source: SourceDatabase
}

/** Short enough to read, long enough that nothing is a surprise after the run. */
const NOTICES = { perCode: 20, characters: 320 }

/** The plan without a final line feed; `complete` has every notice, whole. */
export function planText(shown: PlanToShow, style: TextStyle = PLAIN_STYLE, complete = false): string {
  const { report, plan } = shown
  const notices = report.notices.length > 0 ? report.notices : plan.notices
  return [
    ...headLines(shown, style),
    ...foundLines(shown, style),
    '',
    style.paint.bold('Would be created'),
    ...plan.tables.flatMap(table => plannedTableLines(table, style)),
    ...indexLines(plan.indexes, style),
    ...foreignKeyLines(plan.foreignKeys, style),
    ...triggerLines(plan.triggers, style),
    ...viewLines(plan.views, style),
    ...movedLines(plan, style),
    ...setAsideLines(plan, style),
    ...noticeLines(notices, style, complete ? NO_LIMIT : NOTICES),
    '',
    ...wrapText(closingSentence(report, plan), style.width),
  ].join('\n')
}

function headLines({ report, plan, source }: PlanToShow, style: TextStyle): string[] {
  const rows = [
    [
      'Source',
      `${visibleText(source.path)}, ${bytesText(source.sizeBytes)}, journal mode ${source.journalMode}`,
    ],
    ['Target', `${targetSentence(report)}schema ${visibleText(plan.schema)}`],
  ]
  return alignRows(
    rows.map(([name = '', text = '']) => [{ text: name, paint: style.paint.bold }, text]),
    { width: style.width },
  )
}

function targetSentence({ target }: RunReport): string {
  return target === null
    ? ''
    : `${visibleText(target.url)}, PostgreSQL ${visibleText(target.serverVersion)}, `
}

function foundLines({ plan, source }: PlanToShow, style: TextStyle): string[] {
  const planned = new Map(plan.tables.map(table => [table.source, table.sourceRows]))
  const rows = source.tables.map(({ name }) => {
    const count = planned.get(name)
    return [
      visibleText(name),
      rightCell(count === undefined ? '' : quantityText(count, 'row')),
      leftOutNote(count),
    ]
  })
  const others = source.others
    .filter(other => other.kind === 'virtual')
    .map(other => [visibleText(other.name), '', `virtual table (${visibleText(other.of)}), not carried over`])
  const heading = style.paint.bold(`Found ${quantityText(source.tables.length, 'table')}`)
  return ['', heading, ...alignRows([...rows, ...others], { width: style.width, indent: 2 })]
}

function leftOutNote(count: bigint | undefined): string {
  return count === undefined ? 'not part of this run' : ''
}

function movedLines(plan: Plan, style: TextStyle): string[] {
  const tables = quantityText(plan.tables.length, 'table')
  return ['', style.paint.bold('Would be moved'), `  ${rowsSentence(plan)} of ${tables}`]
}

function rowsSentence(plan: Plan): string {
  const rows = plan.tables.reduce((sum, table) => sum + table.sourceRows - (table.setAside?.rows ?? 0n), 0n)
  const bytes = plan.tables.reduce((sum, table) => sum + table.reading.estimatedBytes, 0n)
  return `${quantityText(rows, 'row')} (about ${bytesText(bytes)})`
}

function asideSentence({ quarantine }: Plan): string {
  return quarantine === null ? '' : `, set ${quantityText(quarantine.rows, 'row')} aside`
}

function closingSentence(report: RunReport, plan: Plan): string {
  const nothing = 'Nothing was changed on either side.'
  if (report.error !== null)
    return `The real run would stop with exit code ${report.exitCode}: ${visibleText(report.error.message).replace(/\.$/, '')}. ${nothing}`
  const tables = quantityText(plan.tables.length, 'table')
  const warnings = report.notices.filter(notice => notice.severity === 'warning').length
  const besides =
    warnings === 0 ? '' : `, with ${countText(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}`
  return `The real run would build ${tables} in schema ${visibleText(plan.schema)}, move ${rowsSentence(plan)}${asideSentence(plan)}, prove them and publish them in one transaction${besides} (exit code ${report.exitCode}). ${nothing}`
}
