// A table of HTML: heads with scope, the first cell of a row heads it, its own box to scroll in, and rows beyond
// what a person reads at once folded away.
import { quantityText } from '../quantity-text.ts'
import { attribute, type Html, html, NOTHING, text } from './html-text.ts'

export interface TableColumn {
  readonly head: string
  readonly align?: 'end'
}

export interface DataTable {
  /** What a screen reader calls it. */
  readonly label: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Html[])[]
  /** Cells of the last row. */
  readonly foot?: readonly Html[]
  /** As wide as its cells need, for two short columns. */
  readonly narrow?: boolean
  /** Rows that stand in the open, 50 by default. */
  readonly open?: number
  /** Rows in all; those beyond are counted. */
  readonly most?: number
}

const OPEN_ROWS = 50
const MOST_ROWS = 2000

export function dataTable(table: DataTable): Html {
  const { rows, open = OPEN_ROWS, most = MOST_ROWS } = table
  // A fold of two or three rows is more trouble than the rows.
  const end = rows.length <= open + 5 ? rows.length : open
  const folded = rows.slice(end, most)
  const rest = rows.length - Math.max(end, Math.min(most, rows.length))
  return html`${tableBox(table, rows.slice(0, end), table.foot)}${foldedRows(table, folded)}${restNote(rest)}`
}

function foldedRows(table: DataTable, rows: readonly (readonly Html[])[]): Html {
  if (rows.length === 0) return NOTHING
  return html`<details class="rest"><summary>${text(quantityText(rows.length, 'more row'))}</summary>
${tableBox(table, rows, undefined)}</details>`
}

function restNote(rest: number): Html {
  if (rest <= 0) return NOTHING
  return html`<p class="muted">… and ${text(quantityText(rest, 'more row'))}; the JSON report has them all.</p>`
}

function tableBox(
  table: DataTable,
  rows: readonly (readonly Html[])[],
  foot: readonly Html[] | undefined,
): Html {
  const { label, columns, narrow } = table
  const heads = columns.map(column => html`<th scope="col"${alignment(column)}>${text(column.head)}</th>`)
  const end = foot === undefined ? NOTHING : html`<tfoot>${rowOf(table, foot)}</tfoot>`
  return html`<div class="scroll" role="region" aria-label="${attribute(label)}" tabindex="0">
<table${narrow ? html` class="narrow"` : NOTHING}><thead><tr>${heads}</tr></thead>
<tbody>${rows.map(row => rowOf(table, row))}</tbody>${end}</table></div>
`
}

function rowOf({ columns }: DataTable, cells: readonly Html[]): Html {
  const [head = NOTHING, ...others] = cells
  const rest = others.map((cell, i) => html`<td${alignment(columns[i + 1])}>${cell}</td>`)
  return html`<tr><th scope="row"${alignment(columns[0])}>${head}</th>${rest}</tr>
`
}

function alignment(column: TableColumn | undefined): Html {
  return column?.align === 'end' ? html` class="end"` : NOTHING
}
