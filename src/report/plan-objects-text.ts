// What a plan makes beside tables: indexes, foreign keys with their orphans, triggers, views. What is
// left out is listed with the rest, with its reason.
import type { PlannedForeignKey, PlannedIndex, PlannedTrigger, PlannedView } from '../model/plan.ts'
import { alignRows, type Cell } from './aligned-table.ts'
import { quantityText } from './quantity-text.ts'
import type { Painter, TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

type Row = readonly (Cell | string)[]

export function indexLines(indexes: readonly PlannedIndex[], style: TextStyle): string[] {
  const rows = indexes.map(index => [
    stateCell(index.state, style),
    visibleText(index.name),
    visibleText(joined(indexText(index), reasonText(index.because, index.origin))),
  ])
  return section('Indexes', rows, style)
}

export function foreignKeyLines(foreignKeys: readonly PlannedForeignKey[], style: TextStyle): string[] {
  const rows = foreignKeys.map(key => [
    stateCell(key.state, style),
    `${columnsText(key.table, key.columns)} → ${columnsText(key.parent, key.parentColumns)}`,
    actionsText(key),
    joined(orphansText(key), reasonText(key.because, key.origin)),
  ])
  return section('Foreign keys', rows, style)
}

export function triggerLines(triggers: readonly PlannedTrigger[], style: TextStyle): string[] {
  const rows = triggers.map(trigger => [
    stateCell('created', style),
    visibleText(trigger.name),
    `sets ${trigger.columns.map(visibleText).join(', ')} before each update of ${visibleText(trigger.table)}${originText(trigger.origin)}`,
  ])
  return section('Triggers', rows, style)
}

export function viewLines(views: readonly PlannedView[], style: TextStyle): string[] {
  const rows = views.map(view => [
    stateCell(view.state, style),
    visibleText(view.name),
    { text: visibleText(view.because), paint: style.paint.dim },
  ])
  return section('Views', rows, style)
}

/** `tasks.user_id`, `tasks (a, b)`. */
export function columnsText(table: string, columns: readonly string[]): string {
  const [only, ...more] = columns.map(visibleText)
  if (only === undefined) return visibleText(table)
  return more.length === 0
    ? `${visibleText(table)}.${only}`
    : `${visibleText(table)} (${[only, ...more].join(', ')})`
}

function section(heading: string, rows: readonly Row[], style: TextStyle): string[] {
  if (rows.length === 0) return []
  return ['', style.paint.bold(heading), ...alignRows(rows, { width: style.width, indent: 2 })]
}

function stateCell(state: 'created' | 'valid' | 'not valid' | 'left out', style: TextStyle): Cell {
  const paints: Readonly<Record<typeof state, Painter>> = {
    created: style.paint.green,
    valid: style.paint.green,
    'not valid': style.paint.yellow,
    'left out': style.paint.yellow,
  }
  return { text: state, paint: paints[state] }
}

function indexText(index: PlannedIndex): string {
  const unique = index.unique ? 'unique ' : ''
  const method = index.method === 'btree' ? '' : `${index.method} `
  const where = index.where === null ? '' : ` where ${index.where}`
  return `${unique}${method}on ${index.table} (${index.items.join(', ')})${where}`
}

function actionsText(key: PlannedForeignKey): string {
  const actions: string[] = []
  if (key.onDelete !== 'no action') actions.push(`on delete ${key.onDelete}`)
  if (key.onUpdate !== 'no action') actions.push(`on update ${key.onUpdate}`)
  if (key.deferred) actions.push('deferred')
  return actions.join(', ')
}

function orphansText(key: PlannedForeignKey): string {
  if (key.state === 'left out') return ''
  if (key.orphans === 0n) return 'no orphans'
  const examples = key.orphanExamples.map(visibleText)
  const more = key.orphans > BigInt(examples.length) ? ', …' : ''
  const shown = examples.length === 0 ? '' : ` (${examples.join(', ')}${more})`
  return quantityText(key.orphans, 'orphan row') + shown
}

/** The reason says by itself where the configuration asked for something. */
function reasonText(because: string, origin: 'source' | 'config'): string {
  const said = because.includes('configuration')
  return (visibleText(because) + (said ? '' : originText(origin))).trim()
}

function joined(fact: string, reason: string): string {
  const parted = fact !== '' && reason !== '' && !reason.startsWith('(')
  return parted ? `${fact}; ${reason}` : `${fact} ${reason}`.trim()
}

function originText(origin: 'source' | 'config'): string {
  return origin === 'config' ? ' (from the configuration)' : ''
}
