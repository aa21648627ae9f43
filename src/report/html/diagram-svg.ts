// The diagram as SVG within the page: boxes with name and rows, arrows to what is referred to. States are told by
// dashes and by a legend, not by colour alone.
import type { ReportedTable } from '../../model/report.ts'
import { clipText, displayWidth } from '../display-width.ts'
import { quantityText } from '../quantity-text.ts'
import { visibleText } from '../visible-text.ts'
import type { DiagramArrow, DiagramGraph } from './diagram-graph.ts'
import { BOX_HEIGHT, type DiagramLayout, layOut, type PlacedArrow, type PlacedBox } from './diagram-layout.ts'
import { attribute, type Html, html, NOTHING, text, tooltip } from './html-text.ts'

/** Columns of the fixed font that a box has room for: at least for its rows, at most for a usual name. */
const NAME_COLUMNS = { least: 14, most: 24 }

/** Pixels of a column of the fixed font, and beside the name. */
const COLUMN_WIDTH = 7.3
const PADDING = 24

/** A wide diagram is drawn smaller, but not smaller than can be read; then it scrolls. */
const SMALLEST = 0.75

/** How far the loop of a table that refers to itself reaches out. */
const LOOP = 26

export function diagramSvg({ linked, arrows }: DiagramGraph): Html {
  const names = linked.map(table => table.target)
  const layout = layOut(names, arrows, boxWidth(names))
  const { width, height } = layout
  const title = `${quantityText(linked.length, 'table')} and ${quantityText(arrows.length, 'reference')} between them`
  return html`<svg class="diagram" role="img" aria-label="${attribute(title)}" style="min-width:${Math.round(width * SMALLEST)}px" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<defs>${(['valid', 'not-valid', 'left-out'] as const).map(markerSvg)}</defs>
${layout.arrows.map(placed => arrowSvg(placed, layout, arrows))}
${layout.boxes.map(box => boxSvg(box, layout, linked))}
</svg>`
}

/** As wide as the longest name needs. */
function boxWidth(names: readonly string[]): number {
  const longest = Math.max(...names.map(name => displayWidth(visibleText(name))))
  const columns = Math.min(NAME_COLUMNS.most, Math.max(NAME_COLUMNS.least, longest))
  return Math.ceil(columns * COLUMN_WIDTH) + PADDING
}

function markerSvg(state: string): Html {
  const name = attribute(state)
  return html`<marker id="head-${name}" class="${name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker>`
}

function boxSvg(
  { name, x, y }: PlacedBox,
  { boxWidth: width }: DiagramLayout,
  tables: readonly ReportedTable[],
): Html {
  const table = tables.find(({ target }) => target === name)
  if (table === undefined) return NOTHING
  const rows = quantityText(table.sourceRows, 'row')
  const mark = table.proof === 'identical' ? '✓ ' : table.proof === 'different' ? '✗ ' : ''
  // An SVG within the SVG cuts what a wide font would let stand out.
  return html`<svg class="box${table.proof === 'different' ? html` bad` : NOTHING}" x="${x}" y="${y}" width="${width}" height="${BOX_HEIGHT}">
<title>${tooltip(`${name}: ${rows}, ${table.proof}`)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${BOX_HEIGHT - 1}" rx="7"/>
<text x="12" y="20" class="box-name">${attribute(clipText(visibleText(name), NAME_COLUMNS.most))}</text>
<text x="12" y="36" class="box-rows">${attribute(mark + rows)}</text></svg>
`
}

function arrowSvg(placed: PlacedArrow, layout: DiagramLayout, arrows: readonly DiagramArrow[]): Html {
  const arrow = arrows.find(({ child, parent }) => child === placed.child && parent === placed.parent)
  const path = arrowPath(placed, layout)
  if (arrow === undefined || path === null) return NOTHING
  const state = attribute(arrow.state.replace(' ', '-'))
  const end = placed.left === placed.parent ? html`marker-end` : html`marker-start`
  return html`<path class="arrow ${state}" d="${path}" ${end}="url(#head-${state})"><title>${tooltip(keysText(arrow))}</title></path>
`
}

function keysText({ keys }: DiagramArrow): string {
  const told = keys.map(({ table, columns, parent, parentColumns, state }) => {
    const [from, to] = [columns, parentColumns].map(names => visibleText(names.join(', ')))
    return `${visibleText(table)} (${from}) → ${visibleText(parent)} (${to}): ${state}`
  })
  return told.join('\n')
}

/** From the box on the right to the one on the left. */
function arrowPath(
  { right, left, passages }: PlacedArrow,
  { boxes, boxWidth: width }: DiagramLayout,
): Html | null {
  const [from, to] = [right, left].map(name => boxes.find(box => box.name === name))
  if (from === undefined || to === undefined) return null
  if (from === to) return loopPath(from, width)
  const stops = [...passages, { x: to.x, y: middleOf(to) }]
  const pieces = stops.map((stop, i) => {
    const before = stops[i - 1] ?? { x: from.x, y: middleOf(from) }
    const end = stop.x + width
    const half = (before.x - end) / 2
    const curve = html`C${before.x - half} ${before.y} ${end + half} ${stop.y} ${end} ${stop.y}`
    return i === stops.length - 1 ? curve : html`${curve}H${stop.x}`
  })
  return html`M${from.x} ${middleOf(from)}${pieces}`
}

function loopPath(box: PlacedBox, width: number): Html {
  const [right, middle] = [box.x + width, middleOf(box)]
  return html`M${right} ${middle - 10}C${right + LOOP} ${middle - 16} ${right + LOOP} ${middle + 16} ${right + 1} ${middle + 10}`
}

function middleOf({ y }: PlacedBox): number {
  return y + BOX_HEIGHT / 2
}

/** For the words beside the picture. */
export function legendHtml(arrows: readonly DiagramArrow[]): Html {
  const states = [...new Set(arrows.map(arrow => arrow.state))]
  const items = states.map(state => {
    const name = attribute(state.replace(' ', '-'))
    return html`<li><svg width="34" height="10" aria-hidden="true"><path class="arrow ${name}" d="M0 5H34"/></svg> ${text(state)}</li>`
  })
  return html`<ul class="legend">${items}</ul>`
}
