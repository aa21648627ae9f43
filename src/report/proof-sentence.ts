// One sentence that says what was proven, and no more than that.
import type { ReportedTable, RunReport } from '../model/report.ts'
import type { TableVerdict } from '../model/verdict.ts'
import { quantityText } from './quantity-text.ts'

type Proof = TableVerdict['proof']

const CLAIMS: Readonly<Record<Proof, (amount: string) => string>> = {
  identical: amount => `${amount}: every row compared by content, identical on both sides`,
  'counts only': amount => `${amount}: row counts agree, asked of both databases; contents were not compared`,
  'not compared': amount => `${amount}: not compared`,
  different: amount => `${amount}: different`,
}

const STRONGEST_FIRST: readonly Proof[] = ['identical', 'counts only', 'not compared', 'different']

/** `Proven: 3 tables, 31 rows: …`; starts with `Not proven` where nothing was compared. */
export function proofSentence(report: RunReport): string {
  const claims = STRONGEST_FIRST.flatMap(proof => {
    const tables = report.tables.filter(table => table.proof === proof)
    return tables.length === 0 ? [] : [CLAIMS[proof](amountText(tables))]
  })
  if (claims.length === 0) return 'Nothing to prove: there is no table.'
  const compared = report.tables.some(table => table.proof === 'identical' || table.proof === 'counts only')
  return `${compared ? 'Proven' : 'Not proven'}: ${claims.join('; ')}${checksText(report)}.`
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
