// The tables with their rows and bytes as bars, the largest first, and what was proven of each.
import type { ReportedTable, RunReport } from '../../model/report.ts'
import { bytesText, countText, quantityText } from '../quantity-text.ts'
import { badge, type Tone } from './badge.ts'
import { bar, percentOf } from './bar.ts'
import { dataTable } from './data-table.ts'
import { type Html, html, NOTHING, text } from './html-text.ts'
import { nameText, renamedText, timeText } from './names.ts'
import type { Section } from './section.ts'
import { isComparison } from './verdict.ts'

/** A column of the table; one that says nothing in this report is left out. */
interface Measure {
  readonly head: string
  readonly align?: 'end'
  readonly isTold: boolean
  readonly cell: (table: ReportedTable) => Html
  readonly total: Html
}

const PROOFS: Readonly<Record<ReportedTable['proof'], Tone>> = {
  identical: 'good',
  'counts only': 'plain',
  'not compared': 'plain',
  different: 'bad',
}

export function tablesSection(report: RunReport): Section | null {
  if (report.tables.length === 0) return null
  const tables = report.tables.toSorted(
    (a, b) => Number(b.sourceRows > a.sourceRows) - Number(b.sourceRows < a.sourceRows),
  )
  const measures = measuresOf(report).filter(measure => measure.isTold)
  const table = dataTable({
    label: 'Tables with rows and bytes',
    columns: [{ head: 'Table' }, ...measures],
    rows: tables.map(one => [
      renamedText(one.source, one.target),
      ...measures.map(measure => measure.cell(one)),
    ]),
    foot: [text(quantityText(tables.length, 'table')), ...measures.map(measure => measure.total)],
  })
  return { id: 'tables', title: 'Tables', body: html`${table}${quarantineNote(report)}` }
}

function measuresOf({ tables, dryRun, verb }: RunReport): readonly Measure[] {
  const planned = dryRun || verb === 'plan'
  const seconds = tables.reduce((sum, table) => sum + table.seconds, 0)
  const counted = (head: string, count: (table: ReportedTable) => bigint, isTold: boolean): Measure => {
    const total = text(countText(tables.reduce((sum, table) => sum + count(table), 0n)))
    return { head, align: 'end', isTold, cell: table => text(countText(count(table))), total }
  }
  const found = (table: ReportedTable): bigint => table.targetRows ?? 0n
  const isShort = (table: ReportedTable): boolean => table.copiedRows !== table.sourceRows
  const isOdd = (table: ReportedTable): boolean =>
    table.targetRows !== null && found(table) !== table.copiedRows
  return [
    barred('Rows', tables, table => table.sourceRows, countText),
    counted(
      planned ? 'To be copied' : 'Copied',
      table => table.copiedRows,
      tables.some(isShort) && !isComparison({ verb }),
    ),
    counted('In the target', found, tables.some(isOdd) || (isComparison({ verb }) && tables.some(isShort))),
    counted(
      'Set aside',
      table => table.quarantinedRows,
      tables.some(table => table.quarantinedRows > 0n),
    ),
    barred('Bytes', tables, table => table.bytes, bytesText),
    {
      head: 'Time',
      align: 'end',
      isTold: seconds > 0,
      cell: table => timeText(table.seconds),
      total: NOTHING,
    },
    { head: 'Proof', isTold: !planned, cell: ({ proof }) => badge(PROOFS[proof], proof), total: NOTHING },
  ]
}

function barred(
  head: string,
  tables: readonly ReportedTable[],
  amount: (table: ReportedTable) => bigint,
  shown: (amount: bigint) => string,
): Measure {
  const amounts = tables.map(amount)
  const largest = largestOf(amounts)
  return {
    head,
    isTold: head === 'Rows' || largest > 0n,
    cell: table => barredCell(shown(amount(table)), percentOf(amount(table), largest)),
    total: html`<span class="amount">${text(shown(amounts.reduce((sum, one) => sum + one, 0n)))}</span>`,
  }
}

function largestOf(amounts: readonly bigint[]): bigint {
  let largest = 0n
  for (const amount of amounts) if (amount > largest) largest = amount
  return largest
}

function barredCell(amount: string, percent: number): Html {
  return html`<span class="measured"><span class="amount">${text(amount)}</span>${bar(percent)}</span>`
}

function quarantineNote({ quarantine, dryRun }: RunReport): Html {
  if (quarantine === null) return NOTHING
  const rows = quantityText(quarantine.rows, 'row')
  const are = dryRun ? 'would be set aside' : quarantine.rows === 1n ? 'was set aside' : 'were set aside'
  return html`<p>${text(rows)} ${text(are)} in ${nameText(quarantine.table)}, whole and with the reasons.</p>`
}
