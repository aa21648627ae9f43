// Rows of cells set in columns by display width. The last column wraps at the terminal's edge under its
// own start; no cell is ever cut, for a name that is not whole is no name.
import { displayWidth, padLeft, padRight, wrapText } from './display-width.ts'
import type { Painter } from './text-style.ts'

export interface Cell {
  readonly text: string
  readonly paint?: Painter
  readonly align?: 'left' | 'right'
}

export interface TableLayout {
  readonly width: number
  readonly indent?: number
  /** Spaces between two columns. */
  readonly gap?: number
}

/** Narrowest last column that is worth wrapping into; below it the cell gets lines of its own. */
const NARROWEST = 24

/** A cell whose number or amount ends at the column's right edge. */
export function rightCell(text: string, paint?: Painter): Cell {
  return { text, align: 'right', ...(paint && { paint }) }
}

/** The rows as lines without trailing blanks; texts must be visible text already. */
export function alignRows(rows: readonly (readonly (Cell | string)[])[], layout: TableLayout): string[] {
  const cells = rows.map(row => row.map(cell => (typeof cell === 'string' ? { text: cell } : cell)))
  const widths = columnWidths(cells)
  return cells.flatMap(row => rowLines(row, widths, layout))
}

function columnWidths(rows: readonly (readonly Cell[])[]): readonly number[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell.text))
    })
  }
  return widths
}

function rowLines(row: readonly Cell[], widths: readonly number[], layout: TableLayout): string[] {
  const indent = ' '.repeat(layout.indent ?? 0)
  const gap = ' '.repeat(layout.gap ?? 2)
  const last = row.at(-1) ?? { text: '' }
  const head = row.slice(0, -1).map((cell, i) => paintCell(cell, widths[i] ?? 0) + gap)
  const start = widths
    .slice(0, row.length - 1)
    .reduce((sum, width) => sum + width + gap.length, indent.length)
  if (last.align === 'right')
    return [(indent + head.join('') + paintCell(last, widths[row.length - 1] ?? 0)).trimEnd()]
  return lastCellLines(indent + head.join(''), start, last, layout.width)
}

function lastCellLines(head: string, start: number, last: Cell, width: number): string[] {
  const paint = last.paint ?? (text => text)
  const room = width - start
  if (room < NARROWEST && displayWidth(last.text) > room && start > 4) {
    const own = wrapText(last.text, Math.max(NARROWEST, width - 6))
    return [head.trimEnd(), ...own.map(line => `      ${paint(line)}`)]
  }
  return wrapText(last.text, Math.max(1, room)).map((line, i) =>
    ((i === 0 ? head : ' '.repeat(start)) + (line && paint(line))).trimEnd(),
  )
}

function paintCell(cell: Cell, width: number): string {
  const padded = cell.align === 'right' ? padLeft(cell.text, width) : padRight(cell.text, width)
  return cell.paint && cell.text !== ''
    ? padded.replace(cell.text, () => cell.paint?.(cell.text) ?? '')
    : padded
}
