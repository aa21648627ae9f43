// Rows and values that differ, as lines below the checks of their table: the key, then what each side has.
import type { ReportedDifference, RunReport } from '../model/report.ts'
import { alignRows } from './aligned-table.ts'
import { countText } from './quantity-text.ts'
import type { TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** Differences of one table that are shown; the report lists more. */
const SHOWN = 10

/** Empty for a table of which no row is listed. */
export function differenceLines(table: string, { differences }: RunReport, style: TextStyle): string[] {
  const rows = differences.filter(difference => difference.table === table && difference.key !== null)
  const shown = rows.slice(0, SHOWN).map(row => ['', visibleText(row.key ?? ''), differenceText(row)])
  const more = rows.length - shown.length
  const rest = more > 0 ? [`     and ${countText(more)} more in the report (--json, --report FILE)`] : []
  return [...alignRows(shown, { width: style.width, indent: 2 }), ...rest]
}

function differenceText({ kind, column, source, target }: ReportedDifference): string {
  const of = column === null ? '' : `${visibleText(column)}: `
  if (kind === 'missing') return `${of}only in the source: ${visibleText(source ?? '')}`
  if (kind === 'extra') return `${of}only in the target: ${visibleText(target ?? '')}`
  return `${of}${visibleText(source ?? 'nothing')} in the source, ${visibleText(target ?? 'nothing')} in the target`
}
