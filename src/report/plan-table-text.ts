// One planned table: each column with its PostgreSQL type and the reason for it, then keys and checks.
import type { PlannedColumn, PlannedKey, PlannedTable } from '../model/plan.ts'
import { alignRows } from './aligned-table.ts'
import { quantityText } from './quantity-text.ts'
import type { TextStyle } from './text-style.ts'
import { visibleText } from './visible-text.ts'

/** A heading and one line or more for each column, key and check. */
export function plannedTableLines(table: PlannedTable, style: TextStyle): string[] {
  const rows = quantityText(table.sourceRows, 'row')
  const layout = { width: style.width, indent: 4 }
  return [
    `  ${style.paint.cyan(renamed(table.source, table.target))}  ${style.paint.dim(rows)}`,
    ...alignRows(
      table.columns.map(column => columnCells(column, style)),
      layout,
    ),
    ...constraintLines(table).map(line => `    ${line}`),
  ]
}

function columnCells(
  column: PlannedColumn,
  style: TextStyle,
): (string | { text: string; paint: TextStyle['paint']['dim'] })[] {
  const type = [column.type, ...columnProperties(column)].join(' ')
  return [
    renamed(column.source, column.target),
    visibleText(type),
    { text: visibleText([column.because, ...columnExpressions(column)].join('; ')), paint: style.paint.dim },
  ]
}

function columnProperties(column: PlannedColumn): string[] {
  const properties: string[] = []
  if (column.notNull) properties.push('not null')
  if (column.identity !== null) properties.push(identityText(column.identity.lastValue))
  return properties
}

function columnExpressions(column: PlannedColumn): string[] {
  const expressions: string[] = []
  if (column.default !== null) expressions.push(`default ${column.default}`)
  if (column.generated !== null) expressions.push(`generated (${column.generated})`)
  return expressions
}

function identityText(lastValue: bigint | null): string {
  return lastValue === null ? 'identity' : `identity after ${lastValue}`
}

function constraintLines(table: PlannedTable): string[] {
  const primary = table.primaryKey === null ? [] : [`primary key ${keyText(table.primaryKey)}`]
  const uniques = table.uniques.map(key => `unique ${keyText(key)}`)
  const checks = table.checks.map(
    ({ name, expression, source }) =>
      `check ${visibleText(name)}: ${visibleText(expression)}${source === null ? ' (from the configuration)' : ''}`,
  )
  return [...primary, ...uniques, ...checks]
}

function keyText(key: PlannedKey): string {
  return `(${key.columns.map(visibleText).join(', ')})`
}

function renamed(source: string, target: string): string {
  return source === target ? visibleText(source) : `${visibleText(source)} → ${visibleText(target)}`
}
