// Rows and values that differ, as lines below the checks of their table: the key, then what each side has.
import type { ReportedDifference, RunReport } from '../model/report.ts'
import { alignRows } from './aligned-table.ts'
import { countText } from './quantity-text.ts'
import type { TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** Differences of one table that are shown unless more are asked for; the report lists more. */
const SHOWN = 10

/** Empty for a table of which no row is listed. */
export function differenceLines(
  table: string,
  { differences }: RunReport,
  style: TextStyle,
  listed = SHOWN,
): string[] {
  const rows = differences.filter(difference => difference.table === table && isRow(difference))
  const shown = rows.slice(0, listed).map(row => ['', visibleText(row.key ?? '–'), differenceText(row)])
  const more = rows.length - shown.length
  const rest = more > 0 ? [`     and ${countText(more)} more in the report (--limit N shows them)`] : []
  return [...alignRows(shown, { width: style.width, indent: 2 }), ...rest]
}

/** A row without a key is told by its values; what else differs, by what it is. */
function isRow({ key, source, target }: ReportedDifference): boolean {
  return key !== null || (source ?? target ?? '').startsWith('(')
}

function differenceText({ kind, column, source, target }: ReportedDifference): string {
  const of = column === null ? '' : `${visibleText(column)}: `
  if (kind === 'missing') return `${of}only in the source: ${visibleText(source ?? '')}`
  if (kind === 'extra') return `${of}only in the target: ${visibleText(target ?? '')}`
  return `${of}${visibleText(source ?? 'nothing')} in the source, ${visibleText(target ?? 'nothing')} in the target`
}
