// Each column with its declared type, the type it got, and why: folded by table.
import type { ReportedColumn, ReportedTable, RunReport } from '../../model/report.ts'
import { quantityText } from '../quantity-text.ts'
import { dataTable } from './data-table.ts'
import { type Html, html, NOTHING, text } from './html-text.ts'
import { messageText, nameText, renamedText } from './names.ts'
import type { Section } from './section.ts'

/** Tables that are open from the beginning. */
const OPEN_TABLES = 2

/** Tables in the list before the rest is folded together. */
const LISTED_TABLES = 60

export function typesSection({ tables }: RunReport): Section | null {
  const typed = tables.filter(table => table.columns.length > 0)
  if (typed.length === 0) return null
  const isOpen = typed.length <= OPEN_TABLES
  const listed = typed.slice(0, LISTED_TABLES).map(table => tableTypes(table, isOpen))
  const rest = typed.slice(LISTED_TABLES).map(table => tableTypes(table, false))
  const more = html`<details class="rest"><summary>${text(quantityText(rest.length, 'more table'))}</summary>${rest}</details>`
  const body = html`${listed}${rest.length === 0 ? NOTHING : more}`
  return { id: 'types', title: 'Types and their reasons', body }
}

function tableTypes(table: ReportedTable, isOpen: boolean): Html {
  const { columns } = table
  return html`<details class="table"${isOpen ? html` open` : NOTHING}><summary>${renamedText(table.source, table.target)}
<span class="muted">${text(quantityText(columns.length, 'column'))}</span></summary>
${dataTable({
  label: `Columns of ${table.target}`,
  columns: ['Column', 'Declared', 'PostgreSQL', 'Because'].map(head => ({ head })),
  rows: columns.map(columnCells),
  open: 200,
})}</details>
`
}

function columnCells({ source, target, declared, type, because }: ReportedColumn): readonly Html[] {
  const wrote = declared === '' ? html`<span class="muted">no type</span>` : nameText(declared)
  return [renamedText(source, target), wrote, html`<code>${text(type)}</code>`, messageText(because)]
}
