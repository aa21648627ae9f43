// What a plan would set aside: how many rows of each table, and of each reason how many and which.
import type { Plan, PlannedTable, SetAside, SetAsideCause } from '../model/plan.ts'
import { alignRows, rightCell } from './aligned-table.ts'
import { countText, quantityText } from './quantity-text.ts'
import type { TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** A block of its own with a blank line before it; nothing where every row is moved. */
export function setAsideLines({ tables, quarantine }: Plan, style: TextStyle): string[] {
  if (quarantine === null) return []
  const heading = `Would be set aside in ${visibleText(quarantine.target)}`
  return [
    '',
    style.paint.bold(heading),
    ...tables.flatMap(table => (table.setAside === null ? [] : tableLines(table, table.setAside, style))),
  ]
}

function tableLines(
  { source, sourceRows }: PlannedTable,
  { rows, causes }: SetAside,
  style: TextStyle,
): string[] {
  const head = `  ${style.paint.cyan(visibleText(source))}  ${countText(rows)} of ${quantityText(sourceRows, 'row')}`
  return [head, ...alignRows(causes.map(causeCells), { width: style.width, indent: 4 })]
}

function causeCells({ columns, reason, rows, examples }: SetAsideCause) {
  const about = columns.length === 0 ? '' : `${columns.join(', ')}: `
  const more = rows > BigInt(examples.length) ? ', …' : ''
  return [
    rightCell(quantityText(rows, 'row')),
    visibleText(`${about}${reason} (${examples.join(', ')}${more})`),
  ]
}
