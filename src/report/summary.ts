// What a finished migrate says last: the tables with rows and bytes, what stands beside them, where the
// time went, what deserves attention, what was proven, and what was published where.
import type { ReportedTable, RunReport } from '../model/report.ts'
import { alignRows, type Cell, rightCell } from './aligned-table.ts'
import { wrapText } from './display-width.ts'
import { NO_LIMIT, noticeLines } from './notices-text.ts'
import { proofSentence } from './proof-sentence.ts'
import { bytesText, countText, durationText, quantityText, rateText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** What a summary says of notices unless it is asked for all: the plan has said it before. */
const NOTICES = { perCode: 5, characters: 240 }

/** The summary without a final line feed; `complete` lists every notice. */
export function summaryText(report: RunReport, style: TextStyle = PLAIN_STYLE, complete = false): string {
  return [
    ...tableLines(report, style),
    '',
    besideSentence(report),
    ...stepLines(report, style),
    ...noticeLines(report.notices, style, complete ? NO_LIMIT : NOTICES),
    '',
    ...wrapText(proofSentence(report), style.width),
    ...wrapText(publishedSentence(report), style.width),
  ].join('\n')
}

function tableLines(report: RunReport, style: TextStyle): string[] {
  const quarantine = report.tables.some(table => table.quarantinedRows > 0n)
  const head = ['Table', 'Rows', ...(quarantine ? ['Set aside'] : []), 'Bytes', 'Time', 'Proof']
  const rows = report.tables.map(table => tableCells(table, quarantine))
  return alignRows([head.map((text, i) => headCell(text, i > 0 && text !== 'Proof', style)), ...rows], {
    width: style.width,
  })
}

function tableCells(table: ReportedTable, quarantine: boolean): (Cell | string)[] {
  const name = table.source === table.target ? table.source : `${table.source} → ${table.target}`
  return [
    visibleText(name),
    rightCell(countText(table.copiedRows)),
    ...(quarantine ? [rightCell(countText(table.quarantinedRows))] : []),
    rightCell(bytesText(table.bytes)),
    rightCell(durationText(table.seconds)),
    table.proof,
  ]
}

function besideSentence(report: RunReport): string {
  const made = report.indexes.filter(index => index.state === 'created').length
  const indexes = quantityText(made, 'index', 'indexes') + leftOutText(report.indexes.length - made)
  return [
    foreignKeysText(report),
    ...(report.verb === 'load' ? [] : [indexes]),
    quantityText(report.sequences.length, 'sequence'),
    ...viewsText(report),
  ].join(', ')
}

/** Only where the file has views. */
function viewsText({ views }: RunReport): readonly string[] {
  const made = views.filter(view => view.state === 'created').length
  return views.length === 0 ? [] : [quantityText(made, 'view') + leftOutText(views.length - made)]
}

function foreignKeysText(report: RunReport): string {
  const count = (state: string): number => report.foreignKeys.filter(key => key.state === state).length
  const notValid = count('not valid')
  const odd = notValid === 0 ? '' : ` (${countText(notValid)} not valid)`
  const leftOut = count('left out')
  return quantityText(report.foreignKeys.length - leftOut, 'foreign key') + odd + leftOutText(leftOut)
}

function leftOutText(count: number): string {
  return count === 0 ? '' : ` (${countText(count)} left out)`
}

function stepLines(report: RunReport, style: TextStyle): string[] {
  if (report.steps.length === 0) return []
  const copied = report.tables.reduce((sum, table) => sum + table.copiedRows, 0n)
  const rows = report.steps.map(step => [
    step.name,
    rightCell(step.wall.toFixed(2)),
    rightCell(step.name === 'rows' ? rateText(copied, step.wall) : ''),
  ])
  const total = ['total', rightCell(report.seconds.toFixed(2)), rightCell(rateText(copied, report.seconds))]
  const head = ['Step', 'Seconds', 'Rows/s'].map((text, i) => headCell(text, i > 0, style))
  return ['', ...alignRows([head, ...rows, total], { width: style.width })]
}

function headCell(text: string, right: boolean, style: TextStyle): Cell {
  return right ? rightCell(text, style.paint.bold) : { text, paint: style.paint.bold }
}

function quarantineText({ quarantine }: RunReport): string {
  return quarantine === null
    ? ''
    : `; ${quantityText(quarantine.rows, 'row')} set aside in ${visibleText(quarantine.table)}`
}

/** A load writes into tables that are there. */
function loadedSentence(report: RunReport): string {
  if (report.dryRun || report.outcome !== 'succeeded') return 'Nothing was changed on either side.'
  return `Loaded: ${quantityText(report.tables.length, 'table')}${placeText(report)}, in one transaction${quarantineText(report)}.`
}

function placeText({ target }: RunReport): string {
  return target === null ? '' : ` in schema ${visibleText(target.schema)} of ${visibleText(target.url)}`
}

function publishedSentence(report: RunReport): string {
  if (report.verb === 'load') return loadedSentence(report)
  if (report.dryRun) return 'Nothing was changed on either side.'
  if (report.outcome !== 'succeeded') return 'Nothing was published.'
  return `Published: ${quantityText(report.tables.length, 'table')}${placeText(report)}, in one transaction${quarantineText(report)}.`
}
