// One sentence that says what was proven, and no more than that.
import type { ReportedTable, RunReport } from '../model/report.ts'
import type { TableVerdict } from '../model/verdict.ts'
import { countText, quantityText } from './quantity-text.ts'

type Claim = TableVerdict['proof'] | 'in part' | 'empty'

const CLAIMS: Readonly<Record<Claim, (tables: readonly ReportedTable[]) => string>> = {
  identical: tables => `${amountText(tables)}: every row compared by content, identical on both sides`,
  'in part': tables => `${amountText(tables)}: ${partText(tables)}`,
  'counts only': tables =>
    `${amountText(tables)}: row counts agree, asked of both databases; contents were not compared`,
  'not compared': tables => `${amountText(tables)}: not compared`,
  different: tables => `${amountText(tables)}: different`,
  empty: tables => `${quantityText(tables.length, 'table')} without rows on both sides`,
}

const STRONGEST_FIRST: readonly Claim[] = [
  'identical',
  'in part',
  'counts only',
  'empty',
  'not compared',
  'different',
]

/** `Proven: 3 tables, 31 rows: …`; starts with `Not proven` where nothing was compared. */
export function proofSentence(report: RunReport): string {
  if (isEmpty(report)) return `Nothing to compare: both sides hold no rows${checksText(report)}.`
  const claims = STRONGEST_FIRST.flatMap(claim => {
    const tables = report.tables.filter(table => claimOf(table) === claim)
    return tables.length === 0 ? [] : [CLAIMS[claim](tables)]
  })
  if (claims.length === 0) return 'Nothing to prove: there is no table.'
  return `${leadOf(report.tables)}: ${claims.join('; ')}${checksText(report)}.`
}

/** True if both sides were looked at and hold no row at all, so that sameness says nothing. */
export function isEmpty({ tables }: RunReport): boolean {
  return tables.length > 0 && tables.every(isEmptyTable)
}

function isEmptyTable({ sourceRows, targetRows, proof }: ReportedTable): boolean {
  return sourceRows === 0n && targetRows === 0n && (proof === 'identical' || proof === 'counts only')
}

function claimOf(table: ReportedTable): Claim {
  if (isEmptyTable(table)) return 'empty'
  return table.proof === 'counts only' && table.comparedRows !== null ? 'in part' : table.proof
}

function leadOf(tables: readonly ReportedTable[]): string {
  const claims = tables.map(claimOf)
  if (claims.includes('in part')) return 'Proven in part'
  return claims.includes('identical') || claims.includes('counts only') ? 'Proven' : 'Not proven'
}

/** What was not looked at may be anything. */
function partText(tables: readonly ReportedTable[]): string {
  const rows = tables.reduce((sum, table) => sum + table.sourceRows, 0n)
  const looked = tables.reduce((sum, table) => sum + (table.comparedRows ?? 0n), 0n)
  return `${countText(looked)} of ${quantityText(rows, 'row')} identical, ${countText(rows - looked)} not compared; row counts agree`
}

function amountText(tables: readonly ReportedTable[]): string {
  const rows = tables.reduce((sum, table) => sum + (table.targetRows ?? table.sourceRows), 0n)
  return `${quantityText(tables.length, 'table')}, ${quantityText(rows, 'row')}`
}

function checksText(report: RunReport): string {
  const same = report.checks.filter(check => check.status === 'same').length
  const open = report.checks.filter(check => check.status === 'not compared').length
  const undone = open === 0 ? '' : `, ${open} could not be made`
  return same === 0 ? '' : `; ${quantityText(same, 'check')} of values and structure passed${undone}`
}
