// What a dry run of a load found, as a person reads it: which table goes where, how each column is read, what would not be
// loaded, and how the real run would end.
import type { ReportedTable, RunReport } from '../model/report.ts'
import { alignRows } from './aligned-table.ts'
import { wrapText } from './display-width.ts'
import { NO_LIMIT, noticeLines } from './notices-text.ts'
import { countText, quantityText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

const NOTICES = { perCode: 20, characters: 320 }

/** Without a final line feed; `complete` has every notice, whole. */
export function loadText(report: RunReport, style: TextStyle = PLAIN_STYLE, complete = false): string {
  return [
    ...headLines(report, style),
    '',
    style.paint.bold('Would be loaded'),
    ...report.tables.flatMap(table => tableLines(table, style)),
    ...noticeLines(report.notices, style, complete ? NO_LIMIT : NOTICES),
    '',
    ...wrapText(closingSentence(report), style.width),
  ].join('\n')
}

function headLines({ source, target }: RunReport, style: TextStyle): string[] {
  const place =
    target === null
      ? ''
      : `${visibleText(target.url)}, PostgreSQL ${visibleText(target.serverVersion)}, schema ${visibleText(target.schema)}`
  const rows = [
    ['Source', visibleText(source?.path ?? '')],
    ['Target', place],
  ]
  return alignRows(
    rows.map(([name = '', text = '']) => [{ text: name, paint: style.paint.bold }, text]),
    { width: style.width },
  )
}

function tableLines(table: ReportedTable, style: TextStyle): string[] {
  const rows = quantityText(table.sourceRows, 'row')
  return [
    `  ${style.paint.cyan(renamed(table.source, table.target))}  ${style.paint.dim(rows)}`,
    ...alignRows(
      table.columns.map(({ source, target, type, declared, because }) => [
        renamed(source, target),
        `${visibleText(declared === '' ? 'no type' : declared)} → ${visibleText(type)}`,
        { text: visibleText(because), paint: style.paint.dim },
      ]),
      { width: style.width, indent: 4 },
    ),
  ]
}

function renamed(source: string, target: string): string {
  return source === target ? visibleText(source) : `${visibleText(source)} → ${visibleText(target)}`
}

function closingSentence(report: RunReport): string {
  const nothing = 'Nothing was changed on either side.'
  if (report.error !== null)
    return `The real run would stop with exit code ${report.exitCode}: ${visibleText(report.error.message).replace(/\.$/, '')}. ${nothing}`
  const rows = report.tables.reduce((sum, { copiedRows }) => sum + copiedRows, 0n)
  const aside = report.quarantine === null ? '' : `, set ${quantityText(report.quarantine.rows, 'row')} aside`
  const warnings = report.notices.filter(({ severity }) => severity === 'warning').length
  const besides =
    warnings === 0 ? '' : `, with ${countText(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}`
  return `The real run would load ${quantityText(rows, 'row')} into ${quantityText(report.tables.length, 'table')}${aside}, prove them and commit them in one transaction${besides} (exit code ${report.exitCode}). ${nothing}`
}
