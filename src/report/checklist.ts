// What verify looked at on both sides, as a checklist grouped by table: ✓ the same, ✗ different with both
// values, · noted, – not compared. Checks of one object that agree share a line.
import type { RunReport } from '../model/report.ts'
import type { Check, CheckStatus } from '../model/verdict.ts'
import { alignRows, type Cell } from './aligned-table.ts'
import { wrapText } from './display-width.ts'
import { differenceLines } from './listed-differences.ts'
import { proofSentence } from './proof-sentence.ts'
import { quantityText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

export interface ChecklistChoice {
  /** Leaves out what is the same. */
  readonly onlyDifferences?: boolean
}

/** The checklist and its closing sentence, without a final line feed. */
export function checklistText(
  report: RunReport,
  style: TextStyle = PLAIN_STYLE,
  choice: ChecklistChoice = {},
): string {
  const checks = choice.onlyDifferences ? report.checks.filter(isDifferent) : report.checks
  const groups = [...groupByTable(checks, report)].flatMap(([table, some]) => [
    style.paint.bold(visibleText(table)),
    ...alignRows(checkRows(some, style), { width: style.width, indent: 2 }),
    ...differenceLines(table, report, style),
    '',
  ])
  return [...groups, ...wrapText(closingSentence(report), style.width)].join('\n')
}

function groupByTable(checks: readonly Check[], report: RunReport): Map<string, Check[]> {
  const names = report.tables
    .flatMap(table => [table.target, table.source])
    .sort((a, b) => b.length - a.length)
  const groups = new Map<string, Check[]>()
  for (const check of checks) {
    const table = groupOf(check, names)
    groups.set(table, [...(groups.get(table) ?? []), check])
  }
  return groups
}

function groupOf({ kind, object }: Check, tables: readonly string[]): string {
  if (kind === 'view') return 'Views'
  return tables.find(name => belongsTo(object, name)) ?? 'Elsewhere'
}

function belongsTo(object: string, table: string): boolean {
  return object === table || ['.', ' ', '('].some(mark => object.startsWith(table + mark))
}

function checkRows(checks: readonly Check[], style: TextStyle): (readonly (Cell | string)[])[] {
  const agreed = new Map<string, Check[]>()
  const rows: (() => readonly (Cell | string)[])[] = []
  for (const check of checks) {
    if (check.status !== 'same')
      rows.push(() => [markCell(check.status, style), visibleText(check.object), oddText(check)])
    else if (agreed.has(check.object)) agreed.get(check.object)?.push(check)
    else {
      const together = [check]
      agreed.set(check.object, together)
      rows.push(() => [
        markCell('same', style),
        visibleText(check.object),
        together.map(agreedText).join(', '),
      ])
    }
  }
  return rows.map(row => row())
}

function agreedText(check: Check): string {
  const remark = check.remark === '' ? '' : ` (${visibleText(check.remark)})`
  return `${check.kind}${valueText(check)}${remark}`
}

/** The kind may say it all: `table`, not `table table`. */
function valueText({ kind, expected }: Check): string {
  return expected === '' || expected.toLowerCase() === kind ? '' : ` ${visibleText(expected)}`
}

function oddText(check: Check): string {
  const remark = check.remark === '' ? '' : `: ${visibleText(check.remark)}`
  if (check.status === 'not compared') return `${check.kind} not compared${remark}`
  if (check.expected === check.found) return `${check.kind}${valueText(check)}${remark}`
  return `${check.kind}: expected ${shownValue(check.expected)}, found ${shownValue(check.found)}${remark}`
}

function shownValue(value: string): string {
  return value === '' ? 'nothing' : visibleText(value)
}

function markCell(status: CheckStatus, style: TextStyle): Cell {
  if (status === 'same') return { text: '✓', paint: style.paint.green }
  if (status === 'different') return { text: '✗', paint: style.paint.red }
  return { text: status === 'noted' ? '·' : '–', paint: style.paint.yellow }
}

function isDifferent(check: Check): boolean {
  return check.status === 'different'
}

function closingSentence(report: RunReport): string {
  const different = report.checks.filter(isDifferent).length
  const looked = quantityText(report.checks.length, 'check')
  if (different > 0)
    return `✗ ${quantityText(different, 'difference')} in ${looked}. Source and target are not the same.`
  if (report.error !== null) return `✗ Not verified: ${visibleText(report.error.message)}`
  return `✓ No difference. ${proofSentence(report)}`
}
