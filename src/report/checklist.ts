// What verify looked at on both sides, as a checklist grouped by table: ✓ the same, ✗ different with both
// values, · noted, – not compared. Checks of one object that agree share a line.
import type { ReportedTable, RunReport } from '../model/report.ts'
import type { Check, CheckStatus } from '../model/verdict.ts'
import { alignRows, type Cell } from './aligned-table.ts'
import { wrapText } from './display-width.ts'
import { differenceLines } from './listed-differences.ts'
import { isEmpty, proofSentence } from './proof-sentence.ts'
import { countText, quantityText } from './quantity-text.ts'
import { PLAIN_STYLE, type TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

export interface ChecklistChoice {
  /** Leaves out what is the same. */
  readonly onlyDifferences?: boolean
  /** Rows of each table that are listed. */
  readonly listed?: number
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
    ...differenceLines(table, report, style, choice.listed),
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
  return expected === '' || expected.toLowerCase() === kind ? '' : ` ${shownValue(kind, expected)}`
}

function oddText(check: Check): string {
  const remark = check.remark === '' ? '' : `: ${visibleText(check.remark)}`
  if (check.status === 'not compared') return `${check.kind} not compared${remark}`
  if (check.expected === check.found) return `${check.kind}${valueText(check)}${remark}`
  return `${check.kind}: expected ${shownValue(check.kind, check.expected)}, found ${shownValue(check.kind, check.found)}${remark}`
}

/** An id is a name and has no thousands; a count has. */
function shownValue(kind: Check['kind'], value: string): string {
  if (value === '') return 'nothing'
  const isCount = (kind === 'rows' || kind === 'nulls') && /^\d+$/.test(value)
  return isCount ? countText(BigInt(value)) : visibleText(value)
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
  const sample = sampleSentence(report)
  if (different > 0)
    return `✗ ${quantityText(different, 'difference')} in ${looked}${rowsText(report)}. Source and target are not the same.${sample}`
  if (report.error !== null) return `✗ Not verified: ${visibleText(report.error.message)}`
  if (isEmpty(report)) return `– ${proofSentence(report)}`
  return `✓ No difference${sample === '' ? '' : ' in what was compared'}. ${proofSentence(report)}${sample}`
}

/** `; 4 rows differ (1 missing, 1 too many, 2 changed: 3 values)`. */
function rowsText({ tables }: RunReport): string {
  const sum = (of: (differing: NonNullable<ReportedTable['differing']>) => bigint): bigint =>
    tables.reduce((total, { differing }) => total + (differing === null ? 0n : of(differing)), 0n)
  const [missing, extra, changed] = [sum(it => it.missing), sum(it => it.extra), sum(it => it.changed)]
  const values = sum(({ columns }) => columns.reduce((total, column) => total + column.values, 0n))
  const rows = missing + extra + changed
  if (rows === 0n) return ''
  const parts = [
    ...(missing > 0n ? [`${countText(missing)} missing`] : []),
    ...(extra > 0n ? [`${countText(extra)} too many`] : []),
    ...(changed > 0n ? [`${countText(changed)} changed: ${quantityText(values, 'value')}`] : []),
  ]
  return `; ${quantityText(rows, 'row')} ${rows === 1n ? 'differs' : 'differ'} (${parts.join(', ')})`
}

/** What the run gave away of its choice, so that it can be made again. */
function sampleSentence({ notices }: RunReport): string {
  const sampled = notices.find(({ code }) => code === 'SAMPLED')
  return sampled === undefined
    ? ''
    : ` Only a sample was compared; ${sampled.object} compares the same rows again.`
}
