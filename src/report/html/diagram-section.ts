// The picture of tables and foreign keys, and the tables that stand alone beside it.
import type { RunReport } from '../../model/report.ts'
import { countText, quantityText } from '../quantity-text.ts'
import { type DiagramGraph, diagramGraph } from './diagram-graph.ts'
import { diagramSvg, legendHtml } from './diagram-svg.ts'
import { type Html, html, NOTHING, text } from './html-text.ts'
import { nameText } from './names.ts'
import type { Section } from './section.ts'

/** Tables without a foreign key that are named. */
const NAMED_ALONE = 100

export function diagramSection(report: RunReport): Section | null {
  if (report.tables.length === 0) return null
  const graph = diagramGraph(report)
  const body = html`${pictureHtml(graph)}${hiddenNote(graph)}${aloneHtml(graph)}`
  return { id: 'diagram', title: 'Diagram of the tables', body }
}

function pictureHtml(graph: DiagramGraph): Html {
  if (graph.linked.length === 0) return html`<p class="muted">No table refers to another.</p>`
  return html`<p class="muted">An arrow leads from a table to the one it refers to.</p>
${legendHtml(graph.arrows)}
<div class="scroll" role="region" aria-label="Diagram of tables and foreign keys" tabindex="0">
${diagramSvg(graph)}</div>`
}

function hiddenNote({ hidden, linked }: DiagramGraph): Html {
  if (hidden === 0) return NOTHING
  const tables = quantityText(linked.length, 'table')
  return html`<p class="muted">Shown are the ${text(tables)} with the most foreign keys; ${text(countText(hidden))} others have some too.</p>`
}

function aloneHtml({ alone, linked }: DiagramGraph): Html {
  if (alone.length === 0) return NOTHING
  const named = alone.slice(0, NAMED_ALONE).map(table => html`<li>${nameText(table.target)}</li>`)
  const more = alone.length - named.length
  const rest = more > 0 ? html`<li class="muted">and ${text(countText(more))} more</li>` : NOTHING
  const heading = linked.length === 0 ? 'Tables' : 'Without foreign keys'
  return html`<h3>${text(heading)} <span class="muted">${text(countText(alone.length))}</span></h3>
<ul class="chips">${named}${rest}</ul>`
}
